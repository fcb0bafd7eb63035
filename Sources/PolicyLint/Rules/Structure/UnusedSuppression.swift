import FilterProof
import SourceDiagnostics
import Toolbox

/// A suppression without anything to suppress.
enum UnusedSuppression: LintRule {
  static let about = LintRuleDescription(
    id: "unused-suppression", family: .structure, severity: .warning,
    title: "a suppression suppresses nothing",
    problem:
      "A finding that is ignored by 'lint' does not occur there, or there is no such rule. What is "
      + "ignored without need hides the finding on the day when it does occur.",
    advice: "Remove the name from 'ignore'.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [
          { "syscalls": ["read"], "lint": { "ignore": ["default-allows"], "reason": "old" } }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """)

  /// The linter itself finds it, when everything else is known.
  static func check(_ context: LintContext) throws(ProofError) -> [Finding] { [] }

  /// The finding for one name.
  static func finding(for id: String, at location: SourceLocation) -> Finding {
    let names = Linter.rules.map { $0.about.id }
    if names.contains(id) {
      return finding(
        at: location, "there is no '\(id)' here to be ignored",
        advice: Advice("remove it from 'ignore'", words: "remove it"))
    }
    let near = nearest(to: id, in: names).map { "did you mean '\($0)'?" }
    return finding(
      at: location, "there is no lint rule \(quoted(id))",
      advice: Advice(words: near ?? "'sekat lint --explain all' lists them"), severity: .error)
  }
}
