/// Where a call stands in the logs.
struct CallLocation: Hashable, Sendable {
  /// The log, as it was named.
  var file: String
  /// The line, from 1.
  var line: Int
  /// The thread, 0 where the log names none.
  var thread: Int32
  /// The call as the log shows it, as far as there is room.
  var text: String
}
