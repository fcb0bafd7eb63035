import ClassicBPF
import LinuxABI

/// Goes through the lines of a log of the kernel, and tells the replay of the calls in it.
///
/// A record names its process and no thread. It stands by itself: who has made whom, and who has
/// installed a filter, such a log need not show, so nothing is made of it where it does.
struct AuditFollower {
  private(set) var replay: LogReplay<AuditReader>
  /// The number of lines before the one at hand.
  private var linesBefore = 0
  /// Of whose calls the records matter.
  private let choice: AuditChoice

  init(_ replay: LogReplay<AuditReader>, of choice: AuditChoice = AuditChoice()) {
    self.replay = replay
    self.choice = choice
  }

  /// Goes through the lines of a buffer.
  mutating func follow(_ buffer: LineBuffer) {
    let text = buffer.text
    var start = 0
    while start < text.count, replay.failure == nil {
      let feed =
        text.firstIndex(of: Character8.newline, from: start, to: text.count) ?? text.count
      let end = feed > start && text[feed - 1] == UInt8(ascii: "\r") ? feed - 1 : feed
      follow(text, start, end)
      start = feed + 1
    }
    if buffer.endsCut { addUnreadable("this line is too long", text, 0, 0) }
    forget()
  }

  /// Goes on with what the kernel has just told.
  mutating func follow(_ news: AuditNews) {
    switch news {
    case .record(let line): ByteView.lending(line) { follow($0, 0, $0.count) }
    case .other:
      linesBefore += 1
      replay.totals.counters.lines.lines += 1
      replay.totals.counters.lines.remarks += 1
    case .unreadable, .missing: break
    }
    if let trouble = news.trouble { replay.addUnreadable(trouble, line: linesBefore, "") }
    forget()
  }

  /// Sees to it that what is kept in mind does not grow without end.
  private mutating func forget() {
    if replay.threads.count > ReplayLimits.threads, !replay.forgetUnknownThreads() {
      replay.forgetThreads()
    }
    replay.checkClasses(upToLine: linesBefore)
  }

  /// Ends the log.
  mutating func finish() { replay.finish(afterLines: linesBefore) }

  // MARK: - Lines

  private mutating func follow(_ text: ByteView, _ start: Int, _ end: Int) {
    linesBefore += 1
    replay.totals.counters.lines.lines += 1
    guard let fields = AuditFields(text, from: start, to: end) else {
      pass(text, start, end)
      return
    }
    do throws(AuditRecordError) {
      let record = try AuditRecord(fields, in: text)
      if choice.contains(record) {
        follow(record)
      } else {
        replay.totals.counters.lines.remarks += 1
      }
    } catch {
      addUnreadable(error.sentence, text, start, end)
    }
  }

  /// Passes over a line that tells of no call, unless it says that others are missing.
  private mutating func pass(_ text: ByteView, _ start: Int, _ end: Int) {
    if start == end {
      replay.totals.counters.lines.empty += 1
    } else if MissingRecords(text, from: start, to: end) != nil {
      addUnreadable("records are missing here, which the kernel has left out", text, start, end)
    } else {
      replay.totals.counters.lines.remarks += 1
    }
  }

  private mutating func addUnreadable(
    _ reason: String, _ text: ByteView, _ start: Int, _ end: Int
  ) {
    replay.addUnreadable(reason, line: linesBefore, text.shown(from: start, to: end))
  }

  // MARK: - Records

  private mutating func follow(_ record: AuditRecord) {
    let (abi, line) = (record.abi, linesBefore)
    guard replay.abis.all.contains(abi) else {
      let own = replay.abis.all.map(\.name).joined(separator: ", ")
      replay.failure = ReplayError(
        replay.file.name,
        "line \(line) has a call of \(abi.name), which is none of \(own); say with '--abi' or "
          + "'--target' where the log is from")
      return
    }
    let process = record.process.flatMap { Int32($0) } ?? 0
    let index = replay.index(of: process)
    // Each record tells its ABI, so that no call waits for another that does.
    replay.threads[index].marks.remove(.isHolding)
    let name = Syscall.numbered(record.number, on: abi).map(\.name)
    let call = TracedCall(
      name: name.map(SyscallNames.all.index(of:)) ?? SyscallNames.unknown, number: record.number,
      abi: abi, hasNarrowRegisters: abi.registerWidth == 32)
    let answer = replay.judge.judge(call, at: record, &replay.reader)
    if answer.assumesUpperHalf { replay.totals.counters.assumedUpperHalves += 1 }
    let judged = LogReplay<AuditReader>.Judged(
      call: call, position: record, line: line, thread: index, callClass: answer.callClass)
    replay.threads[index].last = LastCall(callClass: answer.callClass, line: line)
    count(judged)
    followSign(judged, of: process)
  }

  /// Counts a call; a verdict that kills one thread leaves the others, of which the next record may be.
  private mutating func count(_ judged: LogReplay<AuditReader>.Judged) {
    let wasDead = replay.threads[judged.thread].marks.contains(.isDead)
    replay.count(judged)
    if !wasDead, replay.book[judged.callClass].outcome.verdict == .killThread {
      replay.threads[judged.thread].marks.remove(.isDead)
    }
  }

  /// Takes down what the kernel has done with a call, as the record says.
  private mutating func followSign(_ judged: LogReplay<AuditReader>.Judged, of process: Int32) {
    guard let kind = judged.position.kinds.first else { return }
    let index = judged.thread
    switch kind {
    case .killThread, .killProcess:
      replay.threads[index].last.text = replay.reader.text(at: judged.position)
      replay.killed(index, line: judged.line)
      // The number of a process that has ended may be given to another.
      if judged.position.kinds == [.killProcess] { replay.end(process) }
    case .trap:
      replay.threads[index].last.text = replay.reader.text(at: judged.position)
      replay.answered(index, isOfCall: true, line: judged.line)
    case .errno: replay.noteFailure(judged.callClass, at: replay.location(of: judged))
    case .allow, .log, .trace, .notify: break
    }
  }
}
