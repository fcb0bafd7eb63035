import ClassicBPF
import LinuxABI
import SeccompFilter

/// Finds what is true of the rules of one ABI.
struct FactFinder: ~Copyable {
  private var part: ABIFilter
  private var scope: CallScope
  private var exemptByMany: IntervalSet<UInt32>
  private var store: DiagramStore
  /// How many overlaps of rules were found.
  private var overlapCount = 0

  /// The calls that come to a rule, and those of them that it decides.
  private struct Reach {
    /// The calls that it decides because its condition holds.
    var holds: Diagram
    /// The calls that it decides because its condition does not hold.
    var fails: Diagram
    /// The calls that come to it with one of its numbers.
    var asked: Diagram
  }

  init(_ part: ABIFilter, limits: ProofLimits, steps: Int = 0) {
    self.part = part
    scope = CallScope(of: part.abi)
    exemptByMany = Self.exemptByMany(part)
    store = DiagramStore(limits: limits, steps: steps)
  }

  /// How many steps were taken.
  var steps: Int { store.steps }

  /// Takes up another filter; diagrams are kept as long as they are few enough to be near at hand.
  mutating func turn(to part: ABIFilter) {
    self.part = part
    scope = CallScope(of: part.abi)
    exemptByMany = Self.exemptByMany(part)
    if store.count > 1 << 16 {
      store = DiagramStore(limits: store.limits, steps: store.steps)
    }
  }

  mutating func facts() throws(ProofError) -> FilterFacts.Part {
    var named = IntervalSet<UInt32>()
    for rule in part.rules { named = named.union(rule.numbers) }
    let calls = Syscall.all.compactMap { call in
      call.number(on: part.abi).map { (number: $0, call: call) }
    }
    let unnamed = calls.filter { !named.contains($0.number) }
      .sorted { $0.number < $1.number }.map(\.call)
    return FilterFacts.Part(abi: part.abi, rules: try ruleFacts(), unnamed: unnamed)
  }

  mutating func ruleFacts() throws(ProofError) -> [FilterFacts.RuleFact] {
    // What rules are asked about: no skipped call, and none that is newer.
    let asked = IntervalSet(part.abi.numbers).subtracting(part.newer?.numbers ?? IntervalSet())
    let universe = try store.number(isIn: asked)
    let (reaches, overlaps) = try walk(from: universe)
    let after = try verdictsAfter()
    var facts: [FilterFacts.RuleFact] = []
    for (index, rule) in part.rules.enumerated() {
      facts.append(
        try fact(
          about: rule, at: index, reaches[index], overlaps[index], after: after[index + 1],
          all: after[0]))
    }
    return facts
  }

  // MARK: Walking

  /// Goes through the rules in order.
  private mutating func walk(
    from universe: Diagram
  ) throws(ProofError) -> ([Reach], [[FilterFacts.Overlap]]) {
    var undecided = universe
    // Which rule has decided a call: its index and 2, twice, and 1 more for an `else`.
    var deciders = Diagram.no
    var reaches: [Reach] = []
    var overlaps: [[FilterFacts.Overlap]] = []
    for (index, rule) in part.rules.enumerated() {
      let numbers = try store.and(store.number(isIn: rule.numbers), universe)
      let condition = try store.condition(of: rule.condition)
      let asked = try store.and(undecided, numbers)
      let matching = try store.and(numbers, condition)
      let holds = try store.and(asked, condition)
      let fails = rule.otherwise == nil ? .no : try store.choose(condition, .no, else: asked)
      let wanted = rule.otherwise == nil ? matching : numbers
      overlaps.append(
        try self.overlaps(of: rule, wanting: wanted, condition, among: deciders, reaches))
      reaches.append(Reach(holds: holds, fails: fails, asked: asked))

      let label = UInt32(2 * (index + 1))
      deciders = try store.choose(holds, store.terminal(label), else: deciders)
      deciders = try store.choose(fails, store.terminal(label + 1), else: deciders)
      undecided = try store.choose(store.or(holds, fails), .no, else: undecided)
    }
    return (reaches, overlaps)
  }

  /// The earlier rules that have decided calls which a rule wants.
  private mutating func overlaps(
    of rule: Rule, wanting wanted: Diagram, _ condition: Diagram, among deciders: Diagram,
    _ reaches: [Reach]
  ) throws(ProofError) -> [FilterFacts.Overlap] {
    var found: [Int: FilterFacts.Overlap] = [:]
    let others = try store.choose(wanted, .no, else: store.number(isIn: rule.numbers))
    // First those for which the condition holds, then the others.
    let sides = [
      (calls: try store.and(wanted, condition), verdict: rule.action as FilterAction?),
      (calls: try store.choose(condition, .no, else: wanted), verdict: rule.otherwise),
    ]
    for (calls, verdict) in sides {
      guard let verdict else { continue }
      let taken = try store.choose(calls, deciders, else: .no)
      for (label, call) in store.firstCalls(of: taken, from: start) where label > 1 {
        let earlier = Int(label / 2) - 1
        let other = part.rules[earlier]
        let disagrees = (label % 2 == 0 ? other.action : other.otherwise) != verdict
        if let known = found[earlier], known.disagrees || !disagrees { continue }
        let reach = reaches[earlier]
        let decided = try store.or(reach.holds, reach.fails)
        let further = try store.and(others, decided)
        found[earlier] = FilterFacts.Overlap(
          earlier: earlier, disagrees: disagrees, reachesFurther: further != .no, call: call)
      }
    }
    overlapCount += found.count
    if overlapCount > store.limits.facts { throw .tooManyFacts(limit: store.limits.facts) }
    return found.values.sorted { $0.earlier < $1.earlier }
  }

