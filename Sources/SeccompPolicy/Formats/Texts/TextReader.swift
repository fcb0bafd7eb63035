import JSONSyntax
import SourceDiagnostics
import Toolbox

/// Reads a file of another tool's format that is no JSON.
protocol TextReader: ProfileReader {}

extension TextReader {
  /// Reports what does not belong where it stands.
  mutating func unexpected(at range: Range<Int>, _ message: String) {
    report(at: SourceRange(range), "unexpected-text", message)
  }

  /// A part of the text in quotes, shortened where it is long.
  func excerpt(_ range: Range<Int>) -> String {
    let most = 40
    let text = String(decoding: source.bytes[range.prefix(most * 4)], as: UTF8.self)
    return quoted(text.count > most ? text.prefix(most) + "…" : text)
  }

  /// Whether all files together may have one rule more.
  mutating func allowsRule(at range: Range<Int>) -> Bool {
    budget.rules += 1
    if budget.rules <= budget.limits.rules { return true }
    if budget.rules == budget.limits.rules + 1 {
      report(
        at: SourceRange(range), "too-many-rules",
        "the files of the policy have more than \(budget.limits.rules) rules in all")
    }
    return false
  }
}
