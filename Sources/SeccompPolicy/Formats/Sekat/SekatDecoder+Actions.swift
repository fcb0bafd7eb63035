import ClassicBPF
import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

extension SekatDecoder {
  private static func action(ofWord word: String) -> FilterAction? {
    switch word {
    case "allow": .allow
    case "kill-process": .killProcess
    case "kill-thread": .killThread
    case "log": .log
    case "notify": .notify
    case "trace": .trace(0)
    case "trap": .trap(0)
    default: nil
    }
  }

  private static let words = [
    "allow", "kill-process", "kill-thread", "log", "notify", "trace", "trap",
  ]

  private static let actionKeys = ["errno", "trap", "trace", "unsafe", "comment"]

  /// An action: a word, or an object with `errno`, `trap` or `trace`.
  mutating func action(_ node: JSONNode) -> Located<ActionSyntax>? {
    switch node.value {
    case .string(let word):
      if let action = Self.action(ofWord: word) {
        return Located(value: .fixed(action), range: node.range)
      }
      let meant = OtherSpellings.action(word).map { "; \($0)" }
      report(
        at: node.range, "unknown-action",
        "unknown action \(quoted(word))"
          + (meant ?? suggestion(for: word, among: Self.words)),
        notes: meant == nil ? [.init(OtherSpellings.actions)] : [])
      return nil
    case .object(let members): return action(node, members)
    case .null, .bool, .number, .array:
      report(
        node, "wrong-type",
        "an action must be a string such as \"allow\" or an object such as {\"errno\": \"EPERM\"}, "
          + "not \(node.value.kind)")
      return nil
    }
  }

  private mutating func action(
    _ node: JSONNode, _ members: [JSONMember]
  ) -> Located<ActionSyntax>? {
    var found: [(key: JSONMember, action: ActionSyntax?)] = []
    var unsafe: (member: JSONMember, value: Bool)?
    for member in members {
      switch member.key {
      case "comment": _ = string(member.value, for: member.key)
      case "unsafe":
        if let value = bool(member.value, for: member.key) { unsafe = (member, value) }
      case "errno": found.append((member, errno(member.value)))
      case "trap": found.append((member, data(member.value, for: "trap").map { .fixed(.trap($0)) }))
      case "trace":
        found.append((member, data(member.value, for: "trace").map { .fixed(.trace($0)) }))
      default: unknown(member, among: Self.actionKeys)
      }
    }
    guard found.count == 1, let only = found.first else {
      if found.count > 1 {
        report(
          at: found[1].key.keyRange, "two-actions",
          "an action has only one of 'errno', 'trap', 'trace'")
      } else if !members.contains(where: { !Self.actionKeys.contains($0.key) }) {
        report(node, "empty", "an action needs one of 'errno', 'trap', 'trace'")
      }
      return nil
    }
    guard let action = only.action else { return nil }
    let isSuccess = action == .fixed(.errno(0))
    if isSuccess && unsafe?.value != true {
      report(
        only.key.value, "unsafe-errno",
        "errno 0 makes the call succeed without being executed; if that is meant, "
          + "write {\"errno\": 0, \"unsafe\": true}")
      return nil
    }
    if !isSuccess, let unsafe {
      report(at: unsafe.member.keyRange, "unsafe-errno", "'unsafe' belongs to errno 0 only")
      return nil
    }
    return Located(value: action, range: node.range)
  }

  private mutating func errno(_ node: JSONNode) -> ActionSyntax? {
    switch node.value {
    case .string(let name):
      if ErrnoName.exists(name) { return .errno(named: name) }
      if let number = UInt16(name) {
        report(
          node, "unknown-errno", "a number stands without quotes: write {\"errno\": \(number)}")
        return nil
      }
      report(
        node, "unknown-errno",
        "unknown error \(quoted(name))\(suggestion(for: name, among: ErrnoName.all))")
      return nil
    case .number(let number):
      guard let integer = integer(number, at: node) else { return nil }
      guard !integer.isNegative, integer.magnitude <= FilterAction.maximumErrno else {
        report(node, "errno-range", "an error number is 1 to 4095, not \(integer)")
        return nil
      }
      return .fixed(.errno(UInt16(integer.magnitude)))
    case .null, .bool, .array, .object:
      report(node, "wrong-type", "'errno' must be a name or a number, not \(node.value.kind)")
      return nil
    }
  }

  private mutating func data(_ node: JSONNode, for key: String) -> UInt16? {
    guard case .number(let number) = node.value else {
      report(node, "wrong-type", "'\(key)' must be a number, not \(node.value.kind)")
      return nil
    }
    guard let integer = integer(number, at: node) else { return nil }
    guard !integer.isNegative, let data = UInt16(exactly: integer.magnitude) else {
      report(node, "data-range", "the data of '\(key)' is 0 to 65535, not \(integer)")
      return nil
    }
    return data
  }
}
