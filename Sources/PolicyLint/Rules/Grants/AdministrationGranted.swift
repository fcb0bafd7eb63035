import LinuxABI
import SourceDiagnostics

/// Administration of the machine, allowed without a word.
enum AdministrationGranted: GrantRule {
  static let about = LintRuleDescription(
    id: "grants-administration", family: .grants, severity: .warning,
    title:
      "administration of the machine",
    problem:
      "These calls change the machine as a whole: its clock, its name, its swap, its ports. "
      + "Without privileges they fail, and with them nothing that is confined should make them.",
    advice:
      "Leave them out, say in `where` which values of their arguments are needed, or in a `comment` "
      + "on the rule why they must be. A condition that only leaves some values out is not enough.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "reboot"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man7/capabilities.7.html"])

  static let risk = SyscallRisk.Class.administration

  static let power =
    "calls of an administrator, of no use to a program that is confined"
}
