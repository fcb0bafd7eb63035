import LinuxABI
import SourceDiagnostics

/// The kernel's keyrings, allowed without a word.
enum KeyringsGranted: GrantRule {
  static let about = LintRuleDescription(
    id: "grants-keyrings", family: .grants, severity: .warning,
    title:
      "the kernel's keyrings",
    problem:
      "Keyrings belong to users and sessions and not to containers, so that secrets of others "
      + "are within reach; and their code had holes that gave root.",
    advice:
      "Leave them out, say in `where` which values of their arguments are needed, or in a `comment` "
      + "on the rule why they must be. A condition that only leaves some values out is not enough.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "keyctl"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """,
    references: ["CVE-2016-0728"])

  static let risk = SyscallRisk.Class.keyrings

  static let power =
    "secrets of others, and code in the kernel that had holes"
}
