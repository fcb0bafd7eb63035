import ClassicBPF

/// What some logs tell beside a call: who has made it, and what has become of it.
struct CallOrigin: Hashable {
  /// The name of the thread.
  var command: String?
  /// The kinds of verdicts that it may have got, without their data; none where the log does not say.
  var verdicts: Set<FilterAction> = []
}
