import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// The elements of `filter` and `args`.
extension SeccompilerDecoder {
  private static let ruleKeys = ["syscall", "args", "comment"]
  private static let conditionKeys = ["index", "type", "op", "val", "comment"]

  mutating func rules(_ node: JSONNode) -> [SeccompilerFile.Rule] {
    guard allowsRules(in: node) else { return [] }
    let rules = list(node, for: "filter", mayBeEmpty: true) { $0.rule($1) }
    compareUnconditional(rules)
    return rules
  }

  private mutating func rule(_ node: JSONNode) -> SeccompilerFile.Rule? {
    guard let keys = members(of: node, Self.ruleKeys, for: "a rule") else { return nil }
    if keys["syscall"] == nil { report(node, missing(["syscall"], in: "a rule")) }
    let call = keys["syscall"].flatMap { self.call($0) }
    let comment = keys["comment"].flatMap { self.comment($0) }
    let conditions = keys["args"].map { self.conditions($0) } ?? []
    guard let call else { return nil }
    return SeccompilerFile.Rule(
      range: node.range, call: call, conditions: conditions, comment: comment)
  }

  private mutating func call(_ node: JSONNode) -> Located<String>? {
    guard let name = string(node, for: "syscall") else { return nil }
    if Syscall.named(name) != nil { return Located(value: name, range: node.range) }
    report(
      at: node.range, "unknown-syscall",
      "unknown system call \(quoted(name))"
        + suggestion(for: name, among: Syscall.all.map(\.name)))
    return nil
  }

  private mutating func comment(_ node: JSONNode) -> String? {
    node.isNull ? nil : string(node, for: "comment")
  }

  /// Rules with and without conditions for one call.
  private mutating func compareUnconditional(_ rules: [SeccompilerFile.Rule]) {
    let conditional = Set(rules.filter { !$0.conditions.isEmpty }.map(\.call.value))
    for rule in rules where rule.conditions.isEmpty && conditional.contains(rule.call.value) {
      differ(
        at: rule.call.range,
        "'\(rule.call.value)' has a rule without conditions, and one with conditions too",
        [
          .seccompiler: "drops the one without conditions",
          .firecracker: "keeps only the one without conditions",
        ])
    }
  }

  // MARK: Conditions

  private mutating func conditions(_ args: JSONNode) -> [SeccompilerFile.Condition] {
    if args.isNull { return [] }
    let conditions = list(args, for: "args", mayBeEmpty: true) { $0.condition($1) }
    if case .array(let elements) = args.value, elements.isEmpty {
      differ(
        at: args.range, refusedBy: .seccompiler, "'args' is empty",
        [.seccompiler: "refuses that", .firecracker: "takes the rule for one without conditions"])
    }
    if Set(conditions.map(\.index)).count < conditions.count {
      differ(
        at: args.range, refusedBy: .firecracker, "an argument is named twice",
        [.seccompiler: "wants all conditions to hold", .firecracker: "refuses that"])
    }
    return conditions
  }

  private mutating func condition(_ node: JSONNode) -> SeccompilerFile.Condition? {
    guard let keys = members(of: node, Self.conditionKeys, for: "a condition") else { return nil }
    let missing = ["index", "type", "op", "val"].filter { keys[$0] == nil }
    guard missing.isEmpty, let typeNode = keys["type"], let operatorNode = keys["op"] else {
      report(node, self.missing(missing, in: "a condition"))
      return nil
    }
    _ = keys["comment"].flatMap { comment($0) }
    let index = keys["index"].flatMap { argumentIndex($0) }
    let isWord = isDoubleWord(typeNode)
    let value = keys["val"].flatMap { registerValue($0, for: "val") }
    guard let operation = operation(operatorNode), let index, let isWord, let value else {
      return nil
    }
    let condition = SeccompilerFile.Condition(
      index: index, isWord: isWord, comparison: operation.comparison, mask: operation.mask,
      value: value, range: node.range)
    compareWidths(condition, at: typeNode.range)
    remark(on: condition, operatorNode.range, (keys["val"] ?? node).range)
    return condition
  }

