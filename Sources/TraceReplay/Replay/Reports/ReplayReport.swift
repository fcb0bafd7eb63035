import ClassicBPF
public import LinuxABI

/// What came of a replay: numbers and texts only, so that reports of parts add up.
public struct ReplayReport: Hashable, Sendable {
  /// A filter that was asked, and what its rules had to do.
  public struct FilterTally: Hashable, Sendable {
    /// The policy as it was named, or the file of a raw filter.
    public var name: String
    /// Whether it is a raw filter, which has no rules, and no exceptions for the launcher.
    public var isRaw = false
    /// A number made of the program's instructions: reports about other programs do not add up.
    public var program = ""
    /// The places of a policy that can decide, in its order.
    public var rules: [RuleTally] = []
  }

  /// A rule, a default or the like.
  public struct RuleTally: Hashable, Sendable {
    /// The place with what stands there, such as `policy.json:12` or `policy.json:3, default`.
    public var location: String
    /// What it is: `rule`, `else`, `default`, `newer`, `foreign`, `skipped`.
    public var kind: String
    /// How many calls it has decided.
    public var decided = 0
    /// How many undecided calls it might have decided.
    public var possible = 0
  }

  /// Calls that have all that is said of them in common.
  public struct CallTally: Hashable, Sendable {
    /// The ABI.
    public var abi: String
    /// The call, or `#` and its number.
    public var syscall: String
    /// The number, as the register carries it.
    public var number: UInt32
    /// The possible verdicts, the strictest first; one where it is decided.
    public var verdicts: [String]
    /// The rules that decide, or may; each with the filter's name where there are several.
    public var rules: [String]
    /// The arguments that would settle the verdict.
    public var dependsOn: [String]
    /// How many calls.
    public var count: Int
    /// The first places.
    public var locations: [Location]

    /// Whether the program is answered as it would be without a filter.
    public var passes: Bool { ReplayReport.pass(verdicts) }
    /// Whether the verdict is open.
    public var isUndecided: Bool { verdicts.count > 1 }
  }

  /// Where a call stands in the logs.
  public struct Location: Hashable, Sendable {
    /// The log, as it was named.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The thread, 0 where the log names none.
    public var thread: Int
    /// The call as it was printed, as far as there is room.
    public var text: String
  }

  /// The lines of the logs by what they are.
  public struct Lines: Hashable, Sendable {
    /// All lines.
    public var all = 0
    /// Signals and stops.
    public var signals = 0
    /// Stack frames, dumps, messages of strace; in a log of the kernel all that is no record of a call.
    public var remarks = 0
    /// Lines of the table of `strace -c`.
    public var summary = 0
  }

  /// The logs, as they were named.
  public var logs: [String] = []
  /// The filters.
  public var filters: [FilterTally] = []
  /// The machine that the filters are for, where it is known.
  public var machine: String?
  /// The ABI that all calls were said to be of.
  public var abi: String?
  /// The policies that cannot be extended to all ABIs of the logs, since their rules make no sense on
  /// them; whoever knows the policies says so.
  public var inextensible: Set<String> = []
  /// The lines.
  public var lines = Lines()
  /// All calls but those below: the denied and the open ones with their places.
  public var calls: [CallTally] = []
  /// The first call that is denied, in the order of the logs, with its place.
  public var firstDenied: CallTally?
  /// The calls that start programs at the beginning of logs; the launcher's own do not need them.
  public var launches: [CallTally] = []
  /// The calls that are answered with `ENOSYS`, on which C libraries make an older call that is let
  /// through.
  public var fallbacks: [CallTally] = []
  /// Calls that logs need not show and programs need all the same, where they are not let through.
  public var neverLogged: [CallTally] = []
  /// Where filters were installed, so that only calls under one are judged.
  public var installations = Installations()
  /// How many calls were made without a filter in a log in which one is installed; not among `calls`.
  public var leftOut = 0
  /// What the logs themselves show of filters.
  public var evidence: [Evidence] = []
  /// The ABIs of the calls where a policy lists none of them.
  public var foreignABIs = ForeignABIs()
  /// How many calls came after the death of their process.
  public var afterDeath = 0
  /// Lines that cannot be read.
  public var unreadable = Oddities()
  /// Arguments that are not understood; the registers are unknown then.
  public var unknownTexts = Oddities()
  /// How many verdicts rest on upper halves that were not printed, and are taken to be zero.
  public var assumedUpperHalves = 0
  /// How many calls had begun before their log did.
  public var resumedFromBefore = 0
  /// Logs of threads whose process is killed in the log of another: which of their calls came
  /// before that they do not tell, and all are taken as made.
  public var unorderedLogs = 0
  /// Processes and threads that were made, and of which the logs show nothing.
  public var missingChildren = MissingChildren()
  /// How many threads were taken to use an ABI of which their calls tell nothing.
  public var assumedABIs: [String: Int] = [:]

  /// The number of calls that a filter was asked about.
  public var callCount: Int { (calls + fallbacks).reduce(0) { $0 + $1.count } }
  /// The calls that are not simply let through, the most frequent first.
  public var findings: [CallTally] { calls.filter { !$0.passes || $0.isUndecided } }
  /// How many calls would be denied, those not included that a library makes in another way then.
  public var deniedCount: Int { denied.reduce(0) { $0 + $1.count } }
  /// How many calls would be answered `ENOSYS`, on which a C library falls back to older ones.
  public var fallbackCount: Int { fallbacks.reduce(0) { $0 + $1.count } }
  /// The calls that would be denied, the most frequent first.
  var denied: [CallTally] {
    calls.filter { !$0.isUndecided && !$0.passes }
  }
  /// How many verdicts are open, those included that are `allow` or `log` either way.
  public var undecidedCount: Int { calls.filter(\.isUndecided).reduce(0) { $0 + $1.count } }

