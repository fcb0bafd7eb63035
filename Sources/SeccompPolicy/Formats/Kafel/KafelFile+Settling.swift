import ClassicBPF
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// What a policy of kafel means on a machine.
extension KafelFile {
  var circumstances: Set<Circumstance> { [] }

  func settle(
    _ file: inout PolicyFile, for machine: Machine, in circumstances: Circumstances,
    within limits: PolicyLimits, diagnostics: inout [Diagnostic]
  ) {
    let abi = machine.abi
    let start = SourceRange(0..<0)
    let standard = standard ?? Located(value: .killThread, range: start)
    file.defaultAction = Located(value: .fixed(standard.value), range: standard.range)
    file.foreign = Located(value: .fixed(.killThread), range: start)
    // The filter tells x32 from the ABI of the machine by the number only, for which there is no rule.
    let isOpen = abi == .x86_64 && standard.value != .killThread
    let abis: [ABI] = isOpen ? [abi, .x32] : [abi]
    file.architectures = Located(
      value: abis.map { Located(value: .abi($0), range: start) }, range: start)
    file.rules = []
    for rule in rules {
      let isMeant =
        rule.architectures.map { names in
          names.contains { ABI.meant(by: $0) == abi }
        } ?? true
      if !isMeant { continue }
      do throws(KafelAlternatives.Mistake) {
        var syntax = try rule.syntax(
          on: abi, suggests: diagnostics.count < PolicyLimits.suggestions)
        if isOpen { syntax.architectures = [Located(value: abi, range: rule.call.name.range)] }
        file.rules.append(syntax)
      } catch {
        if diagnostics.count >= limits.mistakes { return }
        diagnostics.append(
          Diagnostic(
            .error, id: error.id, error.message,
            at: SourceLocation(source: file.source, range: error.range)))
      }
    }
  }
}

extension KafelFile.Rule {
  /// The rule on an ABI.
  fileprivate func syntax(
    on abi: ABI, suggests: Bool
  ) throws(KafelAlternatives.Mistake) -> RuleSyntax {
    let syscall =
      call.number.map { Syscall.numbered($0, on: abi) } ?? KafelFile.syscall(named: call.name.value)
    if call.number == nil, syscall?.number(on: abi) == nil {
      throw KafelAlternatives.Mistake(
        range: call.name.range, id: "refused-by-dialect",
        message: "'\(call.name.value)' does not exist on \(abi.name), and kafel refuses the policy "
          + "there; 'ON' says where a rule is meant")
    }
    let selector: CallSelector =
      call.number.map { .number($0) }
      ?? .name(syscall?.name ?? call.name.value, isOptional: false)
    var rule = RuleSyntax(
      range: range, calls: [Located(value: selector, range: call.name.range)],
      callsRange: call.name.range)
    rule.isLiteral = true
    rule.action = Located(value: .fixed(action.value), range: action.range)
    guard let condition else { return rule }
    let finder = KafelAlternatives(
      call: call, arguments: syscall?.arguments(on: abi), abi: abi, suggests: suggests)
    var alternatives = try finder.alternatives(of: condition)
    if alternatives.contains(where: \.isEmpty) { return rule }
    if alternatives.isEmpty {
      alternatives = [[.init(index: 0, mask: .max, values: IntervalSet(), range: range)]]
    }
    rule.alternatives = alternatives.map { $0.map(\.syntax) }
    return rule
  }
}

extension KafelAlternatives.Test {
  /// The test as a condition, a comparison with one value where it is no more.
  fileprivate var syntax: ConditionSyntax {
    let isWhole = mask == .max || mask == 0xffff_ffff
    let comparison: ComparisonSyntax =
      if isWhole, let value = values.single {
        .oneOf([operand(value)])
      } else if isWhole, let value = values.complement(in: 0...mask).single {
        .noneOf([operand(value)])
      } else {
        .among(mask: mask, values)
      }
    return ConditionSyntax(
      argument: Located(value: .register(index), range: range),
      comparisons: [Located(value: comparison, range: range)],
      width: isWhole && mask != .max ? Located(value: 32, range: range) : nil)
  }

  private func operand(_ value: UInt64) -> OperandSyntax {
    .value(Located(value: .number(Int128(value)), range: range))
  }
}

extension IntervalSet<UInt64> {
  /// The number, if there is but one.
  fileprivate var single: UInt64? {
    guard intervals.count == 1, intervals[0].lowerBound == intervals[0].upperBound else {
      return nil
    }
    return intervals[0].lowerBound
  }
}
