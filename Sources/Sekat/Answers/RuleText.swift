import FilterProof
package import SeccompFilter
package import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// What a decision rests on, as it is written in a policy.
///
/// Nothing is made of the file's bytes before it is asked for: a report quotes few of a policy's rules.
package struct RuleText: Hashable {
  private enum Content {
    case rule(PolicyRule)
    /// The value of a key.
    case member(SourceLocation)
  }

  private let content: Content
  /// The call's name, which a shortened list of calls shows.
  package var call: String?

  /// What a decision rests on; `nil` where no file says it.
  ///
  /// - Parameters:
  ///   - reason: What the decision rests on.
  ///   - policy: The policy that decides.
  ///   - call: The call's name, which a shortened list of calls shows.
  package init?(of reason: Decision.Reason, in policy: ResolvedPolicy, about call: String? = nil) {
    switch reason {
    case .rule(let origin), .otherwise(let origin):
      content = .rule(policy.rule(origin))
      self.call = call
    case .defaultAction: content = .member(policy.defaultLocation)
    case .foreign:
      // Of profiles of other tools it is their loader that says so.
      guard let location = policy.foreignLocation, policy.isOwnSyntax(location.source) else {
        return nil
      }
      content = .member(location)
    case .newer, .skipped, .exception: return nil
    }
  }

  package static func == (left: RuleText, right: RuleText) -> Bool { left.text == right.text }

  package func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// Whether it is a rule, and not a key of the whole policy such as `default`, which says no more than the
  /// verdict does.
  package var isRule: Bool { if case .rule = content { true } else { false } }

  /// The text on one line, with nothing invisible in it.
  package var text: String {
    switch content {
    case .rule(let rule): Self.line(rule.location.source.bytes[rule.syntax.range.range])
    case .member(let location):
      Self.line(
        location.source.bytes[Self.start(ofMember: location)..<location.range.range.upperBound])
    }
  }

  /// Where the key of a value begins; where the value does, if it has none.
  private static func start(ofMember location: SourceLocation) -> Int {
    let bytes = location.source.bytes
    let value = location.range.range.lowerBound
    func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0a, 0x0d].contains(byte) }
    let colon = bytes[..<value].lastIndex { !isBlank($0) }
    guard let colon, bytes[colon] == UInt8(ascii: ":"),
      let end = bytes[..<colon].lastIndex(where: { !isBlank($0) }),
      bytes[end] == UInt8(ascii: "\"")
    else { return value }
    return bytes[..<end].lastIndex(of: UInt8(ascii: "\"")) ?? value
  }

  /// The entries of its list of calls, and what stands before and after the list.
  private var parts: (head: String, calls: [String], tail: String) {
    guard case .rule(let rule) = content else { return (text, [], "") }
    let bytes = rule.location.source.bytes
    let (all, calls) = (rule.syntax.range.range, rule.syntax.callsRange.range)
    let tail = Self.line(bytes[calls.upperBound..<all.upperBound])
    return (
      Self.line(bytes[all.lowerBound..<calls.lowerBound]) + " ",
      rule.syntax.calls.map { Self.line(bytes[$0.range.range]) },
      (tail.first == "," ? "" : " ") + tail
    )
  }

  /// The text in so many columns: where need be without its comment, with a shorter list of calls,
  /// and without a piece in the middle, for the action stands at the end.
  package func shortened(to width: Int) -> String {
    let text = text
    if text.count <= width { return text }
    let plain = Self.withoutComment(text)
    if plain.count <= width { return plain }
    let (head, calls, tail) = parts
    let brief = Self.withoutComment(
      head + (calls.count > 1 ? list(of: calls) : calls.isEmpty ? "" : "[\(calls[0])]") + tail)
    if brief.count <= width { return brief }
    let room = max(width - 1, 2)
    return brief.prefix(room - room * 2 / 5) + "…" + brief.suffix(room * 2 / 5)
  }

  /// The list of calls with the one that matters.
  private func list(of calls: [String]) -> String {
    let shown = calls.firstIndex { $0 == call.map { "\"\($0)\"" } } ?? 0
    return "[" + (shown > 0 ? "…, " : "") + calls[shown] + (shown < calls.count - 1 ? ", …" : "")
      + "]"
  }

  /// A rule without what its author says of it.
  private static func withoutComment(_ text: String) -> String {
    text.replacing(/, ?"comment": ?"(?:[^"\\]|\\.)*"/, with: "")
      .replacing(/"comment": ?"(?:[^"\\]|\\.)*", ?/, with: "")
  }

  /// A text with each run of white space as one blank.
  private static func line(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.split { [0x20, 0x09, 0x0a, 0x0d].contains($0) }.map { escaped($0) }.joined(separator: " ")
  }
}

extension ResolvedPolicy {
  /// Whether a file of it is written in sekat's own syntax.
  fileprivate func isOwnSyntax(_ file: SourceText) -> Bool {
    source.syntax.first { $0.source == file }?.format.takesOwnSyntax == true
  }

  /// All that decisions can rest on and files say, by how reports name it.
  ///
  /// What several rules of one line are called says nothing about which one is meant, and is left
  /// out.
  package var ruleTexts: [(phrase: String, text: RuleText)] {
    let reasons = rules.indices.flatMap { index -> [Decision.Reason] in
      [.rule(RuleOrigin(index)), .otherwise(RuleOrigin(index))]
    }
    var places: [String: Int] = [:]
    var texts: [(phrase: String, text: RuleText?)] = []
    for reason in reasons + [.defaultAction, .foreign] {
      guard let text = RuleText(of: reason, in: self) else { continue }
      let phrase = phrase(for: reason)
      if let place = places[phrase] {
        if texts[place].text != text { texts[place].text = nil }
      } else {
        places[phrase] = texts.count
        texts.append((phrase, text))
      }
    }
    return texts.compactMap { phrase, text in text.map { (phrase, $0) } }
  }
}
