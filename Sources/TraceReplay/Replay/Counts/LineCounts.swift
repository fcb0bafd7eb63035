/// How many lines there were of the kinds that need no more than that.
struct LineCounts: Hashable, Sendable {
  /// All lines.
  var lines = 0
  /// Lines without any character.
  var empty = 0
  /// Signals and stops: `--- SIGCHLD {…} ---`.
  var signals = 0
  /// Stack frames, dumps, what the recorder says of itself, and whatever else is in its log.
  var remarks = 0
  /// Tables of how often calls were made.
  var summary = 0

  static func += (left: inout Self, right: Self) {
    left.lines += right.lines
    left.empty += right.empty
    left.signals += right.signals
    left.remarks += right.remarks
    left.summary += right.summary
  }
}
