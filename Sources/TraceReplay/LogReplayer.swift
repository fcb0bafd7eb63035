import Glibc
public import LinuxABI
import Toolbox

/// Replays logs against filters: those of strace, and of the kernel's audit.
///
/// ```swift
/// var replayer = LogReplayer(against: [filter], for: machine)
/// try replayer.replay("trace.log")
/// print(replayer.report.deniedCount)
/// ```
public struct LogReplayer {
  private let verdicts: ClassVerdicts
  private let machine: Machine
  private let options: ReplayOptions
  private var strace: StraceLogs
  private var audit: AuditLogs
  private var logs: [String] = []
  /// What has come of the logs, in their order; single ones that follow each other are added up.
  private var totals: [LogTotals] = []
  /// How many logs and sets of logs there were.
  private var totalCount = 0
  /// The logs and sets in which a launcher has installed a filter and started a program.
  private(set) var launchedLogs: Set<Int> = []

  /// Is told how many bytes have been read, now and then.
  public var progress: (Int) -> Void = { _ in }

  /// Gets ready to replay.
  ///
  /// - Parameters:
  ///   - filters: The filters in the order in which they are installed, at least one.
  ///   - machine: The machine that they are for.
  ///   - options: How to replay.
  public init(
    against filters: [ReplayFilter], for machine: Machine, options: ReplayOptions = .init()
  ) {
    self.init(
      ClassVerdicts(VerdictEngine(filters, for: machine), mostClasses: options.mostClasses),
      options, observer: nil)
  }

  /// Gets ready to replay, with a line of JSON about every call in the order of the logs.
  ///
  /// - Parameters:
  ///   - filters: The filters in the order in which they are installed, at least one.
  ///   - machine: The machine that they are for.
  ///   - options: How to replay.
  ///   - line: Takes each line, with its end.
  public init(
    against filters: [ReplayFilter], for machine: Machine, options: ReplayOptions = .init(),
    line: @escaping (String) -> Void
  ) {
    let verdicts = ClassVerdicts(
      VerdictEngine(filters, for: machine), mostClasses: options.mostClasses)
    var lines = CallLine(verdicts)
    self.init(verdicts, options) { call in line(lines.line(call)) }
  }

  /// Gets ready to replay, with a word about every call as soon as it is judged.
  ///
  /// - Parameters:
  ///   - filters: The filters in the order in which they are installed, at least one.
  ///   - machine: The machine that they are for.
  ///   - options: How to replay.
  ///   - call: Takes each call.
  public init(
    against filters: [ReplayFilter], for machine: Machine, options: ReplayOptions = .init(),
    call: @escaping (FollowedCall) -> Void
  ) {
    let verdicts = ClassVerdicts(
      VerdictEngine(filters, for: machine), mostClasses: options.mostClasses)
    var calls = CallFollowing(verdicts)
    self.init(verdicts, options) { call(calls.call($0)) }
  }

  init(_ verdicts: ClassVerdicts, _ options: ReplayOptions, observer: CallObserver?) {
    self.verdicts = verdicts
    machine = verdicts.engine.machine
    self.options = options
    let (judge, abis) = (CallJudge(verdicts), LogABIs(of: machine, all: options.abi))
    strace = StraceLogs(judge: judge, abis: abis, options: options, observer: observer)
    audit = AuditLogs(judge: judge, abis: abis, options: options, observer: observer)
  }

  /// Replays a log.
  ///
  /// - Parameter name: A file, which may be compressed; a directory of files that `strace -ff` has
  ///   written; or `-` for standard input.
  /// - Throws: ``ReplayError`` where something cannot be read at all.
  public mutating func replay(_ name: String) throws(ReplayError) {
    logs.append(name == "-" ? LogFile.standardInput : name)
    for file in try LogFile.files(of: name) { try replay(file) }
  }

