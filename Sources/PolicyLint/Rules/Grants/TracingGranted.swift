import LinuxABI
import SourceDiagnostics

/// Tracing other processes, allowed without a word.
enum TracingGranted: GrantRule {
  static let about = LintRuleDescription(
    id: "grants-tracing", family: .grants, severity: .error,
    title:
      "tracing other processes",
    problem:
      "`ptrace` gives its caller every other process of the same user, and before Linux 4.8 "
      + "also the filter itself. What those processes may do, the confined one may do too.",
    advice:
      "Leave them out, say in `where` which values of their arguments are needed, or in a `comment` "
      + "on the rule why they must be. A condition that only leaves some values out is not enough.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "ptrace"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """,
    references: ["CVE-2022-30594", "https://man7.org/linux/man-pages/man2/ptrace.2.html"])

  static let risk = SyscallRisk.Class.tracing

  static let power =
    "full control over other processes of the user"
}
