import Foundation

/// What a report of `sekat run --explain` says is to be written, done literally by somebody who understands
/// nothing of it: lines are copied to where the report says.
///
/// The policy has one rule on each line.
public struct PastedAdvice {
  /// The policy with the changes, or the new policy; `nil` where the report proposes nothing.
  public let policy: String?

  /// Follows a report.
  ///
  /// - Parameters:
  ///   - report: The report, as it is printed.
  ///   - policy: The text of the policy that the command ran under.
  public init(_ report: String, in policy: String) {
    let advice = report.split(separator: "\n").map(String.init)
    if let first = advice.firstIndex(where: { $0.hasPrefix("    { \"extends\": ") }) {
      self.policy = advice[first...].prefix { $0.hasPrefix("    ") }.joined(separator: "\n") + "\n"
      return
    }
    var lines = policy.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // Lines for the beginning, and those in place of others.
    var (front, places): ([String], [Int: [String]]) = ([], [:])
    var target: Int?
    for line in Self.unfolded(advice) {
      if line == "  put at the beginning of \"rules\":" {
        target = 0
      } else if let match = line.wholeMatch(of: /\ \ put in place of the rule at line (\d+):/) {
        target = Int(match.1)
      } else if let match = line.wholeMatch(of: /\ \ leave out of the rule at line (\d+): (.*)/) {
        let index = (Int(match.1) ?? 0) - 1
        for name in match.2.split(separator: ", ") {
          lines[index] = Self.without(name, lines[index])
        }
      } else if line.hasPrefix("    {"), let place = target {
        if place == 0 { front.append(line) } else { places[place - 1, default: []].append(line) }
      }
    }
    for (place, rules) in places {
      lines[place] = rules.joined(separator: "\n") + (lines[place].hasSuffix(",") ? "," : "")
    }
    guard let start = lines.firstIndex(where: { $0.contains("\"rules\": [") }) else {
      self.policy = nil
      return
    }
    lines.insert(contentsOf: front, at: start + 1)
    let changed = lines.joined(separator: "\n")
    self.policy = changed == policy ? nil : changed
  }

  /// Lists of names on one line each.
  private static func unfolded(_ lines: [String]) -> [String] {
    lines.reduce(into: []) { lines, line in
      if line.hasPrefix("    \""), let last = lines.last, last.hasPrefix("  leave out") {
        lines[lines.count - 1] = last + " " + line.drop { $0 == " " }
      } else {
        lines.append(line)
      }
    }
  }

  /// A line without one entry of its list of calls.
  private static func without(_ name: Substring, _ line: String) -> String {
    guard let found = line.range(of: name) else { return line }
    var rest = line
    if rest[found.upperBound...].hasPrefix(", ") {
      rest.removeSubrange(found.lowerBound..<rest.index(found.upperBound, offsetBy: 2))
    } else if rest[..<found.lowerBound].hasSuffix(", ") {
      rest.removeSubrange(rest.index(found.lowerBound, offsetBy: -2)..<found.upperBound)
    }
    return rest
  }
}
