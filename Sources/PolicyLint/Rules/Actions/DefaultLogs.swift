import ClassicBPF
import FilterProof
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A default that logs, and allows.
enum DefaultLogs: LintRule {
  static let about = LintRuleDescription(
    id: "default-logs", family: .actions, severity: .warning, title: "'log' allows",
    problem:
      "`log` writes a line and lets the call through: as `default` it makes a policy that watches "
      + "and does not restrict.",
    advice: "Make `default` an error when the policy has been tried out.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "log", "kernel": "6.18",
        "rules": [{ "syscalls": ["read"], "action": "allow" }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/seccomp.2.html"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (_, resolved) = context.policy,
      resolved.filter.abis.contains(where: { $0.defaultAction == .log })
    else { return [] }
    return [
      finding(
        at: resolved.defaultLocation,
        "'log' allows: what no rule decides is written down and executed",
        advice: Advice(
          "make 'default' an error when the policy has been tried out",
          words: "make it an error when the policy has been tried out"))
    ]
  }
}
