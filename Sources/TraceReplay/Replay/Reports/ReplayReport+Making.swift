import ClassicBPF
import LinuxABI
import SeccompFilter
import SeccompPolicy

extension ReplayReport {
  /// The report of what was counted.
  init(
    logs: [String], engine: VerdictEngine, book: ClassBook, counts: ClassCounts,
    counters: ReplayCounters
  ) {
    self.logs = logs
    lines = Lines(
      all: counters.lines.lines, signals: counters.lines.signals,
      remarks: counters.lines.remarks, summary: counters.lines.summary)
    unreadable = counters.unreadable
    unknownTexts = counters.unknownTexts
    assumedUpperHalves = counters.assumedUpperHalves
    resumedFromBefore = counters.resumedFromBefore
    missingChildren = counters.missingChildren
    assumedABIs = Dictionary(
      uniqueKeysWithValues: counters.assumedABIs.map { ($0.key.name, $0.value) })
    filters = engine.filters.map {
      FilterTally(
        name: $0.name, isRaw: $0.policy == nil, program: $0.program.digest,
        rules: $0.policy?.uncountedRules ?? [])
    }
    let classes = book.classes
    var calls: [CallTally] = []
    var located: [(order: CallOrder, call: CallTally)] = []
    for (index, count) in counts.calls.enumerated() where count.count > 0 {
      let kind = classes[index]
      let others = count.count - (counters.fallbacks[CallClass.Index(index)] ?? 0)
      if others > 0 { calls.append(CallTally(kind, others, [], engine)) }
      addRules(kind.outcome, count.count, engine)
      for (order, location) in count.locations {
        located.append((order, CallTally(kind, 0, [Location(location)], engine)))
      }
    }
    // A report may show several classes as one kind of call, and the first places of that.
    located.sort { $0.order < $1.order }
    calls += located.map(\.call)
    firstDenied = located.first { !$0.call.isUndecided }?.call
    firstDenied?.count = 1
    afterDeath = counts.calls.reduce(0) { $0 + $1.afterDeath }
    self.calls = Self.sum([], calls)
    launches = Self.sum(
      [], counters.launches.map { CallTally(classes[Int($0.key)], $0.value, [], engine) })
    fallbacks = Self.sum(
      [], counters.fallbacks.map { CallTally(classes[Int($0.key)], $0.value, [], engine) })
    installations = Installations(
      count: counters.installations.count, first: counters.installations.first.map(Location.init))
    leftOut = counters.leftOut
    add(
      counters.evidence.entries.filter { $0.count > 0 }.map {
        Evidence($0, of: classes[Int($0.callClass)])
      })
    let seen = counts.calls.enumerated().filter { $0.element.count + $0.element.afterDeath > 0 }
    foreignABIs = ForeignABIs(of: seen.map { classes[$0.offset] }, on: engine.machine)
    neverLogged = Self.neverLogged(on: Set((calls + fallbacks).map(\.abi)), engine)
  }

  /// Calls through the vDSO, at the end of a signal handler, after a stop: what a filter that does
  /// not let them through breaks is not to be seen in a log.
  private static func neverLogged(on abis: Set<String>, _ engine: VerdictEngine) -> [CallTally] {
    let names = SyscallNames.all
    let calls = abis.sorted().compactMap(ABI.init(name:)).flatMap { abi in
      UnloggedCalls.names(on: abi).compactMap { name -> CallTally? in
        let index = names.index(of: name)
        guard let number = names.number(of: index, on: abi),
          let outcome = try? engine.outcome(
            number: number, on: abi, [PartialCall(number: number, on: abi).arguments])
        else { return nil }
        return CallTally(
          CallClass(abi: abi, number: number, name: index, outcome: outcome), 0, [], engine)
      }
    }
    return Self.sum([], calls.filter { !$0.passes })
  }

  /// Counts the rules that decided, or may have.
  private mutating func addRules(_ outcome: Outcome, _ count: Int, _ engine: VerdictEngine) {
    for (index, decisions) in outcome.decisions.enumerated() {
      guard let policy = engine.filters[index].policy else { continue }
      for decision in decisions {
        guard let rule = policy.reasons.firstIndex(of: decision.reason) else { continue }
        if decisions.count == 1 {
          filters[index].rules[rule].decided += count
        } else {
          filters[index].rules[rule].possible += count
        }
      }
    }
  }
}