  /// Replays what the kernel tells of calls while they are made, until somebody has heard enough.
  ///
  /// - Parameters:
  ///   - audit: What the kernel tells.
  ///   - choice: Of whose calls.
  ///   - trouble: Is told at once of records that cannot be read, or are missing.
  ///   - wait: Waits until a descriptor is readable, and is asked again each time that what there was
  ///     has been replayed; says whether to go on.
  /// - Throws: ``ReplayError`` where the kernel tells no more, or too much.
  public mutating func follow(
    _ audit: inout KernelAudit, of choice: AuditChoice = AuditChoice(),
    trouble: (String) -> Void, wait: (Int32) -> Bool
  ) throws(ReplayError) {
    logs.append(LogFile.kernelAudit)
    let before = LogTotals(number: totalCount, set: nil, book: verdicts.book)
    totalCount += 1
    add(try self.audit.follow(&audit, of: choice, on: before, trouble: trouble, wait: wait))
  }

  /// Replays a log that is in memory.
  ///
  /// - Parameters:
  ///   - bytes: What is in it.
  ///   - name: How reports call it.
  public mutating func replay(_ bytes: [UInt8], named name: String) {
    logs.append(name)
    do throws(ReplayError) {
      try replay(ByteSource(bytes), LogFile(name: name), workers: options.workers)
    } catch {
      var log = LogTotals(number: totalCount, set: nil, book: verdicts.book)
      log.counters.unreadable.add(
        Oddities.Example(file: name, line: 1, reason: error.reason, text: ""))
      add(log)
    }
  }

  private mutating func replay(_ file: LogFile) throws(ReplayError) {
    let opened = try file.open()
    guard let compression = Compression(opened.firstBytes(8)) else {
      let isSmall =
        opened.kind == S_IFREG && Int(opened.status.st_size) < 4 * ReplayLimits.batchSize
      try replay(ByteSource(opened), file, workers: isSmall ? 1 : options.workers)
      return
    }
    let running = try Decompressor.start(compression, reading: opened, log: file.name)
    let child = running.child
    try replay(ByteSource(running.output), file, workers: options.workers)
    try child.finish(log: file.name)
  }

  private mutating func replay(
    _ source: consuming ByteSource, _ file: LogFile, workers count: Int
  ) throws(ReplayError) {
    let known = file.set.flatMap { set in totals.firstIndex { $0.set == set } }
    let number = known.map { totals[$0].number } ?? totalCount
    if known == nil { totalCount += 1 }
    let before =
      known.map { totals[$0] } ?? LogTotals(number: number, set: file.set, book: verdicts.book)
    let head = try source.head(LogFormat.headLength, log: file.name)
    let log: LogTotals
    switch LogFormat.recognize(head) {
    case .audit:
      if file.isOfDirectory {
        throw ReplayError(
          file.name, "of a directory only files of 'strace -ff' are read; name each log")
      }
      log = try audit.replay(source, of: file, on: before, progress: progress)
    case .strace:
      log = try strace.replay(source, of: file, on: before, workers: count, progress: progress)
    }
    if log.kin.hasFilter { launchedLogs.insert(number) }
    if let known { totals[known] = log } else { add(log) }
  }

  /// Adds what has come of a further log.
  private mutating func add(_ log: LogTotals) {
    if let last = totals.indices.last, totals[last].set == nil, log.set == nil {
      totals[last].add(log)
    } else {
      totals.append(log)
    }
  }

  /// What has come of the logs so far.
  public var report: ReplayReport {
    var sum = LogTotals(number: 0, set: nil, book: verdicts.book)
    for log in totals { sum.add(log) }
    var report = ReplayReport(
      logs: logs, engine: verdicts.engine, book: verdicts.book, counts: sum.classes,
      counters: sum.counters)
    report.machine = machine.name
    report.abi = options.abi?.name
    for log in totals { report.missingChildren.add(log.kin.missingChildren) }
    report.unorderedLogs = totals.reduce(0) { $0 + $1.kin.unorderedLogs }
    return report
  }

  /// The first call on which a program and its policy cannot both be right: a defect of sekat.
  public var disagreement: VerdictDisagreement? { verdicts.book.disagreement }
}
