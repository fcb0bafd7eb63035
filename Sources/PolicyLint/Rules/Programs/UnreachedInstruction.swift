import FilterProof
import SourceDiagnostics

/// Instructions that no call comes to.
enum UnreachedInstruction: LintRule {
  static let about = LintRuleDescription(
    id: "unreached-instruction", family: .programs, severity: .warning,
    title: "instructions that no call comes to",
    problem:
      "No call gets as far as these instructions, so that a verdict in them is never given. That "
      + "is what is left of a rule that something before it swallows.",
    advice: "Correct the jumps before them, or remove them.",
    bad: """
      ret #0x7fff0000
      ret #0x80000000
      """,
    good: """
      ret #0x80000000
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let program = context.program else { return [] }
    let unreached = try FilterProver(limits: context.limits)
      .unreachedInstructions(of: program.program, on: context.machine)
    guard let first = unreached.first else { return [] }
    let count = unreached.count
    return [
      finding(
        at: program.location(of: first),
        count == 1
          ? "no call comes to this instruction"
          : "no call comes to this instruction and \(count - 1) others",
        advice: "correct the jumps before, or remove what is dead")
    ]
  }
}
