import ClassicBPF
import SourceDiagnostics

/// A supervisor that is not there.
enum NotifyWithoutSupervisor: ActionRule {
  static let about = LintRuleDescription(
    id: "notify-without-supervisor", family: .actions, severity: .warning,
    title: "a supervisor that is not there",
    problem:
      "Where no supervisor listens, the call fails with ENOSYS. A supervisor that looks at "
      + "memory of the process and then lets the call go on decides nothing: the memory may "
      + "change in between.",
    advice:
      "Write the errno that is meant.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }, { "syscalls": ["kill"], "action": "notify" }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EACCES" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }, { "syscalls": ["kill"], "action": { "errno": "ENOSYS" } }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/seccomp_unotify.2.html"])

  static func concerns(_ action: FilterAction) -> Bool {
    action == .notify
  }

  static let message = (
    problem:
      "without a supervisor that listens the call fails with ENOSYS",
    advice: Advice(
      "write {\"errno\": \"ENOSYS\"} or another error",
      words: "answer with ENOSYS or another error")
  )
}
