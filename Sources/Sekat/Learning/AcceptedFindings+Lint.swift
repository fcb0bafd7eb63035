package import PolicyLint
package import SeccompPolicy
import SourceDiagnostics
import TraceReplay

extension AcceptedFindings {
  /// Findings that are about what the logs show, and not about how it is written down.
  private static let families: Set<LintRuleDescription.Family> = [
    .arguments, .relatives, .grants, .startUp,
  ]

  /// What a linter says of a learnt policy that follows from the logs.
  ///
  /// - Parameters:
  ///   - text: The policy.
  ///   - path: Where it is to be written; standard output where there is none.
  ///   - circumstances: The system for which conditions are settled.
  ///   - base: What it says of the policy that this one extends.
  ///   - unseen: The indices of rules for calls whose arguments the logs do not show; what it says of
  ///     those is accepted by nobody.
  /// - Throws: ``SekatError`` where the policy is none that can be loaded.
  package init(
    in text: String, at path: String?, _ circumstances: Circumstances, beside base: LintReport?,
    unseen: Set<Int>
  ) throws(SekatError) {
    self.init()
    let policy = try PolicyInput.load(text: text, for: path, in: circumstances)
    func isOfBase(_ finding: Finding) -> Bool {
      base?.findings.contains {
        $0.rule == finding.rule && $0.location?.range == finding.location?.range
          && $0.location?.source.name == finding.location?.source.name
      } ?? false
    }
    for finding in try LintInput.lint(policy, target: nil).findings where !isOfBase(finding) {
      guard let location = finding.location, let rule = Linter.rule(named: finding.rule),
        Self.families.contains(rule.about.family)
      else { continue }
      let index = policy.syntax[0].rules.firstIndex {
        location.source == policy.files[0].source
          && $0.range.lowerBound <= location.range.lowerBound
          && location.range.upperBound <= $0.range.upperBound
      }
      if let index {
        if unseen.contains(index) { continue }
        Self.add(finding.rule, to: &ofRules[index, default: []])
      } else {
        Self.add(finding.rule, to: &ofFile)
      }
    }
  }

  private static func add(_ id: String, to ids: inout [String]) {
    if !ids.contains(id) { ids.append(id) }
  }
}
