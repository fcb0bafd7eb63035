import LinuxABI

/// What a format does for the replay: it tells of a call what the log shows, when that is asked.
///
/// For most calls nothing is: their verdicts depend on no register, and their places are not shown.
protocol TraceReader {
  /// Where the log tells of a call.
  associatedtype Position
  /// What the format keeps of a thread beside what the replay does.
  associatedtype Kept: KeptOfThread

  /// The registers of a call.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - position: Where the log tells of it.
  ///   - wanted: The registers that matter, as bits; of others nothing need be known.
  /// - Returns: What the log tells of them.
  mutating func registers(
    of call: TracedCall, at position: Position, wanted: UInt8
  ) -> RegisterReading

  /// The call that a C library makes where the kernel answers one with `ENOSYS`.
  ///
  /// - Parameters:
  ///   - name: The newer call; the log need not have its name.
  ///   - call: The newer call, as it was made.
  ///   - position: Where the log tells of it.
  /// - Returns: The older call, or `nil` where libraries have none for it.
  mutating func older(
    than name: SyscallNames.Index, _ call: TracedCall, at position: Position
  ) -> OlderCall?

  /// The call as people are shown it.
  func text(at position: Position) -> String

  /// A part of a call that was not understood, as people are shown it.
  func text(of part: Range<Int>, at position: Position) -> String

  /// The number of the error that a call has failed with; `nil` where it has not, or the log does
  /// not tell.
  func error(at position: Position, on abi: ABI) -> UInt16?

  /// Who has made a call and what has become of it, where the log tells that beside the call.
  func origin(at position: Position) -> CallOrigin?
}

extension TraceReader {
  /// Nothing: few logs tell it.
  func origin(at position: Position) -> CallOrigin? { nil }
}

/// What a format keeps of a thread; nothing at first.
protocol KeptOfThread {
  init()
}
