import ClassicBPF
import LinuxABI

/// Goes through the records of a log in order, and follows its threads.
///
/// Here calls that were cut in two are put together, ABIs are found out, deaths take effect, and
/// whatever a worker could not judge by itself is judged.
struct ThreadFollower {
  /// What somebody who looks at every call is told.
  struct ObservedCall {
    var place: CallPlace
    var abi: ABI
    var number: UInt32?
    var name: SyscallNames.Index
    var registers: Registers
    var tally: UInt32
    var isAfterDeath: Bool
    var isLaunch: Bool
    /// Whether the log shows that the call was made under a filter.
    var isUnderFilter: Bool
    /// The log that the call is in, or the set of logs; see ``LogReplayer/launchedLogs``.
    var log: Int
    /// What a C library makes where this call is answered with `ENOSYS`.
    var older: OlderCall?
    /// Whether only the table of `strace -c` tells of it, and of many calls at once.
    var isOfTable = false
  }

  typealias Observer = (ObservedCall) throws(ReplayError) -> Void

  let names = SyscallNames.all
  let options: ReplayOptions
  let observer: Observer?
  var judge: CallJudge
  var tallies: Tallies
  var counters: ReplayCounters
  /// The log, as it is named.
  let file: String
  /// Which log it is, or which set of logs.
  let logNumber: Int
  /// What is known of threads that have logs of their own.
  var kin: ThreadKin

  var threads = ThreadTable()
  /// The death of each process, by its place.
  var deadProcesses: [Bool] = []
  /// The threads of each process that has had more than one, by its place; some may have left.
  var siblings: [Int32: [Int32]] = [:]
  /// The ABI that workers take for granted.
  var assumedABI: ABI
  var wrongAssumptions = 0
  /// The number of lines before the batch at hand.
  var linesBefore = 0
  /// A line that stops in the middle.
  var pending: (record: LineRecord, line: Int, text: [UInt8], joins: Int)?
  /// The thread whose call was cut by the line before.
  var cutThread: Int32?
  var hasSeenCall = false
  /// The threads that are in a call which makes another.
  var cloning: [Int32] = []
  /// Whether the log ended without a line feed.
  var isCutOff = false
  /// The ABI of a call that workers had judged for another.
  var lastOtherABI: ABI?
  /// Threads that strace has said it attached to.
  var announced: Set<Int32> = []
  var failure: ReplayError?
  /// The threads that were made, while nothing is seen of them.
  var births = Births()

  /// The table of `strace -c` that may be in the log.
  var table = SummaryTable()

  /// What a call does to threads, by its name.
  enum Role: UInt8 { case plain, exec, clone, install }
  let roles: [Role]

  /// Whether the text at hand is lent, and no batch's.
  var isLent = false
  /// How much text is kept of calls that wait for something.
  var keptBytes = 0

  init(
    file: LogFile, log: LogTotals, options: ReplayOptions, judge: CallJudge, observer: Observer?
  ) {
    self.file = file.name
    fileThread = file.thread
    logNumber = log.number
    kin = log.kin
    tallies = log.tallies
    counters = log.counters
    self.options = options
    self.judge = judge
    self.observer = observer
    assumedABI = judge.abis.usual
    roles = names.names.map { name in
      switch name {
      case "execve", "execveat": .exec
      case "clone", "clone3", "fork", "vfork": .clone
      case "seccomp", "prctl": .install
      default: .plain
      }
    }
  }

  /// The thread that lines without one are about, as the name of the file tells; or 0.
  let fileThread: Int32

  // MARK: - Batches