  private mutating func isDoubleWord(_ node: JSONNode) -> Bool? {
    guard let text = string(node, for: "type") else { return nil }
    switch text {
    case "dword": return true
    case "qword": return false
    default:
      report(
        node, "unknown-type",
        "'type' is \"dword\" for 32 bits or \"qword\" for 64, not \(quoted(text))")
      return nil
    }
  }

  private mutating func operation(
    _ node: JSONNode
  ) -> (comparison: RegisterOperator, mask: UInt64)? {
    switch node.value {
    case .string(let word):
      if let known = RegisterOperator(rawValue: word), known != .maskedEqual {
        return (known, .max)
      }
      unknownOperator(word, at: node)
    case .object(let members):
      guard members.count == 1, let member = members.first else {
        report(
          node, "wrong-type", "'op' is a word, or an object with the one key 'masked_eq'")
        return nil
      }
      if member.key == "masked_eq" {
        return registerValue(member.value, for: "masked_eq").map { (.maskedEqual, $0) }
      }
      unknownOperator(member.key, at: node)
    case .null, .bool, .number, .array:
      report(
        node, "wrong-type",
        "'op' must be a word or { \"masked_eq\": MASK }, not \(node.value.kind)")
    }
    return nil
  }

  private mutating func unknownOperator(_ word: String, at node: JSONNode) {
    let names = RegisterOperator.allCases.map(\.rawValue)
    // A word that is known is not there as it must be.
    let problem =
      word == "masked_eq"
      ? "'masked_eq' needs its mask: { \"masked_eq\": MASK }"
      : names.contains(word)
        ? "'\(word)' has no mask: write \"\(word)\""
        : "unknown operator \(quoted(word))" + suggestion(for: word, among: names)
    report(
      at: node.range, "unknown-operator", problem,
      notes: [
        .init(
          "the operators are \(names.dropLast().joined(separator: ", ")) and { \"masked_eq\": MASK }"
        )
      ])
  }

  // MARK: What may be meant otherwise

  /// Firecracker's compiler minds `dword` only where a value must be equal.
  private mutating func compareWidths(_ condition: SeccompilerFile.Condition, at type: SourceRange)
  {
    guard condition.isWord, condition.comparison != .equal else { return }
    if condition.comparison == .maskedEqual && condition.mask >> 32 == 0 { return }
    differ(
      at: type, "'\(condition.comparison.rawValue)' compares a 'dword'",
      [.seccompiler: "compares the lower 32 bits", .firecracker: "compares all 64 bits"])
  }

  private mutating func remark(
    on condition: SeccompilerFile.Condition, _ operatorRange: SourceRange, _ value: SourceRange
  ) {
    if condition.comparison == .maskedEqual {
      _ = remarkMask(
        Located(value: condition.mask, range: operatorRange),
        Located(value: condition.value, range: value), for: "val",
        advice: "write the bits to look at into 'masked_eq'")
    } else if condition.isWord, condition.value >> 32 != 0 {
      remark(
        .cutValue, .warning, at: value,
        "a 'dword' has 32 bits, so that only \(condition.value & 0xffff_ffff) is compared",
        "write \"type\": \"qword\", or a value of 32 bits")
    }
  }

  // MARK: Members

  /// The values of the keys that an object has; `nil` if it is none.
  private mutating func members(
    of node: JSONNode, _ keys: [String], for what: String
  ) -> [String: JSONNode]? {
    guard let members = object(node, for: what) else { return nil }
    var found: [String: JSONNode] = [:]
    for member in members {
      guard keys.contains(member.key) else {
        unknownKey(member, among: keys)
        continue
      }
      found[member.key] = member.value
    }
    return found
  }
}
