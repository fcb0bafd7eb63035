import LinuxABI
package import PolicyLint
import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// Rules in front of a policy's own, as somebody is advised to write them.
package struct ProposedRules {
  private let policy: Policy

  /// A policy that extends another one with rules; `nil` where there is none that could be loaded.
  ///
  /// - Parameters:
  ///   - rules: The rules, as they are written.
  ///   - reference: The other policy, as a command line names it.
  package init?(_ rules: [String], before reference: String) {
    guard reference != "-", let base = try? PolicyInput.load(reference) else { return nil }
    let abis = base.listedABIs(on: .native)
    var json = JSONWriter(.compact)
    json.object { json in
      json.array("extends") { $0.value(reference) }
      json.array("architectures") { json in abis.forEach { json.value($0.name) } }
    }
    let head = String(json.text.dropLast(2))
    let text = head + ",\"rules\":[" + rules.joined(separator: ",\n") + "]}\n"
    guard let policy = try? PolicyInput.load(text: text, for: nil) else { return nil }
    self.policy = policy
  }

  /// What a linter says of each rule.
  package var findings: [[Finding]] {
    let syntax = policy.syntax[0].rules
    var findings = [[Finding]](repeating: [], count: syntax.count)
    guard let report = try? LintInput.lint(policy, target: nil) else { return findings }
    for finding in report.findings where finding.severity != .note {
      guard let location = finding.location, location.source == policy.files[0].source,
        let index = syntax.firstIndex(where: { rule in
          rule.range.lowerBound <= location.range.lowerBound
            && location.range.upperBound <= rule.range.upperBound
        })
      else { continue }
      findings[index].append(finding)
    }
    return findings
  }
}