  /// Goes through the records of the next batch.
  mutating func follow(_ batch: LineBatch) {
    let text = batch.text
    wrongAssumptions = 0
    counters.lines += batch.counts
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
      default: follow(record, in: text)
      }
    }
    for place in 0..<threads.count { threads[place].last.take(from: text) }
    linesBefore += batch.counts.lines
    if batch.endsCut, !isCutSaid {
      addUnreadable("this line is too long", line: linesBefore, text, 0, 0)
    }
    if batch.endsEarly { isCutOff = true }
    // Most calls used another ABI: let the workers take that one.
    if wrongAssumptions * 2 > batch.records.count, let abi = lastOtherABI { assumedABI = abi }
    if threads.count > ReplayLimits.threads { forgetThreads() }
    if keptBytes > ReplayLimits.keptBytes { settleAll() }
    if failure == nil, judge.book.isFull {
      failure = ReplayError(
        file,
        "calls differ in more than \(judge.book.mostClasses) ways (numbers, verdicts and reasons) "
          + "up to line \(linesBefore)")
    }
  }

  /// Goes through a line of which only the beginning was kept, because it is too long.
  private mutating func followCut(_ record: LineRecord, _ text: ByteView) {
    if pending != nil { settlePending() }
    cutThread = nil
    let line = linesBefore + Int(record.line) + 1
    addUnreadable(
      "this line is too long", line: line, text, Int(record.start), Int(record.end))
    guard record.kind == .open, record.hasNumber || record.name != SyscallNames.unknown else {
      return
    }
    var call = record
    call.kind = .call
    call.tally = LineRecord.noTally
    self.call(call, text, line, isKnownCut: true)
  }

  /// Goes through a record as nearly all are; says `false` for any other.
  ///
  /// That is a call that a worker has judged, by a thread of which nothing special is known.
  @inline(__always) private mutating func followPlainly(
    _ record: LineRecord, _ batch: LineBatch, _ text: ByteView
  ) -> Bool {
    guard record.hasThread, pending == nil, !births.has(record.thread),
      record.name != SyscallNames.unknown,
      roles[Int(record.name)] == .plain, let place = threads.place(of: record.thread)
    else { return false }
    switch record.kind {
    case .call, .unfinished:
      guard record.tally != LineRecord.noTally, threads[place].marks.isEmpty,
        threads[place].abi.rawValue == record.judgedABI, record.statedABI == LineRecord.noABI,
        !record.isCut
      else { return false }
      cutThread = nil
      if record.assumesUpperHalf { counters.assumedUpperHalves += 1 }
      if record.hasUnknownText, let unknown = batch.unknownTexts[record.line] {
        addUnknownText(text, unknown, line: linesBefore + Int(record.line) + 1)
      }
      let effects = tallies.count(record.tally)
      threads[place].last.note(
        record, record.tally, line: linesBefore + Int(record.line) + 1)
      if !effects.isEmpty {
        let abi = threads[place].abi
        if judge.fallsBack(
          record.tally, question(record, abi, place, textEnd(record, text)), in: text)
        {
          counters.fallbacks[record.tally, default: 0] += 1
        } else {
          take(effects, of: record, text, place)
        }
      }
      if record.kind == .unfinished {
        threads[place].marks.insert(.hasOpenCall)
        threads[place].openName = record.name
        cutThread = record.thread
      }
      return true
    case .resumed:
      guard threads[place].marks == .hasOpenCall, threads[place].openName == record.name,
        !threads[place].needsRest
      else { return false }
      cutThread = nil
      threads[place].marks = []
      threads[place].last.noteRest(record)
      return true
    case .detached, .open, .ended, .endedBySystemCall, .systemCallSignal, .superseded, .mode,
      .attached, .left, .table, .fragment:
      return false
    }
  }

  /// Ends the log: what is still open or held is judged by what is known.
  mutating func finish() {
    settlePending()
    settleAll()
    for place in 0..<threads.count { judgeLaunch(place) }
    let missing = births.missing(afterLines: linesBefore, of: file)
    if fileThread == 0 {
      counters.missingChildren.add(missing)
    } else {
      kin.addLog(of: fileThread, without: missing)
    }
  }

  /// What has come of the log and of those before it that belong to its set.
  func totals(set: String?) -> LogTotals {
    var totals = LogTotals(number: logNumber, set: set, book: book)
    (totals.tallies, totals.counters, totals.kin) = (tallies, counters, kin)
    return totals
  }

  /// Judges all calls that wait for something by what is known.
  private mutating func settleAll() {
    for place in 0..<threads.count {
      if threads[place].marks.contains(.isHolding) { release(place) }
      if threads[place].marks.contains(.hasOpenCall) { judgeUnfinished(place) }
    }
    keptBytes = 0
  }

  /// Forgets threads where there are too many: those of which nothing is known if that is enough,
  /// or all.
  private mutating func forgetThreads() {
    let marks: ThreadState.Marks = kin.hasFilter ? .isOutside : []
    threads.removeAll { $0.isForgettable(marks) }
    if threads.count > ReplayLimits.threads / 2 {
      settleAll()
      for place in 0..<threads.count { judgeLaunch(place) }
      threads.removeAll { _ in true }
      // It is not known any more who has a filter; to judge too much hides nothing.
      kin.hasForgotten = true
    }
  }

  // MARK: - Records

  /// Goes through one record of any kind.
  mutating func follow(_ record: LineRecord, in text: ByteView) {
    let line = linesBefore + Int(record.line) + 1
    follow(record, in: text, line: line)
  }

  mutating func follow(_ record: LineRecord, in text: ByteView, line: Int) {
    if record.kind == .table {
      followTable(record, text, line)
      return
    }
    if pending != nil, record.kind == .fragment, !record.hasThread {
      join(record, text)
      return
    }
    if pending != nil { settlePending() }
    if record.hasThread { notice(record.thread) }
    let cut = cutThread
    cutThread = nil
    switch record.kind {
    case .call, .detached: call(record, text, line)
    case .unfinished:
      call(record, text, line)
      cutThread = thread(of: record)
    case .open: pending = (record, line, openText(record, text), 0)
    case .resumed: resume(record, text, line)
    case .ended, .endedBySystemCall:
      births.end(line: line)
      end(thread(of: record))
    case .systemCallSignal: break
    case .superseded: supersede(thread(of: record), by: Int32(truncatingIfNeeded: record.number))
    case .mode:
      if let mode = ABI(rawValue: record.statedABI), let abi = judge.abis.named(mode) {
        let named = Int32(truncatingIfNeeded: record.number)
        if !record.hasThread { recognize(named, record) }
        state(abi, at: place(of: named))
      }
    case .attached:
      // Whom strace attaches to first is who the lines without a thread are about.
      notice(Int32(truncatingIfNeeded: record.number))
      if threads.count > 0 || !announced.isEmpty, announced.count < ReplayLimits.threads {
        announced.insert(Int32(truncatingIfNeeded: record.number))
      }
    case .left: end(Int32(truncatingIfNeeded: record.number))
    case .table: break
    case .fragment:
      if let cut, !record.hasThread, continues(cut, record, text, line) { return }
      addUnreadable(
        "this is nothing that strace prints", line: line, text, Int(record.start),
        Int(record.end))
    }
  }

  /// What a call leads to, beside being counted.
  mutating func take(
    _ effects: Tally.Effects, of record: LineRecord, _ text: ByteView, _ place: Int
  ) {
    let line = linesBefore + Int(record.line) + 1
    if kin.hasFilter { noteFailure(record, text, line: line, record.tally, place) }
    if effects.contains(.isShown), tallies.wantsPlace(record.tally, in: file, line: line) {
      let shown = Self.shown(text, Int(record.body), Int(record.end))
      tallies.add(
        CallPlace(file: file, line: line, thread: threads[place].thread, text: shown),
        to: record.tally)
    }
    kill(effects, place)
  }

  mutating func kill(_ effects: Tally.Effects, _ place: Int) {
    if options.keepsGoing { return }
    if effects.contains(.killsThread) { threads[place].marks.insert(.isDead) }
    if effects.contains(.killsProcess) {
      if isAlone(place) { kin.kill(threads[place].thread) }
      let process = threads[place].process
      deadProcesses[Int(process)] = true
      threads[place].marks.insert(.isDead)
      for thread in siblings[process] ?? [] {
        guard let place = threads.place(of: thread), threads[place].process == process else {
          continue
        }
        threads[place].marks.insert(.isDead)
      }
    }
  }
}
