import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// A compiled filter that lets calls of any ABI through.
enum ArchUnchecked: LintRule {
  static let about = LintRuleDescription(
    id: "arch-unchecked", family: .programs, severity: .error,
    title: "a compiled filter does not look at the ABI",
    problem:
      "Numbers mean other calls on other ABIs, and every x86_64 kernel with 32-bit support takes "
      + "i386 numbers by `int 0x80`. A filter that does not compare `arch`, or allows what it "
      + "does not know, allows other calls than it says.",
    advice: "Compare `arch` first, and kill the process for every other value.",
    bad: """
      ld [0]
      jeq #231, allow
      ret #0x50001
      allow: ret #0x7fff0000
      """,
    good: """
      ld [4]
      jne #0xc000003e, kill
      ld [0]
      jeq #231, allow
      ret #0x50001
      allow: ret #0x7fff0000
      kill: ret #0x80000000
      """,
    references: ["CVE-2009-0835", "https://man7.org/linux/man-pages/man2/seccomp.2.html"])

  /// A value that is no `AUDIT_ARCH_…` of any machine.
  private static let noArchitecture: UInt32 = 0x1234_5678

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let program = context.program else { return [] }
    let order = program.byteOrder
    let numbers = (0..<UInt32(512)).lazy
    let calls = numbers.map { SeccompData(number: $0, auditArchitecture: noArchitecture) }
    guard
      let call = calls.first(where: {
        program.program.action(on: $0, byteOrder: order).passes
      })
    else { return [] }
    // An example from an ABI that the kernel really serves says more.
    var witness = Finding.Witness(call, program.program.action(on: call, byteOrder: order))
    for abi in context.machine.abis
    where abi.auditArchitecture != context.machine.abi.auditArchitecture {
      for number in numbers {
        let other = SeccompData(number: number, auditArchitecture: abi.auditArchitecture)
        let action = program.program.action(on: other, byteOrder: order)
        if action.passes {
          witness = Finding.Witness(other, action)
          break
        }
      }
    }
    return [
      finding(
        at: context.location(of: witness),
        "the filter allows calls whatever 'arch' is, and numbers mean other calls on other ABIs",
        advice: "compare 'arch' first, and kill the process for every other value", witness: witness
      )
    ]
  }
}
