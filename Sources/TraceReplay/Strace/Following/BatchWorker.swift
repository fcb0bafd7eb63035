import LinuxABI

/// Turns the lines of a batch into records, and judges the calls of which the line says enough.
///
/// A worker knows nothing of threads: it takes the ABI that most calls of the log have used so far.
/// ``ThreadFollower``, which goes through the records in order, corrects that where it is wrong.
struct BatchWorker {
  private var scanner = LineScanner()
  private var judge: CallJudge
  private let names = SyscallNames.all
  /// Whether calls are left to be judged in order, because somebody wants to see each of them.
  private let isReadOnly: Bool

  init(judge: CallJudge, isReadOnly: Bool) {
    self.judge = judge
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
      var place: Int? = start
      while let begin = place {
        if scanner.scan(text, from: begin, to: end, into: &record) {
          record.line = line
          if !isReadOnly { judge(&record, text, batch, abi) }
          records.append(record)
        }
        place = scanner.further
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
      guard let stated = names.abi(of: record, preferring: assumed, among: self.judge.abis) else {
        return
      }
      abi = stated
      number = record.number
    }
    record.judgedABI = abi.rawValue
    let question = CallJudge.Question(
      name: record.name, number: number, abi: abi, hasNarrowRegisters: abi.registerWidth == 32,
      start: Int(record.rest), end: Int(record.end))
    if record.kind == .unfinished {
      let answer = judge.judgeUnread(question, in: text)
      record.tally = answer.tally
      record.assumesUpperHalf = answer.assumesUpperHalf
      return
    }
    let answer = judge.judge(question, in: text)
    record.tally = answer.tally
    record.isCut = answer.isCut
    record.assumesUpperHalf = answer.assumesUpperHalf
    if let place = answer.unknownText {
      record.hasUnknownText = true
      batch.unknownTexts[record.line] = place
    }
  }
}
