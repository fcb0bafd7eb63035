import FilterProof
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A comparison that holds for every call, or for none.
enum ConstantCondition: LintRule {
  static let about = LintRuleDescription(
    id: "constant-condition", family: .arguments, severity: .warning,
    title: "a comparison that always or never holds",
    problem:
      "A comparison holds for every value of the argument or for none, or the comparisons of one "
      + "'where' exclude each other. It says nothing, or the rule never applies.",
    advice: "Correct the comparison or remove it.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [{ "syscalls": ["write"], "where": { "count": { "ge": 0 } } }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [{ "syscalls": ["write"], "where": { "count": { "le": 4096 } } }]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (_, resolved) = context.policy else { return [] }
    let facts = try context.facts()
    var findings: [Finding] = []
    for (index, rule) in resolved.rules.enumerated() where rule.syntax.alternatives != nil {
      let own = facts[index].filter { !$0.rule.condition.isUnconditional }
      if own.isEmpty { continue }
      // Widths differ between calls and ABIs: only what is the same for all of them is a mistake.
      var alwaysAt: [SourceLocation: Int] = [:]
      var neverAt: [SourceLocation: Int] = [:]
      var asked: [SourceLocation: Int] = [:]
      var impossible = 0
      for part in own {
        let locations = resolved.testLocations(ofRule: part.index, on: part.abi)
        for (truths, locations) in zip(part.fact.tests, locations) {
          for (truth, location) in zip(truths, locations) {
            asked[location, default: 0] += 1
            if truth == .always { alwaysAt[location, default: 0] += 1 }
            if truth == .never { neverAt[location, default: 0] += 1 }
          }
        }
        if part.fact.condition == .never { impossible += 1 }
      }
      for (location, count) in asked.sorted(by: {
        $0.key.range.lowerBound < $1.key.range.lowerBound
      }) {
        if alwaysAt[location] == count {
          findings.append(
            finding(
              at: location, "this comparison holds for every value of the argument",
              advice: "correct it or remove it"))
        } else if neverAt[location] == count {
          findings.append(
            finding(
              at: location, "this comparison holds for no value of the argument",
              advice: "correct it or remove it", severity: .error))
        }
      }
      if impossible == own.count, neverAt.isEmpty {
        findings.append(
          finding(
            at: rule.location, "the comparisons of this rule exclude each other: it never applies",
            advice: Advice(
              "correct one of them, or write alternatives as a list of objects",
              words: "correct one of them, or make alternatives of them"),
            severity: .error))
      }
    }
    return findings
  }
}
