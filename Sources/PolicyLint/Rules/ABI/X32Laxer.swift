import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// Calls that are denied to x86_64 and allowed through x32.
enum X32Laxer: LintRule {
  static let about = LintRuleDescription(
    id: "x32-laxer", family: .abi, severity: .error,
    title: "x32 allows what x86_64 denies",
    problem:
      "Kernels with x32 take most calls a second time, with the bit 0x40000000 in the number and "
      + "the same value of `arch`. A filter that looks at numbers alone and allows the rest lets "
      + "these "
      + "through; a policy that lists x32 must deny there what it denies to x86_64.",
    advice: "Do not list x32, or give both ABIs the same rules.",
    bad: """
      {
        "architectures": ["x86_64", "x32"], "default": "allow", "kernel": "6.18",
        "rules": [{ "syscalls": ["chroot"], "architectures": ["x86_64"], "action": { "errno": "EPERM" } }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64", "x32"], "default": "allow", "kernel": "6.18",
        "rules": [{ "syscalls": ["chroot"], "action": { "errno": "EPERM" } }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/seccomp.2.html"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard context.machine.abi == .x86_64 else { return [] }
    if context.policy != nil && !context.abis.contains(.x32) { return [] }
    for call in Syscall.all {
      guard let number = call.number(on: .x86_64),
        try context.grant(of: call, on: .x86_64) == nil,
        let denial = try context.denial(of: call, on: .x86_64)
      else { continue }
      let other = call.number(on: .x32) ?? number | ABI.x32Bit
      guard
        let grant = try context.verdicts(onNumber: other, of: .x32)
          .first(where: { $0.action.isPermitting })
      else { continue }
      return [
        finding(
          at: context.location(of: denial),
          "'\(call)' is denied to x86_64 and allowed through x32, as number 0x"
            + String(other, radix: 16),
          advice: context.policy == nil
            ? "deny numbers with the bit 0x40000000 right after the test of 'arch'"
            : "deny it on x32 too, or do not list x32",
          witness: grant, notes: [context.note("this allows it", at: grant)])
      ]
    }
    return []
  }
}
