import FilterProof
import LinuxABI
import SourceDiagnostics

/// A policy under which an interrupted sleep cannot go on.
enum RestartBlocked: LintRule {
  static let about = LintRuleDescription(
    id: "restart-blocked", family: .startUp, severity: .warning,
    title: "an interrupted sleep cannot go on",
    problem:
      "When a process that sleeps or polls is stopped and continued, the kernel goes on by "
      + "making the "
      + "call `restart_syscall` in its name. Where that kills, Ctrl-Z and `fg` kill the program.",
    advice: "Allow `restart_syscall`.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [{ "syscalls": ["nanosleep", "exit_group"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [{ "syscalls": ["nanosleep", "restart_syscall", "exit_group"] }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/restart_syscall.2.html"])

  /// Calls that are restarted in this way.
  private static let sleeping = [
    "nanosleep", "clock_nanosleep", "clock_nanosleep_time64", "poll", "futex", "futex_time64",
  ]

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    let abi = context.machine.abi
    guard let call = Syscall.named("restart_syscall"), try context.grant(of: call, on: abi) == nil,
      let denial = try context.denial(of: call, on: abi)
    else { return [] }
    for name in sleeping {
      guard let sleep = Syscall.named(name), try context.grant(of: sleep, on: abi) != nil else {
        continue
      }
      let end = denial.action.isDeadly ? "dies" : "is told that its call failed"
      return [
        finding(
          at: context.location(of: denial),
          "'\(name)' is allowed and 'restart_syscall' is not: a program that is stopped in it and "
            + "continued \(end)",
          advice: "allow 'restart_syscall'", witness: denial)
      ]
    }
    return []
  }
}
