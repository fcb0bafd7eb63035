import LinuxABI
import SourceDiagnostics

/// Files by their handles, allowed without a word.
enum FileHandlesGranted: GrantRule {
  static let about = LintRuleDescription(
    id: "grants-file-handles", family: .grants, severity: .error,
    title:
      "files by their handles",
    problem:
      "A handle names an inode of the file system, and not a path: with CAP_DAC_READ_SEARCH, "
      + "`open_by_handle_at` opens files far outside of the directory that is the root of a "
      + "container.",
    advice:
      "Leave them out, say in `where` which values of their arguments are needed, or in a `comment` "
      + "on the rule why they must be. A condition that only leaves some values out is not enough.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "open_by_handle_at"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/open_by_handle_at.2.html"])

  static let risk = SyscallRisk.Class.fileHandles

  static let power =
    "with the capability, a way to open any file, also outside of the root directory"

}
