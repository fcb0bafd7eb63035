import FilterProof
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A rule that could go, and nothing would change.
enum WithoutEffect: LintRule {
  static let about = LintRuleDescription(
    id: "without-effect", family: .structure, severity: .note,
    title: "a rule that changes nothing",
    problem:
      "Without the rule every call would get the same verdict, from later rules, from a base or "
      + "from 'default'. Either it can go, or it does not do what was meant.",
    advice: "Remove it, or say in a 'comment' why it stands there all the same.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["read"] },
          { "syscalls": ["mount"], "action": { "errno": "EPERM" } }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (policy, resolved) = context.policy else { return [] }
    let facts = try context.facts()
    var findings: [Finding] = []
    for (index, rule) in resolved.rules.enumerated() where rule.comment == nil {
      let own = facts[index]
      // What is in a base may matter to another policy.
      guard rule.file == 0 || policy.files.count == 1, !own.isEmpty,
        own.allSatisfy({ $0.fact.matters == nil && $0.fact.decides != nil }),
        !ConditionWithoutEffect.isPermission(rule)
      else { continue }
      let isDefault = own.allSatisfy { fact in
        fact.overlaps.isEmpty
          && resolved.filter.abis.contains {
            $0.abi == fact.abi && $0.defaultAction == fact.rule.action
          }
      }
      findings.append(
        finding(
          at: rule.location,
          isDefault
            ? "this rule does what 'default' does, so nothing would change without it"
            : "nothing would change without this rule: what comes later says the same",
          advice: Advice(
            "remove it, or say in a 'comment' why it stands there all the same",
            words: "remove it, if nothing else was meant"),
          fix: Fix(
            "remove the rule", [.removing(rule.location.range, from: rule.location.source)],
            isLone: true)))
    }
    return findings
  }
}
