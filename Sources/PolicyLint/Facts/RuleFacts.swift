import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy

/// What is true of each call of each rule of a policy, on each ABI of a machine.
///
/// The filter's rules are taken apart by calls first, so that nothing is hidden behind a neighbour
/// in the same list.
struct RuleFacts {
  /// What is true of one call of one rule.
  struct Fact {
    /// The rule.
    let origin: RuleOrigin
    /// The ABI.
    let abi: ABI
    /// The number of the call.
    let number: UInt32
    /// The rule as it is in the filter.
    let rule: Rule
    /// The index of the rule among those of the filter's ABI.
    let index: Int
    /// What is true.
    let fact: FilterFacts.RuleFact
    /// The rules that come first and take calls from this one, and whether they disagree.
    let overlaps: [(origin: RuleOrigin, rule: Rule, overlap: FilterFacts.Overlap)]

    /// The call, if the tables know it.
    var call: Syscall? { Syscall.numbered(number, on: abi) }
  }

  /// The facts by rule, each list in the order of ABIs and numbers.
  private(set) var byOrigin: [Int: [Fact]] = [:]

  /// No facts.
  init() {}

  /// Refuses a filter about whose rules there would be too much to say.
  static func requireFew(in filter: Filter, limits: ProofLimits) throws(ProofError) {
    var count = 0
    for rule in filter.abis.flatMap(\.rules) {
      for interval in rule.numbers.intervals {
        count += Int(interval.upperBound - interval.lowerBound) + 1
        if count > limits.facts { throw .tooManyFacts(limit: limits.facts) }
      }
    }
  }

  /// The facts about a policy.
  init(
    of policy: ResolvedPolicy, limits: ProofLimits, cost: inout ProofCost
  ) throws(ProofError) {
    let prover = FilterProver(limits: limits)
    for part in policy.filter.abis {
      // Rules about other calls do not matter, so each call is a small filter of its own.
      let calls = Self.takenApart(part)
      let facts = try prover.ruleFacts(about: calls.map(\.part), cost: &cost)
      for (call, facts) in zip(calls, facts) {
        for (index, fact) in facts.enumerated() {
          let rule = call.part.rules[index]
          let fact = fact.numbered(call.number)
          let overlaps = fact.overlaps.map { overlap in
            let other = call.part.rules[overlap.earlier]
            return (origin: other.origin, rule: other, overlap: overlap)
          }
          byOrigin[rule.origin.index, default: []].append(
            Fact(
              origin: rule.origin, abi: part.abi, number: call.number, rule: rule,
              index: call.indices[index], fact: fact, overlaps: overlaps))
        }
      }
    }
  }

  /// The facts about a rule.
  subscript(origin: Int) -> [Fact] { byOrigin[origin] ?? [] }

  /// What a filter does with one call.
  private struct CallPart {
    var number: UInt32
    var part: ABIFilter
    /// For each rule its index in the filter.
    var indices: [Int] = []
  }

  /// The filter of an ABI taken apart by calls, in the order of their numbers.
  private static func takenApart(_ part: ABIFilter) -> [CallPart] {
    // Numbers do not matter any more; a range that few bits tell from others is found fastest.
    let anyNumber = IntervalSet(
      part.abi == .x32 ? ABI.x32Bit...2 * ABI.x32Bit - 1 : 0...ABI.x32Bit - 1)
    var calls: [UInt32: CallPart] = [:]
    for (index, rule) in part.rules.enumerated() {
      for range in rule.numbers.ranges {
        for number in range {
          var single = rule
          single.numbers = anyNumber
          var call =
            calls[number]
            ?? CallPart(
              number: number, part: Self.part(of: part, number: number, as: anyNumber))
          call.part.rules.append(single)
          call.indices.append(index)
          calls[number] = call
        }
      }
    }
    return calls.values.sorted { $0.number < $1.number }
  }

  /// The settings of an ABI as far as they matter to one call.
  private static func part(
    of whole: ABIFilter, number: UInt32, as numbers: IntervalSet<UInt32>
  ) -> ABIFilter {
    // A call that a rule names is never newer, but would be if no rule named it.
    let newer = whole.newer.flatMap { newer in
      newer.exempt.contains(number)
        ? NewerCalls(
          numbers: IntervalSet(), exempt: numbers, action: newer.action)
        : nil
    }
    return ABIFilter(abi: whole.abi, newer: newer, rules: [], defaultAction: whole.defaultAction)
  }
}
