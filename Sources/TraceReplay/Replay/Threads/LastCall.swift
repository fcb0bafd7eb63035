/// The call that a thread made last, as far as it says who was killed at which call.
///
/// Until the batch is left it is known by places in it, so that next to nothing is done for a call.
struct LastCall {
  /// How a call was answered.
  enum Answer: Equatable {
    /// Not at all, or the log does not say.
    case missing
    /// `= ?`, on the line of the call or where it is resumed.
    case open(isResumed: Bool)
    case number(Int32)
    case other
  }

  /// Its class.
  var tally = LineRecord.noTally
  /// The line on which it began.
  var line = 0
  /// The line of the last call that was answered with a signal.
  var signalled = 0
  /// Where its text stands in the batch; `end` is 0 if it was taken from there already.
  private var body: UInt32 = 0
  private var end: UInt32 = 0
  /// Where its answer stands in the batch.
  private var rest: UInt32 = 0
  private var restEnd: UInt32 = 0
  private var isResumed = false
  /// What was taken from a batch.
  private(set) var text = ""
  private(set) var answer = Answer.missing

  /// Notes a call of the batch at hand.
  @inline(__always) mutating func note(_ record: LineRecord, _ tally: UInt32, line: Int) {
    self.tally = tally
    self.line = line
    body = record.body
    end = record.end
    rest = record.rest
    restEnd = record.kind == .call ? record.end : 0
    isResumed = false
    answer = .missing
  }

  /// Notes where the call is resumed in the batch at hand.
  @inline(__always) mutating func noteRest(_ record: LineRecord) {
    rest = record.rest
    restEnd = record.end
    isResumed = true
  }

  /// Notes that the answer stood where the call was resumed.
  mutating func wasResumed() {
    if case .open = answer { answer = .open(isResumed: true) }
  }

  /// Takes from the batch what is needed when that is gone.
  mutating func take(from batch: ByteView) {
    if end != 0 { text = ThreadFollower.shown(batch, Int(body), Int(end)) }
    if restEnd != 0 {
      answer = Self.answer(batch, Int(rest), Int(restEnd), isResumed: isResumed)
    }
    (end, restEnd) = (0, 0)
  }

  private static func answer(
    _ text: ByteView, _ rest: Int, _ end: Int, isResumed: Bool
  ) -> Answer {
    guard let close = LineScanner.closing(text, from: rest, to: end) else { return .missing }
    let result = ThreadFollower.beginOfResult(text, close, end)
    if text.has("?", at: result) { return .open(isResumed: isResumed) }
    return ThreadFollower.number(text, result, end).map(Answer.number) ?? .other
  }

  /// Whether the call was not made, so that its thread was killed at it.
  ///
  /// - Parameters:
  ///   - number: Its number, which the register of the result still holds then.
  ///   - isOnly: Whether no other thread can have been the one that was at fault.
  /// - Returns: Whether that is so.
  func isUnanswered(number: UInt32, isOnly: Bool) -> Bool {
    switch answer {
    case .missing: isOnly
    // Calls of other threads that were under way have no result either.
    case .open(let isResumed): isOnly || !isResumed
    case .number(let result): result == Int32(truncatingIfNeeded: number)
    case .other: false
    }
  }
}
