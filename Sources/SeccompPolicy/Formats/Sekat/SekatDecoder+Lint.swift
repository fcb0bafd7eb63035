import JSONSyntax
import SourceDiagnostics

extension SekatDecoder {
  static let lintKeys = ["ignore", "reason", "comment"]

  /// `lint`: which findings are of no interest here, and why.
  ///
  /// Whether there are such findings only the linter knows.
  mutating func lint(_ node: JSONNode) -> LintDirective? {
    guard let members = object(node, for: "lint") else { return nil }
    var ignored: [Located<String>]?
    var reason: String?
    for member in members {
      switch member.key {
      case "ignore":
        ignored = []
        guard
          allows(
            member.value, \.ignored, budget.limits.ignored, "too-many-ignored", "ignored findings")
        else { break }
        let ids = list(member.value, for: member.key) { decoder, entry in
          decoder.string(entry, for: "a lint rule").map { Located(value: $0, range: entry.range) }
        }
        refuseDuplicates(ids) { $0 }
        ignored = ids
      case "reason":
        reason = string(member.value, for: member.key)
        if let reason, reason.allSatisfy(\.isWhitespace) {
          report(member.value, "empty", "'reason' must say why the findings do not matter")
        }
      case "comment": _ = string(member.value, for: member.key)
      default: unknown(member, among: Self.lintKeys)
      }
    }
    let keys = Set(members.map(\.key))
    for key in ["ignore", "reason"] where !keys.contains(key) {
      report(node, "missing-key", "'lint' needs 'ignore' and 'reason'; there is no '\(key)'")
    }
    guard let ignored, let reason else { return nil }
    return LintDirective(ignored: ignored, reason: reason)
  }
}
