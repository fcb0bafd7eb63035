import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

extension SekatDecoder {
  static let ruleKeys = [
    "syscalls", "where", "action", "else", "architectures", "comment", "lint",
  ]

  /// A rule; `nil` only where it is no object.
  mutating func rule(_ node: JSONNode) -> RuleSyntax? {
    guard let members = object(node, for: "a rule") else { return nil }
    var rule = RuleSyntax(range: node.range, calls: [], callsRange: node.range)
    var otherwiseKey: SourceRange?
    var hasCalls = false
    for member in members {
      let value = member.value
      switch member.key {
      case "syscalls":
        hasCalls = true
        rule.calls = selectors(value, for: member.key)
        rule.callsRange = value.range
      case "where": rule.alternatives = alternatives(value)
      case "action": rule.action = action(value) ?? someAction(at: value)
      case "else":
        rule.otherwise = action(value) ?? someAction(at: value)
        otherwiseKey = member.keyRange
      case "architectures":
        let abis = list(value, for: member.key) { $0.ruleABI($1) }
        refuseDuplicates(abis) { $0.name }
        rule.architectures = abis
      case "comment": rule.comment = string(value, for: member.key)
      case "lint": rule.lint = lint(value)
      default: unknown(member, among: Self.ruleKeys)
      }
    }
    if !hasCalls { report(node, missing(["syscalls"], in: "a rule")) }
    if let otherwiseKey, !members.contains(where: { $0.key == "where" }) {
      report(at: otherwiseKey, "else-without-where", "'else' needs a 'where' that may not hold")
    }
    return rule
  }

  private mutating func ruleABI(_ node: JSONNode) -> Located<ABI>? {
    if case .string("native") = node.value {
      report(
        node, "unknown-architecture",
        "a rule names its architectures; 'native' stands for a whole policy only")
      return nil
    }
    return abi(node)
  }

  /// `syscalls`, or the members of a group.
  mutating func selectors(_ node: JSONNode, for what: String) -> [Located<CallSelector>] {
    var isComplete = true
    let selectors = list(node, for: what) { decoder, entry in
      let selector = decoder.selector(entry)
      if selector == nil { isComplete = false }
      return selector
    }
    // Without an entry that cannot be read, nobody knows what there is to remove.
    return isComplete
      ? selectors : selectors.filter { if case .not = $0.value { false } else { true } }
  }

  /// An entry of `syscalls` or of a group.
  private mutating func selector(_ node: JSONNode) -> Located<CallSelector>? {
    guard let text = string(node, for: "a system call") else { return nil }
    guard let selector = selector(text[...], at: node) else { return nil }
    return Located(value: selector, range: node.range)
  }

  private mutating func selector(_ text: Substring, at node: JSONNode) -> CallSelector? {
    switch text.first {
    case "!":
      let rest = text.dropFirst()
      if rest.first == "!" {
        report(node, "invalid-selector", "\(quoted(text)): one '!' is enough")
        return nil
      }
      return selector(rest, at: node).map { .not($0) }
    case "@":
      let name = String(text.dropFirst())
      if name.isEmpty { report(node, "invalid-selector", "'@' needs the name of a group") }
      return name.isEmpty ? nil : .group(name)
    case "#": return numbers(text, at: node)
    case nil:
      report(node, "invalid-selector", "the name of a system call is missing")
      return nil
    default:
      if let right = OtherSpellings.selector(text) {
        report(node, "invalid-selector", "\(quoted(text)) is no system call; \(right)")
        return nil
      }
      let isOptional = text.last == "?"
      let name = String(isOptional ? text.dropLast() : text)
      if name.isEmpty { report(node, "invalid-selector", "'?' needs a name before it") }
      return name.isEmpty ? nil : .name(name, isOptional: isOptional)
    }
  }

  /// A range of numbers has no more than this.
  private static let mostNumbers: UInt32 = 1024

  /// `#334`, or `#334..#423`.
  private mutating func numbers(_ text: Substring, at node: JSONNode) -> CallSelector? {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return number(text.dropFirst(), at: node).map { .number($0) } }
    guard ends[1].first == "#" else {
      report(
        node, "invalid-selector",
        "\(quoted(text)) is no range of numbers: write \(quoted("\(ends[0])..#\(ends[1])"))")
      return nil
    }
    guard let first = number(ends[0].dropFirst(), at: node),
      let last = number(ends[1].dropFirst(), at: node)
    else { return nil }
    guard first < last, last - first < Self.mostNumbers else {
      report(
        node, "invalid-selector",
        first < last
          ? "\(quoted(text)) has more than \(Self.mostNumbers) numbers"
          : "\(quoted(text)) does not go up")
      return nil
    }
    return .numbers(first...last)
  }

  private mutating func number(_ digits: Substring, at node: JSONNode) -> UInt32? {
    let isPlain =
      !digits.isEmpty
      && digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isPlain, digits == "0" || digits.first != "0", let number = UInt32(digits),
      number != .max
    else {
      report(
        node, "invalid-selector",
        "\(quoted("#" + digits)) is no number of a system call: decimal, 0 to 4294967294")
      return nil
    }
    return number
  }

  /// `where`: an object, or a list of alternatives.
  private mutating func alternatives(_ node: JSONNode) -> [[ConditionSyntax]] {
    switch node.value {
    case .object: return [conditions(node)]
    case .array(let elements):
      if elements.isEmpty { report(node, "empty", "'where' must not be empty") }
      return elements.map { element in
        guard case .object = element.value else {
          report(
            element, "wrong-type",
            "an alternative of 'where' must be an object, not \(element.value.kind)")
          return []
        }
        return conditions(element)
      }
    case .null, .bool, .number, .string:
      report(
        node, "wrong-type",
        "'where' must be an object from argument to condition, not \(node.value.kind)")
      return []
    }
  }

  private mutating func conditions(_ node: JSONNode) -> [ConditionSyntax] {
    guard let members = object(node, for: "where") else { return [] }
    let conditions = members.filter { $0.key != "comment" }
    for member in members where member.key == "comment" {
      _ = string(member.value, for: member.key)
    }
    if conditions.isEmpty { report(node, "empty", "'where' must name an argument") }
    return conditions.compactMap { condition($0) }
  }
}
