import ClassicBPF
import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// What stands behind the colon.
extension MinijailDecoder {
  /// A filter, or a list of them in braces; `nil` after a report.
  mutating func filters() -> [MinijailFile.Filter]? {
    guard let brace = tokens.first, brace.reads("{") else { return filter().map { [$0] } }
    note(onlyBy: .compiler, at: brace.range, "a list of filters")
    tokens.removeFirst()
    var filters: [MinijailFile.Filter] = []
    repeat {
      guard filters.isEmpty || allowsRule(at: brace.range), let filter = filter() else {
        return nil
      }
      filters.append(filter)
    } while take(",")
    return take("}", after: "the last filter of a list") ? filters : nil
  }

  private mutating func filter() -> MinijailFile.Filter? {
    guard let first = tokens.first else {
      _ = token("'1', 'return' or a condition", where: { _ in false })
      return nil
    }
    var filter = MinijailFile.Filter(range: first.located)
    if isArgument(first) {
      guard let alternatives = alternatives() else { return nil }
      filter.alternatives = alternatives
      if take(";") {
        guard let action = action() else { return nil }
        filter.action = action
      }
    } else {
      guard let action = action() else { return nil }
      filter.action = action
    }
    return filter
  }

  // MARK: Actions

  private static let actions: [String: FilterAction] = [
    "allow": .allow, "kill": .killThread, "kill-thread": .killThread,
    "kill-process": .killProcess, "trap": .trap(0), "trace": .trace(0), "log": .log,
    "user-notify": .notify,
  ]

  private mutating func action() -> Located<MinijailFile.Action>? {
    guard let token = token("an action", where: { $0.kind == .word || $0.kind == .number }) else {
      return nil
    }
    if token.text == "return" { return errno(token) }
    if token.kind == .number, IntegerText.number(token.text) == 1 {
      if token.text != "1" { note(onlyBy: .compiler, at: token.range, "'\(token.text)' for 1") }
      return Located(value: .fixed(.allow), range: token.located)
    }
    guard let action = Self.actions[token.text] else {
      let names = (["1", "return"] + Self.actions.keys.sorted()).map { "'\($0)'" }
      report(
        at: token.located, "unknown-action",
        "unknown action \(quoted(token.text))"
          + suggestion(for: token.text, among: Self.actions.keys + ["return"]),
        notes: [
          .init(
            "the actions are \(names.joined(separator: ", ")), or a condition on 'arg0' to 'arg5'")
        ])
      return nil
    }
    note(onlyBy: .compiler, at: token.range, "an action by its name")
    return Located(value: .fixed(action), range: token.located)
  }

  private mutating func errno(_ word: MinijailToken) -> Located<MinijailFile.Action>? {
    guard let next = tokens.first, next.kind == .number || next.kind == .word || next.reads("(")
    else {
      note(onlyBy: .minijail0, at: word.range, "'return' without an error")
      return Located(value: .fixed(.killThread), range: word.located)
    }
    guard let value = constant(depth: 0) else { return nil }
    let range = SourceRange(word.range.lowerBound..<value.range.upperBound)
    return Located(value: .errno(value), range: range)
  }

  // MARK: Conditions

  private func isArgument(_ token: MinijailToken) -> Bool {
    token.kind == .word && token.text.hasPrefix("arg")
      && token.text.utf8.dropFirst(3).allSatisfy(\.isDigit) && token.text.utf8.count > 3
  }

  private mutating func alternatives() -> [[MinijailFile.Condition]]? {
    var alternatives: [[MinijailFile.Condition]] = []
    repeat {
      var conditions: [MinijailFile.Condition] = []
      repeat {
        guard let condition = condition() else { return nil }
        conditions.append(condition)
      } while take("&&")
      alternatives.append(conditions)
    } while take("||")
    return alternatives
  }

  private mutating func condition() -> MinijailFile.Condition? {
    guard
      let argument = token("an argument, 'arg0' to 'arg5',", where: { $0.kind == .word }),
      let comparison = comparison(of: argument)
    else { return nil }
    guard isArgument(argument), let index = Int(argument.text.dropFirst(3)), index < 6 else {
      report(
        at: argument.located, "argument-index",
        "\(quoted(argument.text)) is no argument: they are 'arg0' to 'arg5'")
      return nil
    }
    guard let value = value(depth: 0) else { return nil }
    return MinijailFile.Condition(
      index: index, comparison: comparison, value: value,
      range: SourceRange(argument.range.lowerBound..<value.range.upperBound))
  }

  private mutating func comparison(
    of argument: MinijailToken
  ) -> MinijailFile.Condition.Operator? {
    typealias Operator = MinijailFile.Condition.Operator
    guard let token = token("an operator", where: { $0.kind == .sign || $0.kind == .word }) else {
      return nil
    }
    if let known = Operator(rawValue: token.text) { return known }
    let names = Operator.allCases.map { "'\($0.rawValue)'" }
    report(
      at: token.located, "unknown-operator", "unknown operator \(quoted(token.text))",
      notes: [.init("the operators are \(names.joined(separator: ", "))")])
    return nil
  }

  // MARK: Values

  /// Constants with `|` between them.
  private mutating func value(depth: Int) -> Located<ValueSyntax>? {
    guard let first = constant(depth: depth) else { return nil }
    var parts = [first]
    while take("|") {
      guard let next = constant(depth: depth) else { return nil }
      parts.append(next)
    }
    if parts.count == 1 { return first }
    let range = first.range.lowerBound..<parts[parts.count - 1].range.upperBound
    return Located(value: .or(parts), range: SourceRange(range))
  }

  private mutating func constant(depth: Int) -> Located<ValueSyntax>? {
    guard
      let token = token(
        "a value",
        where: { $0.kind == .number || $0.kind == .word || $0.reads("~") || $0.reads("(") })
    else { return nil }
    if depth > 32 {
      report(at: token.located, "invalid-value", "too many parentheses")
      return nil
    }
    if token.reads("~") {
      if tokens.first?.reads("~") == true {
        report(at: token.located, "invalid-value", "'~' stands once before a value")
        return nil
      }
      return constant(depth: depth + 1).map { operand in
        Located(
          value: .not(operand),
          range: SourceRange(token.range.lowerBound..<operand.range.upperBound))
      }
    }
    if token.reads("(") {
      guard let value = value(depth: depth + 1), take(")", after: "a value in parentheses") else {
        return nil
      }
      return value
    }
    if token.kind == .word { return Located(value: .constant(token.text), range: token.located) }
    return number(token)
  }

  private mutating func number(_ token: MinijailToken) -> Located<ValueSyntax>? {
    let isNegative = token.text.hasPrefix("-")
    guard let magnitude = IntegerText.number(token.text.drop { $0 == "-" }),
      !isNegative || magnitude <= 1 << 63
    else {
      report(
        at: token.located, "invalid-value",
        "\(quoted(token.text)) is no number of 64 bits: write a decimal, 0x… or, after a 0, octal one"
      )
      return nil
    }
    let number = isNegative ? -Int128(magnitude) : Int128(magnitude)
    return Located(value: .number(number), range: token.located)
  }
}
