import ClassicBPF
import FilterProof
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// Two conditional rules of which neither is the exception from the other, and that disagree.
enum OverlappingRules: LintRule {
  static let about = LintRuleDescription(
    id: "overlapping-rules", family: .structure, severity: .warning,
    title: "two conditions hold for one call, with different verdicts",
    problem:
      "Two rules with conditions disagree on calls for which both hold, and neither is a special "
      + "case of the other. The first one counts, which a reader may not expect.",
    advice: "Make the conditions exclude each other, or join them in one rule.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["socket"], "where": { "family": "AF_INET" } },
          { "syscalls": ["socket"], "where": { "type": { "is": "SOCK_RAW" } }, "action": "kill-process" }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["socket"], "where": { "type": { "is": "SOCK_RAW" } }, "action": "kill-process" },
          { "syscalls": ["socket"] }
        ]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (_, resolved) = context.policy else { return [] }
    let facts = try context.facts()
    var findings: [Finding] = []
    for (index, rule) in resolved.rules.enumerated() where rule.syntax.alternatives != nil {
      for part in facts[index] where part.fact.decides != nil && part.rule.otherwise == nil {
        for (origin, other, overlap) in part.overlaps where overlap.disagrees {
          let earlier = resolved.rule(origin)
          guard earlier.file == rule.file, other.otherwise == nil,
            !other.condition.isUnconditional, !part.rule.condition.isUnconditional,
            overlap.reachesFurther
          else { continue }
          let decision = FilterEvaluator(resolved.filter).decide(overlap.call)
          findings.append(
            finding(
              at: rule.location,
              "an earlier rule decides some of these calls otherwise, and neither rule is a "
                + "special case of the other",
              advice: "make the conditions exclude each other, or join them in one rule",
              witness: Finding.Witness(overlap.call, decision.action),
              notes: [Diagnostic.Note("this rule comes first", at: earlier.location)]))
        }
      }
    }
    return findings
  }
}
