import ClassicBPF
import FilterProof
import LinuxABI
import SeccompPolicy
import SourceDiagnostics

/// A rule about an action that a policy uses, wherever it is written.
protocol ActionRule: LintRule {
  /// Whether the rule is about an action.
  static func concerns(_ action: FilterAction) -> Bool
  /// What is said of it: what is wrong, and what to write instead.
  static var message: (problem: String, advice: Advice) { get }
}

extension ActionRule {
  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (policy, _) = context.policy else { return [] }
    var findings: [Finding] = []
    func look(at action: Located<ActionSyntax>?, in file: Int) {
      guard let action, case .fixed(let value) = action.value, concerns(value) else { return }
      let location = SourceLocation(source: policy.files[file].source, range: action.range)
      findings.append(finding(at: location, message.problem, advice: message.advice))
    }
    for (index, file) in policy.syntax.enumerated() {
      // Of settings only the first in line counts.
      if policy.first({ $0.defaultAction })?.file == index {
        look(at: file.defaultAction, in: index)
      }
      // Where sekat's own keys mean nothing, nobody has chosen what becomes of other ABIs.
      if file.format.takesOwnSyntax, policy.first({ $0.foreign })?.file == index {
        look(at: file.foreign, in: index)
      }
      if policy.first({ $0.newer })?.file == index { look(at: file.newer, in: index) }
      for rule in file.rules {
        look(at: rule.action, in: index)
        look(at: rule.otherwise, in: index)
      }
    }
    return findings
  }
}
