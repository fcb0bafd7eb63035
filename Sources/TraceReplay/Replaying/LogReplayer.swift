import Glibc
public import LinuxABI
import Toolbox

/// Replays logs of strace against filters.
///
/// ```swift
/// var replayer = LogReplayer(against: [filter], for: machine)
/// try replayer.replay("trace.log")
/// print(replayer.report.deniedCount)
/// ```
public struct LogReplayer {
  private let engine: VerdictEngine
  let book: TallyBook
  private let machine: Machine
  private let options: ReplayOptions
  private let observer: ThreadFollower.Observer?
  private var workers: [BatchWorker]
  private var judge: CallJudge
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
    self.init(filters, machine, options, observer: nil)
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
    let writer = CallLineWriter(line)
    self.init(filters, machine, options) { call in writer.write(call) }
    writer.lines = CallLine(engine, book)
  }

  init(
    _ filters: [ReplayFilter], _ machine: Machine, _ options: ReplayOptions,
    observer: ThreadFollower.Observer?
  ) {
    engine = VerdictEngine(filters, for: machine)
    book = TallyBook(mostClasses: options.mostClasses)
    self.machine = machine
    self.options = options
    self.observer = observer
    let judge = CallJudge(
      engine, book: book, abis: LogABIs(of: machine, all: options.abi))
    self.judge = judge
    workers = (0..<options.workers).map { _ in
      BatchWorker(judge: judge, isReadOnly: observer != nil)
    }
  }

  /// Replays a log.
  ///
  /// - Parameter name: A file, which may be compressed; a directory of files that `strace -ff` has
  ///   written; or `-` for standard input.
  /// - Throws: ``ReplayError`` where something cannot be read at all.
  public mutating func replay(_ name: String) throws(ReplayError) {
    logs.append(name == "-" ? ReplayReport.standardInput : name)
    for file in try LogFile.files(of: name) { try replay(file) }
  }

  /// Replays a log that is in memory.
  ///
  /// - Parameters:
  ///   - bytes: What strace wrote.
  ///   - name: How reports call it.
  public mutating func replay(_ bytes: [UInt8], named name: String) {
    logs.append(name)
    do throws(ReplayError) {
      try replay(
        LineSource(ByteSource(bytes), log: name), LogFile(name: name),
        workers: options.workers)
    } catch {
      var log = LogTotals(number: totalCount, set: nil, book: book)
      log.counters.unreadable.add(
        Oddities.Example(file: name, line: 1, reason: error.reason, text: ""))
      add(log)
    }
  }

  private mutating func replay(_ file: LogFile) throws(ReplayError) {
    let opened = try file.open()
    guard let compression = Compression(opened.firstBytes(8)) else {
      let isSmall =
        opened.kind == S_IFREG && Int(opened.status.st_size) < 4 * LineBatch.usualSize
      try replay(
        LineSource(ByteSource(opened), log: file.name), file,
        workers: isSmall ? 1 : options.workers)
      return
    }
    let running = try Decompressor.start(compression, reading: opened, log: file.name)
    let child = running.child
    try replay(
      LineSource(ByteSource(running.output), log: file.name), file, workers: options.workers)
    try child.finish(log: file.name)
  }

  private mutating func replay(
    _ source: consuming LineSource, _ file: LogFile, workers count: Int
  ) throws(ReplayError) {
    let known = file.set.flatMap { set in totals.firstIndex { $0.set == set } }
    let number = known.map { totals[$0].number } ?? totalCount
    if known == nil { totalCount += 1 }
    let follower = ThreadFollower(
      file: file,
      log: known.map { totals[$0] } ?? LogTotals(number: number, set: file.set, book: book),
      options: options, judge: judge, observer: observer)
    let run = LogRun(source, follower: follower, workers: workers, progress: progress)
    workers = try run.run(count)
    judge = run.follower.judge
    if run.follower.kin.hasFilter { launchedLogs.insert(number) }
    let log = run.follower.totals(set: file.set)
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
    var sum = LogTotals(number: 0, set: nil, book: book)
    for log in totals { sum.add(log) }
    var report = ReplayReport(
      logs: logs, engine: engine, book: book, tallies: sum.tallies, counters: sum.counters)
    report.machine = machine.name
    report.abi = options.abi?.name
    for log in totals { report.missingChildren.add(log.kin.missingChildren) }
    report.unorderedLogs = totals.reduce(0) { $0 + $1.kin.unorderedLogs }
    return report
  }

  /// The first call on which a program and its policy cannot both be right: a defect of sekat.
  public var disagreement: VerdictDisagreement? { book.disagreement }
}

/// Hands lines about calls to whoever wants them.
private final class CallLineWriter {
  var lines: CallLine?
  private let line: (String) -> Void

  init(_ line: @escaping (String) -> Void) { self.line = line }

  func write(_ call: ThreadFollower.ObservedCall) {
    if let text = lines?.line(call) { line(text) }
  }
}
