import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// A compiled filter that kills a process whose call a tracer has skipped.
enum SkippedCallKilled: LintRule {
  static let about = LintRuleDescription(
    id: "skipped-call-killed", family: .programs, severity: .note,
    title: "number -1 kills",
    problem:
      "A tracer that keeps a call from being made sets its number to -1, and the filter is asked "
      + "again. Where that kills, a debugger kills the program that it looks at.",
    advice: "Answer number 0xffffffff with ENOSYS.",
    bad: """
      ret #0x80000000
      """,
    good: """
      ld [0]
      jeq #0xffffffff, skipped
      ret #0x80000000
      skipped: ret #0x50026
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let program = context.program else { return [] }
    let call = SeccompData(
      number: .max, auditArchitecture: context.machine.abi.auditArchitecture)
    let action = program.program.action(on: call, byteOrder: program.byteOrder)
    guard action.isDeadly else { return [] }
    let witness = Finding.Witness(call, action)
    return [
      finding(
        at: context.location(of: witness),
        "a call that a tracer skips, number -1, kills the process",
        advice: "answer number 0xffffffff with ENOSYS", witness: witness)
    ]
  }
}
