import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Toolbox

/// Calls that are denied to x86_64 and allowed through x32.
enum X32Laxer: LintRule {
  static let about = LintRuleDescription(
    id: "x32-laxer", family: .abi, severity: .error,
    title: "x32 allows what x86_64 denies",
    problem:
      "Kernels with x32 take most calls a second time, with the bit 0x40000000 in the number and "
      + "the same value of `arch`. A filter that looks at numbers alone and allows the rest lets "
      + "these through; a policy that lists x32 must deny there what it denies to x86_64.",
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
    var first: (call: Syscall, grant: Finding.Witness, denial: Finding.Witness)?
    var others = 0
    for call in Syscall.all {
      guard let number = call.number(on: .x86_64) else { continue }
      let other = call.number(on: .x32) ?? number | ABI.x32Bit
      guard let grant = try context.laxerCall(on: other, than: number) else { continue }
      if first != nil {
        others += 1
        continue
      }
      // The same call through x86_64 is what shows it.
      let tests = (0..<6).map { index in
        let value = grant.call.arguments[index]
        return ArgumentTest(index: index, mask: .max, values: IntervalSet(value...value))
      }
      guard let denial = try context.denial(of: call, on: .x86_64, where: tests) else { continue }
      first = (call, grant, denial)
    }
    guard let (call, grant, denial) = first else { return [] }
    let isConditional = try context.grant(of: call, on: .x86_64) != nil
    let more =
      others == 0 ? "" : ", and so \(others == 1 ? "is another call" : "are \(others) others")"
    return [
      finding(
        at: context.location(of: denial),
        "'\(call)'\(isConditional ? " with certain arguments" : "") is denied to x86_64 and allowed "
          + "through x32, as number \(hexadecimal(grant.call.number))\(more)",
        advice: context.policy == nil
          ? "deny numbers with the bit 0x40000000 right after the test of 'arch'"
          : "give x32 the same rules, or do not list it",
        witness: grant,
        notes: [
          Diagnostic.Note("the same call through x86_64: \(denial.text)"),
          context.note("this allows it", at: grant),
        ])
    ]
  }
}
