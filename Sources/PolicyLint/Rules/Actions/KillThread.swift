import ClassicBPF
import SourceDiagnostics

/// Only the thread dies.
enum KillThread: ActionRule {
  static let about = LintRuleDescription(
    id: "kill-thread", family: .actions, severity: .warning, title: "only the thread dies",
    problem:
      "The other threads go on without the one that died: a lock that it held is never "
      + "released, and the program hangs instead of ending.",
    advice:
      "Write \"kill-process\".",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }, { "syscalls": ["kill"], "action": "kill-thread" }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EACCES" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }, { "syscalls": ["kill"], "action": "kill-process" }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/seccomp.2.html"])

  static func concerns(_ action: FilterAction) -> Bool {
    action == .killThread
  }

  static let message = (
    problem:
      "only the thread that made the call dies, and locks that it holds are never released",
    advice: Advice("write \"kill-process\"", words: "kill the process")
  )
}
