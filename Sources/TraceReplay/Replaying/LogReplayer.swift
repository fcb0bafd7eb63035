public import LinuxABI

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
  private var tallies: Tallies
  private var counters = ReplayCounters()
  private var logs: [String] = []
  /// How the threads of each set of logs belong together.
  private var kin: [String: ThreadKin] = [:]

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
    tallies = Tallies(book: book)
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
      counters.unreadable.add(
        Oddities.Example(file: name, line: 1, reason: error.reason, text: ""))
    }
  }

  private mutating func replay(_ file: LogFile) throws(ReplayError) {
    let descriptor =
      file.path == "-" ? Descriptor.standardInput : try Descriptor.open(file.path, log: file.name)
    let (mode, size) = try descriptor.status(log: file.name)
    guard let compression = Compression(descriptor.firstBytes(8)) else {
      let isSmall = mode & 0o170000 == 0o100000 && size < 4 * LineBatch.usualSize
      try replay(
        LineSource(ByteSource(descriptor), log: file.name), file,
        workers: isSmall ? 1 : options.workers)
      return
    }
    let running = try Decompressor.start(compression, reading: descriptor, log: file.name)
    let child = running.child
    try replay(
      LineSource(ByteSource(running.output), log: file.name), file, workers: options.workers)
    try child.finish(log: file.name)
  }

  private mutating func replay(
    _ source: consuming LineSource, _ file: LogFile, workers count: Int
  ) throws(ReplayError) {
    var follower = ThreadFollower(
      file: file.name, thread: file.thread, kin: file.set.flatMap { kin[$0] } ?? ThreadKin(),
      options: options, judge: judge, tallies: tallies, observer: observer)
    follower.counters = counters
    let run = LogRun(source, follower: follower, workers: workers, progress: progress)
    workers = try run.run(count)
    judge = run.follower.judge
    tallies = run.follower.tallies
    counters = run.follower.counters
    if let set = file.set { kin[set] = run.follower.kin }
  }

  /// What has come of the logs so far.
  public var report: ReplayReport {
    var report = ReplayReport(
      logs: logs, engine: engine, book: book, tallies: tallies, counters: counters)
    report.machine = machine.name
    report.abi = options.abi?.name
    for kin in kin.sorted(by: { $0.key < $1.key }) {
      report.missingChildren.add(kin.value.missingChildren)
    }
    report.unorderedLogs = kin.values.reduce(0) { $0 + $1.unorderedLogs }
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
