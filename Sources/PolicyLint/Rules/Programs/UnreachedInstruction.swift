import ClassicBPF
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
    let others = unreached.count - 1
    let more = others == 0 ? "" : " and \(others) other\(others == 1 ? "" : "s")"
    // Compilers guard against what cannot be, by killing.
    let isGuard = unreached.allSatisfy { index in
      switch program.program.operations[index] {
      case .returnConstant(let word): FilterAction(returnValue: word).isDeadly
      case .returnAccumulator: false
      default: true
      }
    }
    return [
      finding(
        at: program.location(of: first), "no call comes to this instruction\(more)",
        advice: isGuard
          ? "nothing is lost by it, for a call that came there would be killed"
          : "correct the jumps before, or remove what is dead",
        severity: isGuard ? .note : nil)
    ]
  }
}