  /// The verdicts of the rules from each index on, and of the default; the last is that alone.
  private mutating func verdictsAfter() throws(ProofError) -> [Diagram] {
    var diagrams = [try store.terminal(part.defaultAction.returnValue)]
    for rule in part.rules.reversed() {
      let next = diagrams[diagrams.count - 1]
      diagrams.append(
        try store.diagram(asking: rule, then: next) { $0.action.returnValue })
    }
    return diagrams.reversed()
  }

  // MARK: Facts

  private mutating func fact(
    about rule: Rule, at index: Int, _ reach: Reach, _ overlaps: [FilterFacts.Overlap],
    after next: Diagram, all: Diagram
  ) throws(ProofError) -> FilterFacts.RuleFact {
    // Without its condition, it would decide all that comes to it.
    let rest = try store.choose(reach.holds, .no, else: reach.asked)
    let fails = try rule.otherwise.map { action throws(ProofError) in
      try store.terminal(action.returnValue)
    }
    let unconditional = try firstDifference(in: rest, from: rule.action, to: fails ?? next)

    let condition = try store.condition(of: rule.condition)
    var alternatives: [FilterFacts.Truth] = []
    var tests: [[FilterFacts.Truth]] = []
    for alternative in rule.condition.alternatives {
      alternatives.append(truth(of: try store.condition(allOf: alternative)))
      var truths: [FilterFacts.Truth] = []
      for test in alternative { truths.append(truth(of: try store.condition(of: test))) }
      tests.append(truths)
    }
    return FilterFacts.RuleFact(
      decides: first(of: try store.or(reach.holds, reach.fails)),
      matters: try firstChange(without: rule, reach, next: next, all: all),
      conditionMatters: unconditional, condition: truth(of: condition),
      alternatives: alternatives, tests: tests, overlaps: overlaps)
  }

  /// Numbers of calls that would be newer if two rules or more did not name them.
  private static func exemptByMany(_ part: ABIFilter) -> IntervalSet<UInt32> {
    var (once, more) = (IntervalSet<UInt32>(), IntervalSet<UInt32>())
    for rule in part.rules {
      let numbers = rule.numbers.intersection(part.newer?.exempt ?? IntervalSet())
      if numbers.isEmpty { continue }
      more = more.union(once.intersection(numbers))
      once = once.union(numbers)
    }
    return more
  }

  /// The first call whose verdict would be another one without a rule.
  private mutating func firstChange(
    without rule: Rule, _ reach: Reach, next: Diagram, all: Diagram
  ) throws(ProofError) -> SeccompData? {
    // What follows decides what the rule has decided, but for the calls that are newer without it.
    var exempt = Diagram.no
    var changes: [SeccompData] = []
    if let newer = part.newer {
      let numbers = newer.exempt.intersection(rule.numbers).subtracting(exemptByMany)
        .intersection(IntervalSet(part.abi.numbers))
      exempt = try store.number(isIn: numbers)
      if let call = try firstDifference(in: exempt, from: newer.action, to: all) {
        changes.append(call)
      }
    }
    for (calls, action) in [(reach.holds, rule.action), (reach.fails, rule.otherwise)] {
      guard let action else { continue }
      let others = try store.choose(exempt, .no, else: calls)
      if let call = try firstDifference(in: others, from: action, to: next) { changes.append(call) }
    }
    return changes.min { $0.precedes($1) }
  }

  /// The first call among some for which a diagram of verdicts does not say what an action is.
  private mutating func firstDifference(
    in calls: Diagram, from action: FilterAction, to diagram: Diagram
  ) throws(ProofError) -> SeccompData? {
    let same = try store.terminal(action.returnValue)
    // Only what is among the calls is looked at, so this takes no longer than there is of it.
    let mixed = try store.choose(calls, diagram, else: same)
    return mixed == same ? nil : store.firstDifference(mixed, same, in: scope)
  }

  private func truth(of condition: Diagram) -> FilterFacts.Truth {
    switch condition {
    case .yes: .always
    case .no: .never
    default: .sometimes
    }
  }

  /// The first call for which a condition holds.
  private func first(of condition: Diagram) -> SeccompData? {
    condition == .no ? nil : store.firstDifference(condition, .no, in: scope)
  }

  /// A call of the ABI in which everything else is 0.
  private var start: SeccompData {
    SeccompData(number: 0, auditArchitecture: part.abi.auditArchitecture)
  }
}
