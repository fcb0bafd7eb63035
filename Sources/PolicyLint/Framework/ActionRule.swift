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
    func look(at action: Located<ActionSyntax>?, in place: Int) {
      guard let action, case .fixed(let value) = action.value, concerns(value) else { return }
      let location = SourceLocation(source: policy.files[place].source, range: action.range)
      findings.append(finding(at: location, message.problem, advice: message.advice))
    }
    for (place, file) in policy.syntax.enumerated() {
      // Of settings only the first in line counts.
      if policy.first({ $0.defaultAction })?.place == place {
        look(at: file.defaultAction, in: place)
      }
      if policy.first({ $0.foreign })?.place == place { look(at: file.foreign, in: place) }
      if policy.first({ $0.newer })?.place == place { look(at: file.newer, in: place) }
      for rule in file.rules {
        look(at: rule.action, in: place)
        look(at: rule.otherwise, in: place)
      }
    }
    return findings
  }
}
