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
      "Take the permission away (`chmod go-w`), and keep policies where only their owner writes.",
    bad: "", good: "", references: ["CVE-2019-12589"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (policy, _) = context.policy else { return [] }
    var findings: [Finding] = []
    for file in policy.files where !file.isBuiltin {
      let start = SourceLocation(source: file.source, range: SourceRange(0..<0))
      let isRegular = file.mode & UInt32(S_IFMT) == UInt32(S_IFREG)
      if isRegular, let who = writers(file.mode) {
        findings.append(
          finding(
            at: start, "\(who) can write to this file, and so decide what programs may do",
            advice: "chmod go-w \(file.source.name)"))
      }
      if let folder = folder(of: file.source.name), let mode = mode(of: folder),
        let who = writers(mode), mode & UInt32(S_ISVTX) == 0
      {
        findings.append(
          finding(
            at: start, "\(who) can replace this file, for the folder \(quoted(folder)) is writable",
            advice: "chmod go-w \(folder)"))
      }
    }
    return findings
  }

  private static func writers(_ mode: UInt32) -> String? {
    if mode & UInt32(S_IWOTH) != 0 { return "everybody" }
    return mode & UInt32(S_IWGRP) != 0 ? "the group" : nil
  }

  private static func folder(of path: String) -> String? {
    if path.hasPrefix("<") { return nil }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func mode(of path: String) -> UInt32? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? UInt32(status.st_mode) : nil
  }
}
