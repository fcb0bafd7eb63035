import PolicyLint
import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// What a linter says of a rule that is proposed, or of one that stands beside it.
struct PlacedFinding {
  /// The rule that it is about.
  enum Place: Hashable {
    /// One that is in the file already.
    case old(index: Int, line: Int)
    /// One that is proposed, for these calls.
    case new(calls: [String])

    /// A rule of a file that is to be changed.
    init(_ index: Int, of changes: PolicyChanges) {
      self = .old(index: index, line: changes.line(of: index))
    }

    /// A rule that is proposed.
    static func new(_ rule: RuleSyntax) -> Place {
      .new(calls: rule.calls.compactMap { RuleChange.name(of: $0.value) })
    }
  }

  /// What tells it from others.
  struct Key: Hashable {
    var rule: String
    var problem: String
    var place: Place?
  }

  let finding: Finding
  /// The rule; `nil` where it is about the policy as a whole.
  let place: Place?

  var key: Key { Key(rule: finding.rule, problem: finding.problem, place: place) }

  /// The finding as a sentence that says which rule it is about.
  var sentence: String {
    let text = "\(finding.problem) [\(finding.rule)]"
    switch place {
    case .old(_, let line): return "lint, rule at line \(line): \(text)"
    case .new(let calls):
      let names = calls.map { quoted($0) }
      if names.contains(where: finding.problem.contains) { return "lint: \(text)" }
      return "lint, rule for \(names.joined(separator: ", ")): \(text)"
    case nil: return "lint: \(text)"
    }
  }

  /// What is more than a note, of a policy's own file.
  ///
  /// - Parameters:
  ///   - policy: The policy.
  ///   - place: Which rule the one at an index is.
  /// - Returns: All of it, in the linter's order.
  static func all(
    in policy: Policy, placing place: (_ rule: RuleSyntax, _ index: Int) -> Place
  ) -> [PlacedFinding] {
    let rules = policy.syntax[0].rules
    let findings = (try? LintInput.lint(policy, target: nil))?.findings ?? []
    return findings.compactMap { finding in
      if finding.severity == .note { return nil }
      guard let location = finding.location else {
        return PlacedFinding(finding: finding, place: nil)
      }
      guard location.source == policy.files[0].source else { return nil }
      let index = rules.firstIndex { rule in
        rule.range.lowerBound <= location.range.lowerBound
          && location.range.upperBound <= rule.range.upperBound
      }
      return PlacedFinding(finding: finding, place: index.map { place(rules[$0], $0) })
    }
  }
}
