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
    /// Where the rule was among those of the filter's ABI.
    let place: Int
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

  /// The facts about a policy.
  init(of policy: ResolvedPolicy, limits: ProofLimits) throws(ProofError) {
    let apart = policy.filter.abis.map { TakenApart($0) }
    var filter = policy.filter
    filter.abis = apart.map(\.part)
    let facts = try FilterProver(limits: limits).facts(about: filter)
    for (apart, facts) in zip(apart, facts.parts) {
      for (index, fact) in facts.rules.enumerated() {
        let rule = apart.part.rules[index]
        let overlaps = fact.overlaps.map { overlap in
          let other = apart.part.rules[overlap.earlier]
          return (origin: other.origin, rule: other, overlap: overlap)
        }
        byOrigin[rule.origin.index, default: []].append(
          Fact(
            origin: rule.origin, abi: apart.part.abi, number: rule.numbers.ranges[0].lowerBound,
            rule: rule, place: apart.places[index], fact: fact, overlaps: overlaps))
      }
    }
  }

  /// The facts about a rule.
  subscript(origin: Int) -> [Fact] { byOrigin[origin] ?? [] }

  /// The rules of one ABI, one for each call.
  private struct TakenApart {
    var part: ABIFilter
    /// For each rule where it was.
    var places: [Int] = []

    init(_ original: ABIFilter) {
      part = original
      part.rules = []
      for (place, rule) in original.rules.enumerated() {
        for range in rule.numbers.ranges {
          for number in range {
            var single = rule
            single.numbers = IntervalSet(number...number)
            part.rules.append(single)
            places.append(place)
          }
        }
      }
    }
  }
}
