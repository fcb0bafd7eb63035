import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A rule, or one call of a rule, that never decides because rules of the same file before it do.
///
/// A rule that a derived policy overrides is none: that is what overriding is for. Nor is a call that
/// only a group brings in.
struct DeadEntry {
  var location: SourceLocation
  /// The calls.
  var names: [String]
  var isWholeRule: Bool
  /// Whether the rule has a condition.
  var isConditional: Bool
  /// Whether an earlier rule gives another verdict.
  var disagrees: Bool
  var witness: Finding.Witness?
  var notes: [Diagnostic.Note]
  /// How many rules come first.
  var earlierCount: Int

  var phrase: String { isWholeRule ? "every call of this rule" : enumeration(names) }
  var verb: String { isWholeRule || names.count == 1 ? "is" : "are" }
  var earlierPhrase: String { earlierCount == 1 ? "an earlier rule" : "earlier rules" }

  /// All of a policy.
  static func all(in context: LintContext) throws(ProofError) -> [DeadEntry] {
    guard let (_, resolved) = context.policy else { return [] }
    let facts = try context.facts()
    var found: [DeadEntry] = []
    for (index, rule) in resolved.rules.enumerated() {
      let own = facts[index]
      let dead = own.filter { isDead($0, in: rule, of: resolved) }
      if dead.isEmpty { continue }
      if dead.count == own.count {
        found.append(DeadEntry(dead, at: rule.location, names: [], in: context))
        continue
      }
      // A call is dead where it is so on every ABI.
      let origin = RuleOrigin(index)
      var byCall: [Syscall: [RuleFacts.Fact]] = [:]
      var order: [Syscall] = []
      for fact in own {
        guard let call = fact.call else { continue }
        if byCall[call] == nil { order.append(call) }
        byCall[call, default: []].append(fact)
      }
      for call in order {
        let parts = byCall[call] ?? []
        guard parts.allSatisfy({ isDead($0, in: rule, of: resolved) }),
          let entry = context.entry(of: call, in: origin), entry.isWritten
        else { continue }
        let location = SourceLocation(source: rule.location.source, range: entry.range)
        found.append(DeadEntry(parts, at: location, names: [call.name], in: context))
      }
    }
    return found
  }

  private static func isDead(
    _ fact: RuleFacts.Fact, in rule: PolicyRule, of policy: ResolvedPolicy
  ) -> Bool {
    fact.fact.decides == nil && fact.fact.condition != .never && !fact.overlaps.isEmpty
      && fact.overlaps.allSatisfy { policy.rule($0.origin).file == rule.file }
  }

  private init(
    _ facts: [RuleFacts.Fact], at location: SourceLocation, names: [String],
    in context: LintContext
  ) {
    self.location = location
    self.names = names
    isWholeRule = names.isEmpty
    isConditional = facts.contains { !$0.rule.condition.isUnconditional }
    let overlaps = facts.flatMap(\.overlaps)
    let disagreement = overlaps.first { $0.overlap.disagrees }
    disagrees = disagreement != nil
    witness = (disagreement ?? overlaps.first).flatMap { overlap in
      context.policy.map {
        let call = overlap.overlap.call
        return Finding.Witness(call, FilterEvaluator($0.resolved.filter).decide(call).action)
      }
    }
    var seen: Set<Int> = []
    let origins = overlaps.map(\.origin).filter { seen.insert($0.index).inserted }
    earlierCount = origins.count
    notes = origins.prefix(3).map { origin in
      Diagnostic.Note(
        "this rule comes first",
        at: facts.lazy.compactMap(\.call).compactMap { context.location(of: $0, in: origin) }.first
          ?? context.policy?.resolved.rule(origin).location)
    }
  }
}
