import LinuxABI
import SourceDiagnostics

/// Modules and other kernels, allowed without a word.
enum KernelReplacementGranted: GrantRule {
  static let about = LintRuleDescription(
    id: "grants-kernel-replacement", family: .grants, severity: .error,
    title:
      "modules and other kernels",
    problem:
      "With the capability for it, these calls run code in the kernel or replace the kernel. "
      + "Nothing that is confined needs that.",
    advice:
      "Leave them out, say in `where` which values of their arguments are needed, or in a `comment` "
      + "on the rule why they must be. A condition that only leaves some values out is not enough.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "finit_module"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/init_module.2.html"])

  static let risk = SyscallRisk.Class.kernelReplacement

  static let power =
    "with the capability, a way to run code in the kernel"
}
