import JSONSyntax
import SourceDiagnostics

/// Conditions, which bind as in C but for `|` and `&`, which bind before comparisons.
extension KafelDecoder {
  /// So many parentheses and `!` may stand in each other.
  private static let deepest = 64

  /// What parentheses may hold.
  private enum Term {
    case condition(KafelFile.Condition)
    case value(KafelFile.Operand)
  }

  /// A condition, or several with commas between them, of which one must hold.
  mutating func condition(depth: Int) throws(Stop) -> KafelFile.Condition {
    let start = token
    guard case .condition(let condition) = try anything(depth: depth) else {
      report(
        at: start.located, "unexpected-text",
        "a comparison is missing: a value alone is no condition")
      throw Stop()
    }
    return condition
  }

  private mutating func anything(depth: Int) throws(Stop) -> Term {
    if depth > Self.deepest { throw tooDeep() }
    let first = try or(depth: depth)
    guard token.text == ",", case .condition(let condition) = first else { return first }
    var conditions = [condition]
    while take(",") { conditions.append(try needCondition(depth, Self.or)) }
    return .condition(.any(conditions))
  }

  private static func or(_ decoder: inout KafelDecoder, _ depth: Int) throws(Stop) -> Term {
    try decoder.or(depth: depth)
  }

  private static func and(_ decoder: inout KafelDecoder, _ depth: Int) throws(Stop) -> Term {
    try decoder.and(depth: depth)
  }

  private static func single(_ decoder: inout KafelDecoder, _ depth: Int) throws(Stop) -> Term {
    try decoder.single(depth: depth)
  }

  private mutating func or(depth: Int) throws(Stop) -> Term {
    let first = try and(depth: depth)
    guard token.text == "||" else { return first }
    var conditions = [try condition(first)]
    while take("||") { conditions.append(try needCondition(depth, Self.and)) }
    return .condition(.any(conditions))
  }

  private mutating func and(depth: Int) throws(Stop) -> Term {
    let first = try single(depth: depth)
    guard token.text == "&&" else { return first }
    var conditions = [try condition(first)]
    while take("&&") { conditions.append(try needCondition(depth, Self.single)) }
    return .condition(.all(conditions))
  }

  private mutating func single(depth: Int) throws(Stop) -> Term {
    if depth > Self.deepest { throw tooDeep() }
    if take("!") {
      return .condition(.not(try needCondition(depth + 1, Self.single)))
    }
    let start = token.range.lowerBound
    let left = try bits(depth: depth)
    guard token.kind == .sign,
      let comparison = KafelFile.Comparison.Operator(rawValue: token.text)
    else { return left }
    let leftValue = try value(left)
    advance()
    let end = token.range.upperBound
    let right = try value(try bits(depth: depth))
    return .condition(
      .comparison(
        KafelFile.Comparison(
          comparison: comparison, left: leftValue, right: right, range: SourceRange(start..<end))))
  }

  // MARK: Values

  private mutating func bits(depth: Int) throws(Stop) -> Term {
    let first = try commonBits(depth: depth)
    guard token.text == "|" else { return first }
    var operands = [try value(first)]
    while take("|") { operands.append(try value(try commonBits(depth: depth))) }
    return .value(.or(operands))
  }

  private mutating func commonBits(depth: Int) throws(Stop) -> Term {
    let first = try operand(depth: depth)
    guard token.text == "&" else { return first }
    var operands = [try value(first)]
    while take("&") { operands.append(try value(try operand(depth: depth))) }
    return .value(.and(operands))
  }

  private mutating func operand(depth: Int) throws(Stop) -> Term {
    if take("(") {
      let term = try anything(depth: depth + 1)
      try expect(")", after: "what stands in parentheses")
      return term
    }
    if token.kind == .number { return .value(.number(try number("a value"))) }
    let name = try word("a value")
    if let number = constant(name.text) { return .value(.number(number)) }
    return .value(.argument(Located(value: name.text, range: name.located)))
  }

  // MARK: Kinds

  private mutating func needCondition(
    _ depth: Int, _ read: (inout KafelDecoder, Int) throws(Stop) -> Term
  ) throws(Stop) -> KafelFile.Condition {
    try condition(try read(&self, depth))
  }

  private mutating func condition(_ term: Term) throws(Stop) -> KafelFile.Condition {
    guard case .condition(let condition) = term else {
      throw stop("a comparison is missing: a value alone is no condition")
    }
    return condition
  }

  private mutating func value(_ term: Term) throws(Stop) -> KafelFile.Operand {
    guard case .value(let value) = term else {
      throw stop("a value is missing: a condition has none")
    }
    return value
  }

  private mutating func tooDeep() -> Stop {
    report(at: token.located, "invalid-value", "too many parentheses")
    return Stop()
  }
}
