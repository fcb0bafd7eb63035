import LinuxABI
import SourceDiagnostics

/// Mounting and changing the root, allowed without a word.
enum MountsGranted: GrantRule {
  static let about = LintRuleDescription(
    id: "grants-mounts", family: .grants, severity: .error,
    title:
      "mounting and changing the root",
    problem:
      "Who may mount decides which files a path means, and inside of a user namespace everybody "
      + "may. The file systems of the kernel are also a large surface to attack.",
    advice:
      "Leave them out, say in `where` which values of their arguments are needed, or in a `comment` "
      + "on the rule why they must be. A condition that only leaves some values out is not enough.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "mount"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """,
    references: ["CVE-2021-41133", "CVE-2022-0185"])

  /// Not `open_tree`, which many groups have: without a flag it opens a path, and with it makes a
  /// mount that nobody sees before `move_mount` puts it somewhere.
  static let risk = SyscallRisk.Class.mounts

  static let power =
    "power over which files a path means"
}
