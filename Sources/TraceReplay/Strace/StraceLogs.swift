/// Replays logs of strace, one after the other; what was learned of calls is kept for the next.
struct StraceLogs {
  private let abis: LogABIs
  private let options: ReplayOptions
  private let observer: CallObserver?
  private var workers: [BatchWorker]
  private var judge: CallJudge
  private var reader = CallReader()

  init(judge: CallJudge, abis: LogABIs, options: ReplayOptions, observer: CallObserver?) {
    self.judge = judge
    self.abis = abis
    self.options = options
    self.observer = observer
    let worker = BatchWorker(
      judge: judge, reader: reader, evidence: PrintedABIs(abis, isSaid: options.abi != nil),
      isReadOnly: observer != nil)
    workers = Array(repeating: worker, count: options.workers)
  }

  /// Replays a log.
  ///
  /// - Parameters:
  ///   - source: What strace wrote.
  ///   - file: The log.
  ///   - totals: What has come of the logs before it that belong to its set.
  ///   - count: How many workers read at the same time.
  ///   - progress: Is told how many bytes have been read, now and then.
  /// - Returns: What has come of it and of those.
  /// - Throws: ``ReplayError`` where it cannot be read to its end.
  mutating func replay(
    _ source: consuming ByteSource, of file: LogFile, on totals: LogTotals, workers count: Int,
    progress: @escaping (Int) -> Void
  ) throws(ReplayError) -> LogTotals {
    let replay = LogReplay(
      file: file, totals: totals, options: options, abis: abis, judge: judge, reader: reader,
      observer: observer)
    let run = LogRun(
      LineSource(source, log: file.name), follower: LineFollower(replay), workers: workers,
      progress: progress)
    workers = try run.run(count)
    judge = run.follower.replay.judge
    reader = run.follower.replay.reader
    return run.follower.replay.totals
  }
}
