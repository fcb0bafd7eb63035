import ClassicBPF
import LinuxABI
import SourceDiagnostics
import Toolbox

/// Rules of filters.
extension MinijailSettling {
  /// The rule that a filter is for some calls.
  mutating func rule(
    _ filter: MinijailFile.Filter, of statement: MinijailFile.Statement,
    naming calls: [MinijailFile.Call]
  ) -> RuleSyntax {
    var rule = RuleSyntax(
      range: statement.range,
      calls: calls.map { Located(value: $0.selector, range: $0.name.range) },
      callsRange: statement.callsRange)
    rule.isLiteral = true
    rule.source = statement.source == text.source ? nil : statement.source
    let allow = Located<ActionSyntax>(value: .fixed(.allow), range: filter.range)
    rule.action = allow
    if let written = filter.action { rule.action = action(written, in: statement.source) }
    guard let alternatives = filter.alternatives else { return rule }
    if reader == .minijail0, filter.action != nil {
      rule.otherwise = rule.action
      rule.action = allow
    }
    rule.alternatives = conditions(alternatives, in: statement.source)
    // Where a condition always holds, nothing else is asked.
    if rule.alternatives?.contains(where: \.isEmpty) == true { rule.alternatives = nil }
    if rule.alternatives == nil { rule.otherwise = nil }
    return rule
  }

  private mutating func action(
    _ action: Located<MinijailFile.Action>, in source: SourceText
  ) -> Located<ActionSyntax> {
    switch action.value {
    case .fixed(let fixed): return Located(value: .fixed(fixed), range: action.range)
    case .errno(let value):
      if case .constant(let name) = value.value, ErrnoName.number(of: name, on: abi) == nil {
        report(
          value.range, "unknown-errno",
          "unknown error \(quoted(name))"
            + suggestion(for: name, among: ErrnoName.all), in: source)
        return Located(value: .fixed(.killThread), range: action.range)
      }
      if case .constant(let name) = value.value {
        return Located(value: .errno(named: name), range: action.range)
      }
      guard let number = bits(value, in: source) else {
        return Located(value: .fixed(.killThread), range: action.range)
      }
      if number > UInt64(FilterAction.maximumErrno) {
        report(
          value.range, "errno-range", "an error number is at most 4095, not \(number)", in: source)
      }
      if number == 0 {
        remark(
          .pointlessErrno, .warning, at: value.range,
          "with 0 the call is not made, and the program is told that it was", "write an error",
          in: source)
      }
      let errno = UInt16(min(number, UInt64(FilterAction.maximumErrno)))
      return Located(value: .fixed(.errno(errno)), range: action.range)
    }
  }

  // MARK: Conditions

  /// The conditions; an alternative without one always holds.
  private mutating func conditions(
    _ alternatives: [[MinijailFile.Condition]], in source: SourceText
  ) -> [[ConditionSyntax]] {
    var result: [[ConditionSyntax]] = []
    for conditions in alternatives {
      var found: [ConditionSyntax] = []
      for condition in conditions {
        if let syntax = syntax(of: condition, in: source) { found.append(syntax) }
      }
      result.append(found)
    }
    return result
  }

  /// The condition on a register; `nil` where it always holds, or cannot be read.
  private mutating func syntax(
    of condition: MinijailFile.Condition, in source: SourceText
  ) -> ConditionSyntax? {
    guard let value = bits(condition.value, in: source) else { return nil }
    let all = UInt64(lowBits: abi.registerWidth)
    func located(_ number: UInt64) -> Located<ValueSyntax> {
      Located(value: .number(Int128(number)), range: condition.value.range)
    }
    let syntax: ComparisonSyntax
    switch condition.comparison {
    case .equal: syntax = .oneOf([.value(located(value))])
    case .notEqual: syntax = .noneOf([.value(located(value))])
    case .less: syntax = .order(.lt, located(value))
    case .lessOrEqual: syntax = .order(.le, located(value))
    case .greater: syntax = .order(.gt, located(value))
    case .greaterOrEqual: syntax = .order(.ge, located(value))
    case .anyBit:
      if value == 0 {
        remark(
          .emptyMask, .error, at: condition.range,
          "there is no bit in 0, so that the condition never holds", "write the bits to look for",
          in: source)
      }
      syntax = value == 0 ? .oneOf([]) : .bits(.hasAny, located(value))
    case .within:
      if value == all {
        remark(
          .emptyMask, .error, at: condition.range,
          "all bits may be there, so that the condition always holds",
          "write the bits that may be there", in: source)
        return nil
      }
      syntax = .masked(mask: located(~value & all), value: located(0))
    }
    return ConditionSyntax(
      argument: Located(value: .register(condition.index), range: condition.range),
      comparisons: [Located(value: syntax, range: condition.range)],
      width: abi.registerWidth == 64
        ? nil : Located(value: abi.registerWidth, range: condition.range))
  }

  /// The bits of a value; `nil` after a report.
  private mutating func bits(_ value: Located<ValueSyntax>, in source: SourceText) -> UInt64? {
    let isFew = diagnostics.count < PolicyLimits.suggestions
    let (bits, mistakes) = ValueResolver.registerBits(value, on: abi, suggests: isFew)
    for mistake in mistakes { report(mistake.range, mistake.id, mistake.message, in: source) }
    return bits
  }

  /// Remarks conditions on registers that hold no argument of a call.
  mutating func remarkArguments(
    of statement: MinijailFile.Statement, _ calls: [MinijailFile.Call]
  ) {
    let conditions = statement.filters.flatMap { $0.alternatives?.flatMap { $0 } ?? [] }
    guard let most = conditions.map(\.index).max() else { return }
    for call in calls {
      guard let count = Syscall.named(call.name.value)?.arguments(on: abi)?.count, most >= count,
        let condition = conditions.first(where: { $0.index >= count })
      else { continue }
      remark(
        .absentArgument, .warning, at: condition.range,
        "'\(call.name.value)' has \(count) \(count == 1 ? "argument" : "arguments") on "
          + "\(abi.name), so that a register is compared which may hold anything",
        "remove the condition, or correct the number of the argument", in: statement.source)
      return
    }
  }
}

extension MinijailFile.Call {
  /// What a rule names.
  fileprivate var selector: CallSelector {
    number.map { .number($0) } ?? .name(name.value, isOptional: false)
  }
}
