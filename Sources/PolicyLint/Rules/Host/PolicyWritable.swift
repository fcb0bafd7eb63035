import FilterProof
import Glibc
import SeccompPolicy
import SourceDiagnostics

/// A file of the policy that others can change.
enum PolicyWritable: LintRule {
  static let about = LintRuleDescription(
    id: "policy-writable", family: .host, severity: .error,
    title: "others can change the policy",
    problem:
      "Whoever can write to a file of the policy, or to a folder on the way to it, or owns a link "
      + "there, decides what programs may do; a confined program that can do so sets itself free for "
      + "the next time. Access lists count as well.",
    advice:
      "Take the permission away (`chmod go-w`, `setfacl -b`), and keep policies where only root and "
      + "their user write; `sekat run` as root refuses what others can change.",
    bad: "", good: "", references: ["CVE-2019-12589"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (policy, _) = context.policy else { return [] }
    let user = geteuid()
    return policy.files.filter { !$0.isBuiltin }.flatMap { file in
      (file.trust?.weaknesses ?? []).map { weakness in
        finding(
          at: SourceLocation(source: file.source, range: SourceRange(0..<0)),
          "\(weakness.sentence)\(consequence(of: weakness))",
          advice: Advice(words: weakness.advice(for: user)), severity: severity(weakness.writer))
      }
    }
  }

  private static func consequence(of weakness: FileTrust.Weakness) -> String {
    switch (weakness.kind, weakness.writer) {
    case (_, .unknown): ""
    case (.link, _): ", and so decides what programs may do"
    case (.file, _), (.folder, _): ", and so decide what programs may do"
    }
  }

  /// Who owns a file is not a matter of the policy: where it is checked, it need not be used.
  private static func severity(_ writer: FileTrust.Writer) -> Diagnostic.Severity {
    switch writer {
    case .owner, .unknown: .note
    case .everyone, .group, .listedUser, .listedGroup: .error
    }
  }
}
