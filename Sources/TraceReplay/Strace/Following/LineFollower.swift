import LinuxABI

/// Goes through the records of a log in order, and tells the replay of its calls and threads.
///
/// Here calls that were cut in two are put together, ABIs are found out, and whatever a worker could
/// not judge by itself is judged.
struct LineFollower {
  typealias Judged = LogReplay<CallReader>.Judged

  var replay: LogReplay<CallReader>
  let names = SyscallNames.all
  /// What lines give away of ABIs.
  let evidence: PrintedABIs
  /// The ABI that workers take for granted.
  var guess: ABIGuess
  /// The number of lines before the batch at hand.
  var linesBefore = 0
  /// What is left open by the lines before.
  var pending = PendingLines()
  /// The table of `strace -c` that may be in the log.
  var table = SummaryTable()
  /// Whether the text at hand is lent, and no batch's.
  var isLent = false
  /// How much text is kept of calls that wait for something.
  var keptBytes = 0

  /// What lines have left open.
  struct PendingLines {
    /// A line that stops in the middle.
    var broken: BrokenLine?
    /// The thread whose call was cut by the line before.
    var cutThread: Int32?
    /// Threads that strace has said it attached to.
    private(set) var announced: Set<Int32> = []
    /// Whether the log ended without a line feed.
    var isCutOff = false

    /// Takes down a thread that strace has said it attached to.
    mutating func announce(_ thread: Int32) {
      if announced.count < ReplayLimits.threads { announced.insert(thread) }
    }

    /// Takes down that a thread has ended.
    mutating func end(_ thread: Int32) { announced.remove(thread) }
  }

  init(_ replay: LogReplay<CallReader>) {
    self.replay = replay
    evidence = PrintedABIs(replay.abis, isSaid: replay.options.abi != nil)
    guess = ABIGuess(replay.abis.usual)
  }

  // MARK: - Batches

  /// Goes through the records of the next batch.
  mutating func follow(_ batch: LineBatch) {
    let text = batch.text
    guess.begin(batch.assumedABI)
    replay.totals.counters.lines += batch.counts
    var isCutSaid = false
    for index in batch.records.indices {
      let record = batch.records[index]
      if batch.endsCut, Int(record.line) == batch.counts.lines - 1 {
        followCut(record, text)
        isCutSaid = true
        continue
      }
      if followPlainly(record, batch, text) { continue }
      switch record.kind {
      case .endedBySystemCall, .systemCallSignal: followSignal(record, text)
      default: follow(record, in: text, line: line(of: record))
      }
    }
    for index in 0..<replay.threads.count { replay.threads[index].takeLast(from: text) }
    linesBefore += batch.counts.lines
    if batch.endsCut, !isCutSaid {
      replay.addUnreadable("this line is too long", line: linesBefore, "")
    }
    if batch.endsEarly { pending.isCutOff = true }
    guess.end(batch.records.count)
    keepWithinLimits()
  }

  /// Lets go of what waits, and forgets threads, where there is too much.
  private mutating func keepWithinLimits() {
    if replay.threads.count > ReplayLimits.threads, !replay.forgetUnknownThreads() {
      settleAll()
      replay.forgetThreads()
    }
    if keptBytes > ReplayLimits.keptBytes { settleAll() }
    replay.checkClasses(upToLine: linesBefore)
  }

  /// The line of the log that a record of the batch at hand is on, from 1.
  @inline(__always) func line(of record: LineRecord) -> Int { linesBefore + Int(record.line) + 1 }

  /// Goes through a line of which only the beginning was kept, because it is too long.
  private mutating func followCut(_ record: LineRecord, _ text: ByteView) {
    settleBroken()
    pending.cutThread = nil
    let line = line(of: record)
    addUnreadable(
      "this line is too long", line: line, text, Int(record.start), Int(record.end))
    guard record.kind == .open, record.hasNumber || record.name != SyscallNames.unknown else {
      return
    }
    var call = record
    call.kind = .call
    call.callClass = CallClass.none
    self.call(call, text, line, isKnownCut: true)
  }

  /// Ends the log: what is still open or held is judged by what is known.
  mutating func finish() {
    settleBroken()
    settleAll()
    replay.finish(afterLines: linesBefore)
  }

  /// Judges all calls that wait for something by what is known.
  private mutating func settleAll() {
    for index in 0..<replay.threads.count { settle(index) }
    keptBytes = 0
  }

  /// Judges the calls of a thread that wait for something by what is known.
  mutating func settle(_ index: Int) {
    if replay.threads[index].marks.contains(.isHolding) { release(index) }
    if replay.threads[index].marks.contains(.hasOpenCall) { judgeUnfinished(index) }
  }

  // MARK: - What cannot be read

  /// Takes down a part of a line that cannot be read.
  mutating func addUnreadable(
    _ reason: String, line: Int, _ text: ByteView, _ start: Int, _ end: Int
  ) {
    replay.addUnreadable(reason, line: line, text.shown(from: start, to: end))
  }

  /// Does something with a text that is no batch's.
  mutating func lend(_ bytes: [UInt8], _ body: (inout Self, ByteView) -> Void) {
    let wasLent = isLent
    isLent = true
    ByteView.lending(bytes) { body(&self, $0) }
    isLent = wasLent
  }
}
