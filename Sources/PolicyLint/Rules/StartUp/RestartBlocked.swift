import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// A policy under which an interrupted sleep cannot go on.
enum RestartBlocked: LintRule {
  static let about = LintRuleDescription(
    id: "restart-blocked", family: .startUp, severity: .warning,
    title: "an interrupted sleep cannot go on",
    problem:
      "When a process that sleeps or polls is stopped and continued, the kernel goes on by making "
      + "the call `restart_syscall` in its name. Where that kills, Ctrl-Z and `fg` kill the "
      + "program.",
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

  /// The calls that are restarted in this way, with the arguments for which they are.
  ///
  /// They are those for which the kernel keeps a `restart_block`. Others are made again as they were
  /// (`ppoll`, `select`, `FUTEX_LOCK_PI`, `futex_wait`), or end with `EINTR` (`epoll_wait`).
  private static let sleeping: [(name: String, tests: [ArgumentTest])] = [
    ("nanosleep", []), ("clock_nanosleep", [relative]), ("clock_nanosleep_time64", [relative]),
    ("poll", []), ("futex", [waiting]), ("futex_time64", [waiting]),
  ]

  /// Without TIMER_ABSTIME.
  private static let relative = ArgumentTest(index: 1, mask: 1, values: IntervalSet(0...0))
  /// FUTEX_WAIT and FUTEX_WAIT_BITSET, with or without FUTEX_PRIVATE_FLAG and FUTEX_CLOCK_REALTIME.
  private static let waiting = ArgumentTest(
    index: 1, mask: 0xffff_fe7f, values: IntervalSet([0...0, 9...9]))

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let call = Syscall.named("restart_syscall") else { return [] }
    for abi in context.abis {
      guard try context.grant(of: call, on: abi) == nil,
        let denial = try context.denial(of: call, on: abi)
      else { continue }
      for (name, tests) in sleeping {
        guard let sleep = Syscall.named(name),
          try context.grant(of: sleep, on: abi, where: tests) != nil
        else { continue }
        let end = denial.action.isDeadly ? "dies" : "is told that its call failed"
        let onABI = abi == context.machine.abi ? "" : " on \(abi.name)"
        return [
          finding(
            at: context.location(of: denial),
            "'\(name)' is allowed\(onABI) and 'restart_syscall' is not: a program that is stopped "
              + "in it and continued \(end)",
            advice: "allow 'restart_syscall'", witness: denial)
        ]
      }
    }
    return []
  }
}
