import ClassicBPF
import FilterProof
import SourceDiagnostics
import Toolbox

/// A returned word that is no action.
enum ActionWithoutMeaning: LintRule {
  static let about = LintRuleDescription(
    id: "action-without-meaning", family: .programs, severity: .error,
    title: "a word is returned that is no action",
    problem:
      "The kernel kills the process where a filter returns a word that it does not know, and "
      + "takes an error number above 4095 for 4095.",
    advice: "Return one of the SECCOMP_RET_… words.",
    bad: """
      ret #0x1234
      ret #0x7ffe0000
      """,
    good: """
      ret #0x7fff0000
      """)

  private static let known: Set<UInt32> = [
    0x7fff_0000, 0x7ffc_0000, 0x7ff0_0000, 0x7fc0_0000, 0x0005_0000, 0x0003_0000, 0, 0x8000_0000,
  ]

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let program = context.program else { return [] }
    var findings: [Finding] = []
    for (index, operation) in program.program.operations.enumerated() {
      guard case .returnConstant(let word) = operation else { continue }
      let hex = hexadecimal(word)
      if !known.contains(word & 0xffff_0000) {
        findings.append(
          finding(
            at: program.location(of: index), "\(hex) is no action, and kills the process",
            advice: "return one of the SECCOMP_RET_… words"))
      } else if word & 0xffff_0000 == 0x0005_0000, word & 0xffff > 4095 {
        findings.append(
          finding(
            at: program.location(of: index),
            "error \(word & 0xffff) is above 4095, and arrives as 4095",
            advice: "return an error number of 1 to 4095", severity: .warning))
      }
    }
    return findings
  }
}
