import FilterProof
import SeccompPolicy
import SourceDiagnostics

/// A policy without a rule.
enum EmptyPolicy: LintRule {
  static let about = LintRuleDescription(
    id: "empty-policy", family: .structure, severity: .error,
    title: "no rule at all",
    problem:
      "Neither the policy nor a base has a rule, so that 'default' decides everything: nothing is "
      + "restricted, or no program can run.",
    advice: "Write rules, or extend a policy such as 'builtin:default'.",
    bad: """
      { "architectures": ["x86_64"], "default": "allow", "kernel": "6.18", "rules": [] }
      """,
    good: """
      { "extends": ["builtin:default"] }
      """,
    references: ["https://github.com/seccomp/libseccomp/issues/370"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (_, resolved) = context.policy, resolved.rules.isEmpty else { return [] }
    let permits = try context.isDenyList
    return [
      finding(
        at: resolved.defaultLocation,
        permits
          ? "there is no rule, so that nothing is restricted"
          : "there is no rule, so that no program can run",
        advice: Advice(
          "write rules, or extend a policy such as 'builtin:default'", words: "write rules"))
    ]
  }
}
