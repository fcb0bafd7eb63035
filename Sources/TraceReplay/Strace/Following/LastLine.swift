/// Where the call stands that a thread made last.
///
/// Until the batch is left it is known by offsets in it, so that next to nothing is done for a call.
struct LastLine {
  /// Where its text stands in the batch; `end` is 0 if it was taken from there already.
  private var body: UInt32 = 0
  private var end: UInt32 = 0
  /// Where its answer stands in the batch.
  private var rest: UInt32 = 0
  private var restEnd: UInt32 = 0
  private var isResumed = false

  /// Notes a call of the batch at hand.
  @inline(__always) mutating func note(_ record: LineRecord) {
    body = record.body
    end = record.end
    rest = record.rest
    restEnd = record.kind == .call ? record.end : 0
    isResumed = false
  }

  /// Notes where the call is resumed in the batch at hand.
  @inline(__always) mutating func noteRest(_ record: LineRecord) {
    rest = record.rest
    restEnd = record.end
    isResumed = true
  }

  /// Takes from the batch what is needed of the call when that is gone.
  mutating func take(from batch: ByteView, into last: inout LastCall) {
    if end != 0 { last.text = batch.shown(from: Int(body), to: Int(end)) }
    if restEnd != 0 {
      last.answer =
        PrintedResult(batch, from: Int(rest), to: Int(restEnd))?.answer(isResumed: isResumed)
        ?? .missing
    }
    (end, restEnd) = (0, 0)
  }
}

extension ThreadState<KeptLines> {
  /// Notes the call that is counted, and where it stands.
  @inline(__always) mutating func note(
    _ record: LineRecord, _ callClass: CallClass.Index, line: Int
  ) {
    last.callClass = callClass
    last.line = line
    last.answer = .missing
    kept.last.note(record)
  }

  /// Takes from the batch what is needed of the last call when that is gone.
  mutating func takeLast(from batch: ByteView) { kept.last.take(from: batch, into: &last) }
}
