import LinuxABI

/// Turns the lines of a batch into records, and judges the calls of which the line says enough.
///
/// A worker knows nothing of threads: it takes the ABI that most calls of the log have used so far.
/// ``LineFollower``, which goes through the records in order, corrects that where it is wrong.
struct BatchWorker {
  private var scanner = LineScanner()
  private var judge: CallJudge
  private var reader: CallReader
  private let evidence: PrintedABIs
  /// Whether calls are left to be judged in order, because somebody wants to see each of them.
  private let isReadOnly: Bool

  init(judge: CallJudge, reader: CallReader, evidence: PrintedABIs, isReadOnly: Bool) {
    self.judge = judge
    self.reader = reader
    self.evidence = evidence
    self.isReadOnly = isReadOnly
  }

  /// Goes through a batch.
  mutating func process(_ batch: LineBatch, assuming abi: ABI) {
    let text = batch.text
    scanner.resetCounts()
    var start = 0
    var line: UInt32 = 0
    var record = LineRecord()
    var records = batch.takeRecords()
    while start < text.count {
      let end =
        text.firstIndex(of: Character8.newline, from: start, to: text.count) ?? text.count
      var next: Int? = start
      while let begin = next {
        if scanner.scan(text, from: begin, to: end, into: &record) {
          record.line = line
          if !isReadOnly { judge(&record, text, batch, abi) }
          records.append(record)
        }
        next = scanner.further
        scanner.further = nil
      }
      line &+= 1
      start = end + 1
    }
    batch.records = records
    batch.counts = scanner.counts
    batch.counts.lines = Int(line)
  }

  @inline(__always) private mutating func judge(
    _ record: inout LineRecord, _ text: ByteView, _ batch: LineBatch, _ assumed: ABI
  ) {
    switch record.kind {
    case .call, .unfinished: break
    case .detached, .open, .resumed, .ended, .endedBySystemCall, .systemCallSignal, .superseded,
      .mode, .attached, .left, .table, .fragment:
      return
    }
    var abi = assumed
    var number: UInt32?
    if record.hasNumber {
      guard let stated = evidence.stated(by: record, preferring: assumed) else { return }
      abi = stated
      number = record.number
    }
    record.judgedABI = abi.rawValue
    let call = TracedCall(
      name: record.name, number: number, abi: abi, hasNarrowRegisters: abi.registerWidth == 32)
    if record.kind == .unfinished {
      let answer = judge.judgeUnread(call)
      record.callClass = answer.callClass
      record.assumesUpperHalf = answer.assumesUpperHalf
      return
    }
    let answer = judge.judge(call, at: PrintedCall(record, in: text), &reader)
    record.callClass = answer.callClass
    record.isCut = answer.isCut
    record.assumesUpperHalf = answer.assumesUpperHalf
    if let part = answer.unknownPart {
      record.hasUnknownText = true
      batch.unknownTexts[record.line] = part
    }
  }
}
