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
      let folder = folder(of: name)
      return [
        file.trust.writer(besides: user).map { writer in
          finding(
            at: start, "\(text(writer)) can write to this file, and so decide what programs may do",
            advice: advice(against: writer, on: name, for: user))
        },
        folder.flatMap { trust(of: $0)?.replacer(besides: user) }.map { writer in
          let reason =
            if case .owner = writer { "owns the folder \(quoted(folder ?? ""))" } else {
              "can write to the folder \(quoted(folder ?? ""))"
            }
          return finding(
            at: start, "\(text(writer)) \(reason), and can replace this file in it",
            advice: advice(against: writer, on: folder ?? "", for: user))
        },
      ].compactMap { $0 }
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

  private static func folder(of path: String) -> String? {
    if path.hasPrefix("<") { return nil }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func trust(of path: String) -> FileTrust? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return FileTrust(owner: status.st_uid, mode: status.st_mode)
  }
}
