import LinuxABI

/// What is counted beside calls.
struct ReplayCounters {
  var lines = LineCounts()
  var unreadable = Oddities()
  var unknownTexts = Oddities()
  /// Verdicts that need an upper half that was not printed, and is taken to be zero.
  var assumedUpperHalves = 0
  /// Calls that had begun before the log did.
  var resumedFromBefore = 0
  /// Processes and threads that were made, and of which the logs show nothing.
  var missingChildren = MissingChildren()
  /// Calls in which their thread died, or whose rest is not in the log.
  var neverFinished = 0
  /// Threads whose ABI nothing in the log tells, and of which it was assumed.
  var assumedABIs: [ABI: Int] = [:]
  /// The first call of a log that was made by the recorder's own child, and the call of a launcher
  /// after it has installed a filter: they start the program.
  var launches: [CallClass.Index: Int] = [:]
  /// Calls of which a C library makes an older one, which is let through.
  var fallbacks: [CallClass.Index: Int] = [:]
  /// Where filters were installed, with which judging begins.
  var installations = Installations()
  /// Calls that were made without a filter in a log in which one is installed.
  var leftOut = 0
  /// What the log itself shows of a filter.
  var evidence = FilterEvidence()

  /// Forgets what was counted of calls, of which none counts any more.
  mutating func forgetCalls() {
    (unknownTexts, assumedUpperHalves, resumedFromBefore) = (Oddities(), 0, 0)
    (assumedABIs, launches, fallbacks) = ([:], [:], [:])
  }

  /// Adds what was counted in a later log.
  mutating func add(_ later: Self) {
    lines += later.lines
    unreadable.add(later.unreadable)
    unknownTexts.add(later.unknownTexts)
    assumedUpperHalves += later.assumedUpperHalves
    resumedFromBefore += later.resumedFromBefore
    missingChildren.add(later.missingChildren)
    neverFinished += later.neverFinished
    assumedABIs.merge(later.assumedABIs, uniquingKeysWith: +)
    launches.merge(later.launches, uniquingKeysWith: +)
    fallbacks.merge(later.fallbacks, uniquingKeysWith: +)
    installations.add(later.installations)
    leftOut += later.leftOut
    evidence.add(later.evidence)
  }
}