extension ReplayReport.CallTally {
  /// What is said of all calls of one class.
  init(
    _ kind: CallClass, _ count: Int, _ locations: [ReplayReport.Location], _ engine: VerdictEngine
  ) {
    let names = SyscallNames.all
    abi = kind.abi.name
    number = kind.number
    syscall = kind.shownName
    verdicts = kind.outcome.actions.map { $0.text(on: kind.abi) }
    rules = kind.outcome.phrases(engine, on: kind.abi)
    let signature =
      kind.name == SyscallNames.unknown
      ? nil : names.calls[Int(kind.name)].arguments(on: kind.abi)
    dependsOn = (0..<6).filter { kind.outcome.unsettled & 1 << UInt8($0) != 0 }.map { index in
      signature?.first { $0.index == index }?.name ?? "arg\(index)"
    }
    if kind.outcome.unsettled & Outcome.number != 0 {
      dependsOn.append("the number, which 'strace -n' shows")
    }
    self.count = count
    self.locations = locations
  }
}

extension CallClass {
  /// The name in the log, or that of the number.
  var shownName: String {
    if name != SyscallNames.unknown { return SyscallNames.all.names[Int(name)] }
    return Syscall.numbered(number, on: abi)?.name ?? "#\(number)"
  }
}

extension Outcome {
  /// The rules that decide, or may: of the filters whose verdict counts.
  func phrases(_ engine: VerdictEngine, on abi: ABI) -> [String] {
    var phrases: [String] = []
    for (index, decisions) in decisions.enumerated() {
      let filter = engine.filters[index]
      // A filter that surely says something milder has no part in it.
      if let verdict, !decisions.isEmpty, !decisions.contains(where: { $0.action == verdict }) {
        continue
      }
      guard let policy = filter.policy else {
        phrases.append(filter.name)
        continue
      }
      for decision in decisions where verdict == nil || decision.action == verdict {
        let phrase = policy.phrase(for: decision.reason)
        phrases.append(
          decision.reason == .foreign ? "\(phrase) (the policy does not list \(abi.name))" : phrase)
      }
    }
    return phrases
  }
}

extension ResolvedPolicy {
  /// All that a decision can rest on, in the order of the policy.
  fileprivate var reasons: [Decision.Reason] {
    var origins: Set<Int> = []
    var otherwise: Set<Int> = []
    for rule in filter.abis.flatMap(\.rules) {
      origins.insert(rule.origin.index)
      if rule.otherwise != nil || rule.isOtherwise { otherwise.insert(rule.origin.index) }
    }
    return origins.sorted().flatMap { index -> [Decision.Reason] in
      let origin = RuleOrigin(index)
      return otherwise.contains(index) ? [.rule(origin), .otherwise(origin)] : [.rule(origin)]
    } + [.defaultAction, .newer, .foreign, .skipped]
  }

  /// The same for a report, nothing counted yet.
  fileprivate var uncountedRules: [ReplayReport.RuleTally] {
    reasons.map { reason in
      let kind =
        switch reason {
        case .rule: "rule"
        case .otherwise: "else"
        case .defaultAction: "default"
        case .newer: "newer"
        case .foreign: "foreign"
        case .skipped, .exception: "skipped"
        }
      return ReplayReport.RuleTally(location: phrase(for: reason), kind: kind)
    }
  }
}

extension BPFProgram {
  /// The instructions in one number (FNV-1a), in hexadecimal.
  fileprivate var digest: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for instruction in instructions {
      let head =
        UInt64(instruction.code) | UInt64(instruction.jumpTrue) << 16
        | UInt64(instruction.jumpFalse) << 24
      let word = head | UInt64(instruction.k) << 32
      for byte in 0..<8 {
        hash = (hash ^ word >> UInt64(8 * byte) & 0xff) &* 0x100_0000_01b3
      }
    }
    return String(hash, radix: 16)
  }
}
