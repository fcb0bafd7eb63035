/// The calls of a process between the installation of its filter and what is done with it.
///
/// If a new program is started next, they are the launcher's, and no part of what is judged. If not,
/// the process has installed the filter for itself, and they count like those before. The threads that
/// one call has given the filter have one launch.
final class FilterLaunch {
  /// A call that waits for this to be known.
  struct Call {
    var callClass: CallClass.Index
    var location: CallLocation
    /// Whether a C library makes an older call in its place.
    var fallsBack: Bool
    /// Whether it has failed with the error that is its verdict.
    var hasFailed: Bool
    /// What somebody who looks at every call is told.
    var observed: ObservedCall?
  }

  /// Where the filter was installed.
  let installation: CallLocation
  var calls: [Call] = []
  /// How many threads wait.
  var waiting = 0

  /// Launchers do little after they have installed a filter; whoever makes more calls than this is
  /// no launcher.
  static let mostCalls = 64

  init(installation: CallLocation) { self.installation = installation }
}
