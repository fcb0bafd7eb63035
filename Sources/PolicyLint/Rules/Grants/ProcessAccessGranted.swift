import LinuxABI
import SourceDiagnostics

/// Access to other processes' memory and descriptors, allowed without a word.
enum ProcessAccessGranted: GrantRule {
  static let about = LintRuleDescription(
    id: "grants-process-access", family: .grants, severity: .error,
    title:
      "access to other processes' memory and descriptors",
    problem:
      "These calls read and write the memory of other processes of the user, or take their "
      + "descriptors; an unconfined process next door is then as good as confined nowhere.",
    advice:
      "Leave them out, say in `where` which values of their arguments are needed, or in a `comment` "
      + "on the rule why they must be. A condition that only leaves some values out is not enough.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "process_vm_writev"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/process_vm_readv.2.html"])

  static let risk = SyscallRisk.Class.processAccess

  static let power =
    "access to the memory and descriptors of other processes of the user"
}
