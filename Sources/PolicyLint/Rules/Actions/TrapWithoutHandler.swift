import ClassicBPF
import SourceDiagnostics

/// A signal that no program expects.
enum TrapWithoutHandler: ActionRule {
  static let about = LintRuleDescription(
    id: "trap-without-handler", family: .actions, severity: .warning,
    title: "a signal that no program expects",
    problem:
      "The thread gets SIGSYS. Handlers do not survive an execve, so unless the program sets "
      + "one of its own, which knows what to do, it dies; ignoring or blocking the signal does "
      + "not help.",
    advice:
      "Write \"kill-process\" or an errno; if the program handles SIGSYS, say so as the reason "
      + "of a suppression.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }, { "syscalls": ["kill"], "action": "trap" }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EACCES" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }, { "syscalls": ["kill"], "action": { "errno": "EPERM" } }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/seccomp.2.html"])

  static func concerns(_ action: FilterAction) -> Bool {
    if case .trap = action { true } else { false }
  }

  static let message = (
    problem:
      "a program without a handler of its own for SIGSYS dies of this, as handlers do not "
      + "survive execve",
    advice: Advice(
      "write \"kill-process\" or an errno", words: "kill the process, or answer with an error")
  )
}
