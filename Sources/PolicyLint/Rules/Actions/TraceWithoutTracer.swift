import ClassicBPF
import SourceDiagnostics

/// A tracer that is not there.
enum TraceWithoutTracer: ActionRule {
  static let about = LintRuleDescription(
    id: "trace-without-tracer", family: .actions, severity: .warning,
    title: "a tracer that is not there",
    problem:
      "Where no tracer is attached that asked for seccomp events, the call fails with ENOSYS; "
      + "and whoever may trace the process decides what it may do.",
    advice:
      "Write the errno that is meant.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }, { "syscalls": ["kill"], "action": "trace" }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EACCES" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }, { "syscalls": ["kill"], "action": { "errno": "ENOSYS" } }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/seccomp.2.html"])

  static func concerns(_ action: FilterAction) -> Bool {
    if case .trace = action { true } else { false }
  }

  static let message = (
    problem:
      "without a tracer that waits for it the call fails with ENOSYS",
    advice: Advice(
      "write {\"errno\": \"ENOSYS\"} or another error",
      words: "answer with ENOSYS or another error")
  )
}
