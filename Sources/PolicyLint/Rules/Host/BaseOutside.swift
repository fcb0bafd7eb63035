import FilterProof
import Glibc
import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// A file of the policy that is a symbolic link out of its folder.
enum BaseOutside: LintRule {
  static let about = LintRuleDescription(
    id: "base-outside", family: .host, severity: .warning,
    title: "a file of the policy is a link that leads elsewhere",
    problem:
      "The file is a symbolic link to another folder, which may have another owner and other "
      + "permissions than the one that is looked at.",
    advice: "Put a copy where the link is, or extend the file by its own path.",
    bad: "", good: "")

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (policy, _) = context.policy else { return [] }
    var findings: [Finding] = []
    for file in policy.files where !file.isBuiltin {
      let path = file.source.name
      guard !path.hasPrefix("<"), let target = target(of: path) else { continue }
      let slash = path.lastIndex(of: "/")
      let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
      guard let real = resolved(path), let home = resolved(folder), !isIn(home, real) else {
        continue
      }
      findings.append(
        finding(
          at: SourceLocation(source: file.source, range: SourceRange(0..<0)),
          "this file is a link to \(quoted(target)), out of its folder",
          advice: "put a copy in its place, or name the file itself"))
    }
    return findings
  }

  private static func isIn(_ folder: String, _ path: String) -> Bool {
    path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }

  private static func target(of path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe bytes.baseAddress.map { unsafe readlink(path, $0, bytes.count) } ?? -1
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }

  private static func resolved(_ path: String) -> String? {
    guard let text = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }
}
