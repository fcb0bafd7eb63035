import FilterProof
import SeccompPolicy
import SourceDiagnostics

/// A rule about what the loader of another format makes of a file, which its reader has remarked.
///
/// What is said is in the remark: its remedy is in that file's own syntax.
protocol ProfileRule: LintRule {
  /// The kinds of remarks that the rule is about.
  static var kinds: Set<PolicyRemark.Kind> { get }
}

extension ProfileRule {
  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (policy, _) = context.policy else { return [] }
    var findings: [Finding] = []
    for file in policy.syntax {
      for remark in file.remarks where kinds.contains(remark.kind) {
        findings.append(
          finding(
            at: SourceLocation(source: remark.source ?? file.source, range: remark.range),
            remark.problem,
            advice: Advice(words: remark.advice), severity: remark.severity))
      }
    }
    return findings
  }
}
