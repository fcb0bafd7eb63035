import LinuxABI
import SourceDiagnostics

/// Rarely needed parts of the kernel with a long history of holes, allowed without a word.
enum KernelSurfaceGranted: GrantRule {
  static let about = LintRuleDescription(
    id: "grants-kernel-surface", family: .grants, severity: .error,
    title:
      "rarely needed parts of the kernel with a long history of holes",
    problem:
      "`bpf` and `perf_event_open` open large parts of the kernel, and `userfaultfd` makes "
      + "races easy to win. Few programs need them, and many attacks on the kernel do.",
    advice:
      "Leave them out, say in `where` which values of their arguments are needed, or in a `comment` "
      + "on the rule why they must be. A condition that only leaves some values out is not enough.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "bpf"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/bpf.2.html"])

  static let risk = SyscallRisk.Class.kernelSurface

  static let power =
    "large parts of the kernel that few programs need and many attacks do"
}
