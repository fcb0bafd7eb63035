import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A denial of a call that programs do not need to make.
enum VDSOCall: LintRule {
  static let about = LintRuleDescription(
    id: "vdso-call", family: .startUp, severity: .warning,
    title: "a call that is mostly answered without the kernel",
    problem:
      "The kernel maps code into every program that tells the time without a call, so that a "
      + "filter sees nothing of it. Only on some machines, and for some clocks, is the call made "
      + "after "
      + "all: "
      + "the denial holds there and nowhere else, and kills what works everywhere else.",
    advice: "Allow the call; time cannot be kept from a program in this way.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
        "rules": [{ "syscalls": ["clock_gettime", "gettimeofday"], "action": "kill-process" }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["clock_gettime", "gettimeofday", "time", "getcpu"] }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man7/vdso.7.html"])

  private static let calls = ["clock_gettime", "gettimeofday", "time", "getcpu"]

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard context.policy != nil else { return [] }
    var names: [String] = []
    var witness: Finding.Witness?
    let abi = context.machine.abi
    for call in calls.compactMap(Syscall.named) where try context.grant(of: call, on: abi) == nil {
      guard let denial = try context.denial(of: call, on: abi),
        context.rule(behind: denial) != nil || denial.action.isDeadly
      else { continue }
      // That a list of what is allowed lacks the rarer ones is nobody's mistake.
      if context.rule(behind: denial) == nil && call.name != "clock_gettime" { continue }
      names.append(call.name)
      witness = witness ?? denial
    }
    guard let witness else { return [] }
    return [
      finding(
        at: context.location(of: witness),
        "\(enumeration(names)) "
          + "\(names.count == 1 ? "is" : "are") mostly answered by the vDSO, where "
          + "no filter looks, and denied only on machines where that cannot answer",
        advice: "allow \(names.count == 1 ? "it" : "them")", witness: witness)
    ]
  }
}
