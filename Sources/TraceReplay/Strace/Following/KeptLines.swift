/// What is kept of the lines of a thread.
struct KeptLines: KeptOfThread {
  /// The name of the open call.
  var openName = SyscallNames.unknown
  /// The open call, if more of it than the name is still needed.
  var openCall: OpenCall?
  /// Calls that wait for the ABI to be known.
  var held: [HeldCall] = []
  /// Where the call stands that was counted last.
  var last = LastLine()
}

/// A call that has begun.
struct OpenCall {
  /// The line on which it began.
  var line: Int
  var record: LineRecord
  /// The call from its name on, if that is still needed.
  var text: [UInt8] = []
  /// Whether the call has been counted.
  var isJudged: Bool
  /// Whether the call was made after the death of its process.
  var isAfterDeath = false

  /// The record of the call with a text that begins with its name.
  ///
  /// - Parameter length: The length of the text.
  /// - Returns: The record.
  func record(length: Int) -> LineRecord {
    var record = record
    record.kind = .call
    record.callClass = CallClass.none
    record.rest -= record.body
    record.start = 0
    record.body = 0
    record.end = UInt32(length)
    return record
  }
}

/// A call that waits for the ABI to be known, with its line.
struct HeldCall {
  /// The record, by offsets in the batch that the line was in.
  var record: LineRecord
  var line: Int
  var text: [UInt8]

  /// The record of the call, by offsets in its text.
  var ownRecord: LineRecord {
    var own = record
    own.rest -= own.start
    own.body -= own.start
    own.end -= own.start
    own.start = 0
    return own
  }
}
