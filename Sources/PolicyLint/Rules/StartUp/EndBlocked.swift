import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// A policy under which a program cannot end as it wants.
enum EndBlocked: LintRule {
  static let about = LintRuleDescription(
    id: "end-blocked", family: .startUp, severity: .error, title: "a program cannot end",
    problem:
      "The last call of every program is `exit_group`. Where that kills, the status of the "
      + "program is lost and it seems to have died; where it fails and `exit` is not allowed "
      + "either, the program never ends in peace.",
    advice: "Allow `exit_group`.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "write"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "write", "exit_group"] }]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    let abi = context.machine.abi
    guard let exitGroup = Syscall.named("exit_group"), let exit = Syscall.named("exit"),
      try context.grant(of: exitGroup, on: abi) == nil,
      let denial = try context.denial(of: exitGroup, on: abi)
    else { return [] }
    if !denial.action.isDeadly, try context.grant(of: exit, on: abi) != nil { return [] }
    return [
      finding(
        at: context.location(of: denial), "programs cannot end: 'exit_group' is not allowed",
        advice: "allow it", witness: denial)
    ]
  }
}
