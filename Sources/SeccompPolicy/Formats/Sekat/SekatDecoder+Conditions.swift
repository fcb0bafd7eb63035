import JSONSyntax
import SourceDiagnostics
import Toolbox

extension SekatDecoder {
  private static let operators = [
    "eq", "ne", "in", "notIn", "lt", "le", "gt", "ge", "has", "hasAny", "hasNone", "only", "is",
    "masked",
  ]
  static let conditionKeys = operators + ["width", "strict", "comment"]

  /// The condition on one argument: a value, a list of values, or an object of operators.
  mutating func condition(_ member: JSONMember) -> ConditionSyntax? {
    let argument = Located(value: ArgumentReference(member.key), range: member.keyRange)
    var condition = ConditionSyntax(argument: argument, comparisons: [])
    let node = member.value
    switch node.value {
    case .object(let members):
      for member in members { decode(member, into: &condition) }
      if !members.contains(where: { Self.operators.contains($0.key) }) {
        let isUnderstood = members.allSatisfy { Self.conditionKeys.contains($0.key) }
        if isUnderstood {
          report(node, "empty", "the condition on \(quoted(member.key)) has no operator")
        }
        return nil
      }
    case .array: condition.comparisons = [Located(value: .oneOf(operands(node)), range: node.range)]
    case .number, .string:
      guard let value = value(node) else { return nil }
      condition.comparisons = [Located(value: .oneOf([.value(value)]), range: node.range)]
    case .null, .bool:
      report(
        node, "wrong-type",
        "a condition must be a value, a list or an object of operators, not \(node.value.kind)")
      return nil
    }
    return condition.comparisons.isEmpty ? nil : condition
  }

  private mutating func decode(_ member: JSONMember, into condition: inout ConditionSyntax) {
    let node = member.value
    func add(_ comparison: ComparisonSyntax?) {
      guard let comparison else { return }
      condition.comparisons.append(Located(value: comparison, range: node.range))
    }
    switch member.key {
    case "eq": add(value(node).map { .oneOf([.value($0)]) })
    case "ne": add(value(node).map { .noneOf([.value($0)]) })
    case "in": add(.oneOf(operands(node, for: member.key)))
    case "notIn": add(.noneOf(operands(node, for: member.key)))
    case "lt", "le", "gt", "ge":
      if let order = OrderOperator(rawValue: member.key) {
        add(value(node).map { .order(order, $0) })
      }
    case "has", "hasAny", "hasNone", "only":
      if let bits = BitOperator(rawValue: member.key) { add(value(node).map { .bits(bits, $0) }) }
    case "is": add(fieldValues(node).map { .field($0) })
    case "masked": add(masked(node))
    case "width": condition.width = width(node)
    case "strict": condition.isStrict = bool(node, for: member.key) ?? false
    case "comment": _ = string(node, for: member.key)
    default: unknown(member, among: Self.conditionKeys)
    }
  }

  private mutating func width(_ node: JSONNode) -> Located<Int>? {
    if case .number(let number) = node.value, let bits = number.integer?.bits,
      bits == 32 || bits == 64
    {
      return Located(value: Int(bits), range: node.range)
    }
    report(node, "invalid-width", "'width' is 32 or 64")
    return nil
  }

  private mutating func operands(_ node: JSONNode, for what: String = "a list of values")
    -> [OperandSyntax]
  {
    list(node, for: what) { $0.operand($1) }
  }

  private mutating func operand(_ node: JSONNode) -> OperandSyntax? {
    guard case .object = node.value else { return value(node).map { .value($0) } }
    return values(of: ("from", "to"), in: node, for: "a range")
      .map { .range(from: $0, to: $1, node.range) }
  }

  private mutating func fieldValues(_ node: JSONNode) -> [Located<ValueSyntax>]? {
    guard case .array = node.value else { return value(node).map { [$0] } }
    return list(node, for: "is") { $0.value($1) }
  }

  private mutating func masked(_ node: JSONNode) -> ComparisonSyntax? {
    values(of: ("mask", "value"), in: node, for: "masked").map { .masked(mask: $0, value: $1) }
  }

  /// The values of two keys, both of which an object must have.
  private mutating func values(
    of keys: (String, String), in node: JSONNode, for what: String
  ) -> (Located<ValueSyntax>, Located<ValueSyntax>)? {
    guard let members = object(node, for: what) else { return nil }
    var found: [String: Located<ValueSyntax>] = [:]
    var isComplete = true
    for member in members {
      switch member.key {
      case keys.0, keys.1:
        found[member.key] = value(member.value)
        if found[member.key] == nil { isComplete = false }
      case "comment": _ = string(member.value, for: member.key)
      default:
        unknown(member, among: [keys.0, keys.1, "comment"])
        isComplete = false
      }
    }
    if let first = found[keys.0], let second = found[keys.1] { return (first, second) }
    // What is missing may be what could not be read.
    if isComplete { report(node, missing([keys.0, keys.1], in: what)) }
    return nil
  }

  /// A number or an expression.
  mutating func value(_ node: JSONNode) -> Located<ValueSyntax>? {
    switch node.value {
    case .number(let number):
      guard let integer = integer(number, at: node) else { return nil }
      let magnitude = Int128(integer.magnitude)
      return Located(
        value: .number(integer.isNegative ? -magnitude : magnitude), range: node.range)
    case .string(let text):
      let (source, literal) = (source, node.range)
      var parser = ValueExpressionParser(text) { part in
        SourceLocation(source: source, range: source.range(ofUTF8: part, inStringAt: literal))
      }
      let value = parser.parse()
      report(parser.diagnostics)
      return value.map { Located(value: $0.value, range: node.range) }
    case .null, .bool, .array, .object:
      report(
        node, "wrong-type",
        "a value must be a number or a string of constants, not \(node.value.kind)")
      return nil
    }
  }
}
