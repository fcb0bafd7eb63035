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

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let call = Syscall.named("restart_syscall") else { return [] }
    for abi in context.abis {
      guard try context.grant(of: call, on: abi) == nil,
        let denial = try context.denial(of: call, on: abi)
      else { continue }
      for sleeping in RestartedCall.all {
        let name = sleeping.name
        guard let sleep = Syscall.named(name),
          let tests = sleeping.use.registerTests(of: sleep, on: abi),
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
