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
      "Whoever can write to a file of the policy, or replace it in its folder, decides what "
      + "programs may do; a confined program that can do so sets itself free for the next time.",
    advice:
      "Take the permission away (`chmod go-w`), and keep policies where only root and their user "
      + "write; `sekat run` as root refuses files of others.",
    bad: "", good: "", references: ["CVE-2019-12589"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (policy, _) = context.policy else { return [] }
    let user = geteuid()
    return policy.files.filter { !$0.isBuiltin }.flatMap { file in
      let start = SourceLocation(source: file.source, range: SourceRange(0..<0))
      let name = file.source.name
      var findings: [Finding] = []
      if let writer = file.trust.writer(besides: user) {
        findings.append(
          finding(
            at: start, "\(text(writer)) can write to this file, and so decide what programs may do",
            advice: advice(against: writer, on: name, for: user), severity: severity(writer)))
      }
      if let folder = FileTrust.folder(of: name),
        let writer = folder.trust.replacer(besides: user)
      {
        let isOwner = if case .owner = writer { true } else { false }
        findings.append(
          finding(
            at: start,
            "\(text(writer)) \(isOwner ? "owns" : "can write to") the folder "
              + "\(quoted(folder.path)), and can replace this file in it",
            advice: advice(against: writer, on: folder.path, for: user),
            severity: severity(writer)))
      }
      return findings
    }
  }

  /// Who owns a file is not a matter of the policy: where it is checked, it need not be used.
  private static func severity(_ writer: FileTrust.Writer) -> Diagnostic.Severity {
    switch writer {
    case .owner: .note
    case .everyone, .group: .error
    }
  }

  private static func text(_ writer: FileTrust.Writer) -> String {
    switch writer {
    case .owner(let user): "user \(user)"
    case .everyone: "everybody"
    case .group: "the group"
    }
  }

  /// What to do about somebody who can write to a file or folder.
  private static func advice(
    against writer: FileTrust.Writer, on name: String, for user: uid_t
  ) -> String {
    switch writer {
    case .owner:
      user == 0
        ? "chown root \(name), or keep the policy elsewhere"
        : "keep a copy that is your own, in a folder of yours"
    case .everyone, .group: "chmod go-w \(name)"
    }
  }
}
