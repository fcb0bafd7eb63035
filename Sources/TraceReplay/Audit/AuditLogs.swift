/// Replays logs of the kernel's audit, one after the other, and what the kernel tells itself; what was
/// learned of calls is kept for the next.
struct AuditLogs {
  private let abis: LogABIs
  private let options: ReplayOptions
  private let observer: CallObserver?
  private var judge: CallJudge

  init(judge: CallJudge, abis: LogABIs, options: ReplayOptions, observer: CallObserver?) {
    self.judge = judge
    self.abis = abis
    self.options = options
    self.observer = observer
  }

  /// Replays a log.
  ///
  /// - Parameters:
  ///   - source: What the kernel, auditd or a collector wrote.
  ///   - file: The log.
  ///   - totals: What has come of the logs before it.
  ///   - progress: Is told how many bytes have been read, now and then.
  /// - Returns: What has come of it and of those.
  /// - Throws: ``ReplayError`` where it cannot be read to its end.
  mutating func replay(
    _ source: consuming ByteSource, of file: LogFile, on totals: LogTotals,
    progress: (Int) -> Void
  ) throws(ReplayError) -> LogTotals {
    // `audit.log.1` is an older log, and not that of one thread.
    let file = LogFile(name: file.name)
    var follower = AuditFollower(
      LogReplay(
        file: file, totals: totals, options: options, abis: abis, judge: judge,
        reader: AuditReader(), observer: observer))
    var lines = LineSource(source, log: file.name)
    let buffer = LineBuffer(size: options.batchSize)
    while try lines.next(buffer) {
      follower.follow(buffer)
      if let failure = follower.replay.failure { throw failure }
      progress(buffer.count)
    }
    follower.finish()
    if let failure = follower.replay.failure { throw failure }
    judge = follower.replay.judge
    return follower.replay.totals
  }

  /// Replays what the audit tells, until somebody has heard enough.
  ///
  /// - Parameters:
  ///   - audit: Who tells.
  ///   - choice: Of whose calls.
  ///   - totals: What has come of the logs before it.
  ///   - trouble: Is told at once of records that cannot be read, or are missing.
  ///   - wait: Waits until a descriptor is readable; says whether to go on.
  /// - Returns: What has come of it and of those.
  /// - Throws: ``ReplayError`` where that is not possible any more.
  mutating func follow(
    _ audit: inout some AuditSource & ~Copyable, of choice: AuditChoice, on totals: LogTotals,
    trouble: (String) -> Void, wait: (Int32) -> Bool
  ) throws(ReplayError) -> LogTotals {
    var follower = AuditFollower(
      LogReplay(
        file: LogFile(name: LogFile.kernelAudit), totals: totals, options: options, abis: abis,
        judge: judge, reader: AuditReader(), observer: observer), of: choice)
    var goesOn = true
    while goesOn {
      goesOn = wait(audit.descriptor)
      // What was made before the end counts, though it may be read later; but who makes records all
      // the time does not keep us from ending.
      for _ in 0..<(goesOn ? 256 : ReplayLimits.recordsAtEnd) {
        guard let news = try audit.next() else { break }
        follower.follow(news)
        news.trouble.map(trouble)
        if let failure = follower.replay.failure { throw failure }
      }
    }
    for news in audit.missing() {
      follower.follow(news)
      news.trouble.map(trouble)
    }
    follower.finish()
    judge = follower.replay.judge
    return follower.replay.totals
  }
}
