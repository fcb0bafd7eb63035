import FilterProof
import LinuxABI
import SourceDiagnostics

/// A policy under which no program survives a signal that it handles.
enum SignalReturnBlocked: LintRule {
  static let about = LintRuleDescription(
    id: "signal-return-blocked", family: .startUp, severity: .error,
    title: "a program cannot return from a signal",
    problem:
      "A handler of a signal returns through the call `rt_sigreturn`, which no program makes "
      + "itself. Without it the program crashes at the first signal that it handles.",
    advice: "Allow `rt_sigreturn`.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "rt_sigaction", "exit_group"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "rt_sigaction", "rt_sigreturn", "exit_group"] }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/sigreturn.2.html"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    let abi = context.machine.abi
    guard let call = Syscall.named("rt_sigreturn"), try context.grant(of: call, on: abi) == nil,
      let denial = try context.denial(of: call, on: abi)
    else { return [] }
    return [
      finding(
        at: context.location(of: denial),
        "programs crash at the first signal that they handle: 'rt_sigreturn' is not allowed",
        advice: "allow it", witness: denial)
    ]
  }
}