  /// The ABIs of calls that are denied.
  public var deniedABIs: [ABI] {
    let names = Set(denied.map(\.abi))
    return ABI.allCases.filter { names.contains($0.name) }
  }

  /// Whether the logs show no call at all, so that nothing is said of the filters.
  public var isEmpty: Bool { callCount == 0 && launches.isEmpty && afterDeath == 0 && leftOut == 0 }
  /// A log that begins as JSON does, and is most likely a policy.
  public var policyAmongLogs: String? {
    unreadable.first.first { $0.line == 1 && $0.text.hasPrefix("{") }?.file
  }

  /// Whether the calls are those of which the kernel has told while they were made.
  public var isFollowed: Bool { logs == [LogFile.kernelAudit] }

  /// Whether verdicts, by their texts, let a call through.
  static func pass(_ verdicts: [String]) -> Bool {
    verdicts.allSatisfy { [FilterAction.allow.kindName, FilterAction.log.kindName].contains($0) }
  }

  /// An empty report.
  public init() {}
}

extension ReplayReport {
  /// The sum of reports about the same filters.
  ///
  /// - Parameter reports: The reports, in the order of their logs.
  /// - Returns: The report of all logs, or `nil` where the filters differ.
  public static func sum(_ reports: [ReplayReport]) -> ReplayReport? {
    guard var sum = reports.first else { return ReplayReport() }
    for report in reports.dropFirst() {
      guard sum.add(report) else { return nil }
    }
    return sum
  }

  private mutating func add(_ other: ReplayReport) -> Bool {
    guard filters.count == other.filters.count, machine == other.machine, abi == other.abi else {
      return false
    }
    for (index, filter) in other.filters.enumerated() {
      guard filters[index].name == filter.name, filters[index].isRaw == filter.isRaw,
        filters[index].program == filter.program,
        filters[index].rules.map(\.location) == filter.rules.map(\.location),
        filters[index].rules.map(\.kind) == filter.rules.map(\.kind)
      else { return false }
      for (position, rule) in filter.rules.enumerated() {
        filters[index].rules[position].decided += rule.decided
        filters[index].rules[position].possible += rule.possible
      }
    }
    addForeign(other)
    logs += other.logs
    lines.all += other.lines.all
    lines.signals += other.lines.signals
    lines.remarks += other.lines.remarks
    lines.summary += other.lines.summary
    calls = Self.sum(calls, other.calls)
    firstDenied = firstDenied ?? other.firstDenied
    launches = Self.sum(launches, other.launches)
    fallbacks = Self.sum(fallbacks, other.fallbacks)
    neverLogged = Self.sum(neverLogged, other.neverLogged)
    installations.count += other.installations.count
    installations.first = installations.first ?? other.installations.first
    leftOut += other.leftOut
    add(other.evidence)
    afterDeath += other.afterDeath
    unreadable.add(other.unreadable)
    unknownTexts.add(other.unknownTexts)
    assumedUpperHalves += other.assumedUpperHalves
    resumedFromBefore += other.resumedFromBefore
    unorderedLogs += other.unorderedLogs
    missingChildren.add(other.missingChildren)
    assumedABIs.merge(other.assumedABIs, uniquingKeysWith: +)
    return true
  }

  private mutating func addForeign(_ other: ReplayReport) {
    if other.callCount == 0, other.afterDeath == 0 { return }
    if callCount == 0, afterDeath == 0 {
      foreignABIs = other.foreignABIs
    } else {
      foreignABIs.add(other.foreignABIs)
    }
  }

  mutating func add(_ later: [Evidence]) {
    for entry in later {
      if let index = evidence.firstIndex(where: {
        ($0.abi, $0.syscall, $0.sign) == (entry.abi, entry.syscall, entry.sign)
          && $0.verdicts == entry.verdicts
      }) {
        evidence[index].count += entry.count
      } else {
        evidence.append(entry)
      }
    }
  }

  /// The calls of both, each kind once, in the order that reports have.
  static func sum(_ left: [CallTally], _ right: [CallTally]) -> [CallTally] {
    var indices: [CallTally: Int] = [:]
    var sum: [CallTally] = []
    for call in left + right {
      var kind = call
      kind.count = 0
      kind.locations = []
      if let index = indices[kind] {
        sum[index].count += call.count
        sum[index].locations += call.locations.prefix(
          ClassCount.shownLocations - sum[index].locations.count)
      } else {
        indices[kind] = sum.count
        sum.append(call)
      }
    }
    return sum.sorted(by: Self.precedes)
  }

  /// The most frequent first, then by ABI, number and verdict; of two kinds one always precedes.
  static func precedes(_ left: CallTally, _ right: CallTally) -> Bool {
    if left.count != right.count { return left.count > right.count }
    func lists(_ call: CallTally) -> (String, String, String) {
      (call.verdicts.joined(), call.rules.joined(), call.dependsOn.joined())
    }
    let (one, other) = (
      (left.abi, left.number, left.syscall), (right.abi, right.number, right.syscall)
    )
    return one == other ? lists(left) < lists(right) : one < other
  }
}
