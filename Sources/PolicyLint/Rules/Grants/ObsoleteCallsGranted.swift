import LinuxABI
import SourceDiagnostics

/// Obsolete calls, allowed without a word.
enum ObsoleteCallsGranted: GrantRule {
  static let about = LintRuleDescription(
    id: "grants-obsolete-calls", family: .grants, severity: .warning,
    title:
      "obsolete calls",
    problem:
      "Programs of today do not make these calls, most kernels have them no more, and where "
      + "they exist hardly anybody looks at their code.",
    advice:
      "Leave them out, say in `where` which values of their arguments are needed, or in a `comment` "
      + "on the rule why they must be. A condition that only leaves some values out is not enough.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "ustat"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/unimplemented.2.html"])

  static let risk = SyscallRisk.Class.obsolete

  static let isAboutNamesOnly = true

  static let power =
    "obsolete, and hardly anybody looks at their code in the kernel"
}
