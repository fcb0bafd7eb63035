import CLinux
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the standard descriptors of a child are.
public struct ChildStreams: Sendable {
  /// Standard input, output and error: descriptors of the parent, `nil` where the child's is the
  /// parent's own.
  public var descriptors: InlineArray<3, Int32?>

  /// Descriptors of the parent.
  ///
  /// - Parameter descriptors: Standard input, output and error; `nil` for the parent's own.
  public init(_ descriptors: InlineArray<3, Int32?>) { self.descriptors = descriptors }
}

extension PreparedLaunch {
  /// Makes a child that becomes the command.
  ///
  /// The process itself goes on unchanged, and may have threads: between clone(2) and execve(2) the
  /// child makes no use of anything that one of them could be in the middle of. It has no signal
  /// blocked, handled or ignored, and no descriptor but the standard ones.
  ///
  /// - Parameter streams: What its standard descriptors are.
  /// - Returns: The child, which has become the command, or has died of an outer filter in the last
  ///   moment.
  /// - Throws: ``LaunchError``; no child is left then.
  public consuming func spawn(_ streams: ChildStreams) throws(LaunchError) -> ChildProcess {
    for (index, name) in ["input", "output", "error"].enumerated() {
      guard let descriptor = streams.descriptors[index], descriptor < 0 else { continue }
      throw LaunchError(
        .readRequest, nil,
        "the child's standard \(name) cannot be descriptor \(descriptor); a pipe that was closed has -1"
      )
    }
    guard let progress = unsafe clinux_share_progress() else {
      throw LaunchError(.makeChild, Errno(rawValue: errno), "cannot get memory to watch the child")
    }
    defer { unsafe clinux_release_progress(progress) }
    unsafe plan.pointee.progress = progress

    let signal = try PipePair()
    var spawn = unsafe clinux_spawn()
    unsafe spawn.launch = unsafe plan
    unsafe spawn.streams = (
      streams.descriptors[0] ?? -1, streams.descriptors[1] ?? -1, streams.descriptors[2] ?? -1
    )
    unsafe spawn.signal_end = signal.writing.descriptor
    let made = unsafe clinux_spawn(&spawn)
    withExtendedLifetime(memory) {}
    if made.number != 0 { throw LaunchError(noChild: Errno(rawValue: made.number)) }
    let child = ChildProcess(made.process, descriptor: made.descriptor)

    // The end of the pipe: the child has become the command, or is gone.
    signal.writing.close()
    _ = try? signal.reading.read(upTo: 1)
    let end = unsafe progress.pointee
    if end.has_failed != 0 || end.step != Int32(CLINUX_EXECUTE.rawValue) {
      throw LaunchError(ended: try? child.wait(), at: end, of: self)
    }
    return child
  }
}

extension PreparedLaunch {
  /// When a child was at a step, for messages.
  fileprivate static func moment(of progress: clinux_progress) -> String {
    switch clinux_step(rawValue: UInt32(progress.step)) {
    case CLINUX_ENTER_DIRECTORY, CLINUX_START_SESSION, CLINUX_SET_IDENTITY, CLINUX_SET_LIMITS:
      "when it changed who it is and what it has"
    case CLINUX_SET_NO_NEW_PRIVILEGES: "when it set no_new_privs"
    case CLINUX_DRAW_KEYS: "when it drew its keys"
    case CLINUX_TRY_FILTER: "when it tried whether filters are installed"
    case CLINUX_INSTALL_FIRST_FILTER, CLINUX_INSTALL_FURTHER_FILTER:
      "when it installed filter \(progress.filter + 1)"
    default: "when it reset its signals and placed its descriptors"
    }
  }
}

extension LaunchError {
  /// Why there is no child.
  init(noChild errno: Errno) {
    let reason =
      errno == .resourceTemporarilyUnavailable
      ? "its user has more processes than the limit allows, or the group of control does"
      : "clone(2) failed"
    self.init(.makeChild, errno, "cannot make a child: \(reason)")
  }

  /// Why a child ended before it was the command.
  init(ended ending: ChildEnding?, at end: clinux_progress, of launch: borrowing PreparedLaunch) {
    guard end.has_failed == 0 else {
      self.init(end, of: launch)
      return
    }
    let way = ending.map { "with \($0.text)" } ?? "in an unknown way"
    self.init(
      .prepareChild, nil,
      "the child ended \(way) \(PreparedLaunch.moment(of: end)); a filter that this process is under"
        + " may kill for that")
  }

  /// Why a child could not become the command.
  init(_ progress: clinux_progress, of launch: borrowing PreparedLaunch) {
    let errno = progress.number == 0 ? nil : Errno(rawValue: progress.number)
    switch clinux_step(rawValue: UInt32(progress.step)) {
    case CLINUX_INSTALL_FURTHER_FILTER:
      let texts = FailureTexts.installation(.current)
      self.init(
        .installFurtherFilter(Int(progress.filter)), errno,
        "cannot install \(launch.filterTitles[Int(progress.filter)]) under those before it:"
          + " \(errno.map(texts.text) ?? texts.other)")
    case CLINUX_EXECUTE:
      let texts = FailureTexts.execution
      self.init(
        .execute, errno, "cannot run \(launch.command): \(errno.map(texts.text) ?? texts.other)",
        status: .notExecutable)
    case let step:
      self.init(clinux_refusal(step: step, number: progress.number, thread: 0))
    }
  }
}
