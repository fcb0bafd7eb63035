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
  /// The first call of a log that was made by strace's own child, and the call of a launcher after it
  /// has installed a filter: they start the program.
  var launches: [UInt32: Int] = [:]
  /// Calls of which a C library makes an older one, which is let through.
  var fallbacks: [UInt32: Int] = [:]
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

/// Where filters were installed: how often, and the first place.
struct Installations {
  var count = 0
  var first: CallPlace?

  mutating func add(_ place: CallPlace) {
    count += 1
    if first == nil { first = place }
  }

  mutating func add(_ later: Self) {
    count += later.count
    if first == nil { first = later.first }
  }
}

/// What logs show of the filters under which they were made.
struct FilterEvidence {
  /// How a filter shows itself.
  enum Sign: UInt8, Hashable {
    /// The call was the last one before `SIGSYS` killed its thread.
    case killed
    /// The call was answered, and a call that the log does not show was the last one.
    case killedUnseen
    /// The call was answered with `SIGSYS`.
    case signalled
    /// The call was answered with just the error of its verdict.
    case failed
  }

  /// Calls of one class with one sign.
  struct Entry {
    var tally: UInt32
    var sign: Sign
    var count = 0
    /// The first call.
    var place: CallPlace
    /// The line of its sign.
    var line: Int
  }

  private struct Key: Hashable {
    var tally: UInt32
    var sign: Sign
  }

  /// The entries, in the order of their first calls; those whose count is 0 do not matter.
  private(set) var entries: [Entry] = []
  private var places: [Key: Int] = [:]
  /// The most entries that are kept.
  static let most = 100

  /// Adds a call.
  ///
  /// - Parameter entry: The call, counted as often as it says.
  mutating func add(_ entry: Entry) {
    if let place = places[Key(tally: entry.tally, sign: entry.sign)] {
      if entries[place].count == 0 {
        entries[place] = entry
      } else {
        entries[place].count += entry.count
      }
    } else if entries.count < Self.most {
      places[Key(tally: entry.tally, sign: entry.sign)] = entries.count
      entries.append(entry)
    }
  }

  /// Takes back the last call that was added with a sign, which turned out to be another.
  mutating func takeBack(_ sign: Sign, of tally: UInt32) {
    guard let place = places[Key(tally: tally, sign: sign)] else { return }
    entries[place].count -= 1
  }

  mutating func add(_ later: Self) { later.entries.forEach { if $0.count > 0 { add($0) } } }
}
