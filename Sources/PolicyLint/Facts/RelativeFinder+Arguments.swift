import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy

/// Uses that are told by an argument which several calls have.
extension RelativeFinder {
  /// The gaps in uses of an effect that are told by an argument which several members have.
  mutating func sharedGaps(
    in effect: Effect, _ members: [Effect.Member]
  ) throws(ProofError) -> [RelativeGap] {
    var gaps: [(parameter: String, gap: RelativeGap)] = []
    for member in members {
      guard try isPartlyRefused(member) else { continue }
      for shared in member.shared {
        guard let argument = shared.argument,
          try isOpen(shared.parameter, beside: member, among: members)
        else { continue }
        for test in try candidates(for: argument, of: member.call) {
          guard let denial = try denial(of: test, in: member) else { continue }
          if let known = gaps.firstIndex(where: {
            $0.parameter == shared.parameter && $0.gap.effects[0].detail == test.constant
          }) {
            // Another call for which it is denied.
            if !gaps[known].gap.denied.contains(member.call.name) {
              gaps[known].gap.denied.append(member.call.name)
            }
            continue
          }
          let open = try open(test, of: shared.parameter, beside: member, among: members)
          if open.isEmpty { continue }
          let gap = RelativeGap(
            location: context.location(of: denial), kind: effect.kind,
            effects: [(effect.name + " with", test.constant)], denied: [member.call.name],
            denial: denial, open: open)
          gaps.append((shared.parameter, gap))
        }
      }
    }
    return gaps.map(\.gap)
  }

  /// Whether something of a usual member is refused, and something of its use is not: what is denied
  /// altogether is no matter of an argument.
  private mutating func isPartlyRefused(_ member: Effect.Member) throws(ProofError) -> Bool {
    guard member.way == .usual, !member.shared.isEmpty, try isRefused(member),
      let tests = member.use.registerTests(of: member.call, on: abi)
    else { return false }
    return try context.grant(of: member.call, on: abi, where: tests) != nil
  }

  /// The verdict that shows that a use of a member is denied.
  private func denial(
    of test: CallUse.Test, in member: Effect.Member
  ) throws(ProofError) -> Finding.Witness? {
    let use = adding(test, to: member.use)
    guard let tests = use.registerTests(of: member.call, on: abi) else { return nil }
    return try denial(among: context.verdicts(on: member.call, of: abi, where: tests))
  }

  /// Whether another member that has a parameter is allowed in some use.
  private mutating func isOpen(
    _ parameter: String, beside member: Effect.Member, among members: [Effect.Member]
  ) throws(ProofError) -> Bool {
    for other in members where other.call != member.call {
      guard other.shared.contains(where: { $0.parameter == parameter }) else { continue }
      if try verdicts(on: other.call).contains(where: \.action.passes) { return true }
    }
    return false
  }

  /// The members that pass a parameter which is denied to another one.
  private func open(
    _ test: CallUse.Test, of parameter: String, beside member: Effect.Member,
    among members: [Effect.Member]
  ) throws(ProofError) -> [RelativeGap.Open] {
    var found: [RelativeGap.Open] = []
    for other in members where other.call != member.call {
      for shared in other.shared where shared.parameter == parameter {
        var use = other.use
        let argument = shared.argument.flatMap { other.hides($0, on: abi) ? nil : $0 }
        if let argument {
          var own = test
          own.argument = argument
          use = adding(own, to: use)
        }
        guard let tests = use.registerTests(of: other.call, on: abi),
          let grant = try context.grant(of: other.call, on: abi, where: tests)
        else { continue }
        found.append(
          RelativeGap.Open(
            call: other.call, witness: grant, uses: argument == nil ? [] : [use],
            isHidden: argument == nil))
      }
    }
    return found
  }

  private func adding(_ test: CallUse.Test, to use: CallUse) -> CallUse {
    var use = use
    if !use.tests.contains(test) { use.tests.append(test) }
    return use
  }

  /// The uses of a call that an argument tells apart.
  ///
  /// It does so by constants, and by numbers that conditions of the policy ask for. Uses that are
  /// effects of their own are looked at there.
  private func candidates(
    for name: String, of call: Syscall
  ) throws(ProofError) -> [CallUse.Test] {
    guard let argument = call.argument(name, on: abi) else { return [] }
    let uses = try context.conditionUses().filter {
      $0.call == call && $0.abi == abi && $0.argument.index == argument.index
    }
    // No condition of the policy looks at it.
    if context.program == nil && uses.isEmpty { return [] }
    var tests: [CallUse.Test] = []
    if let vocabulary = argument.vocabulary {
      tests = vocabulary.constants.compactMap { test(for: $0, of: name, in: vocabulary) }
    } else {
      let numbers = Set(uses.flatMap { $0.condition.numbers(on: abi) })
      tests = numbers.sorted().map {
        CallUse.Test(argument: name, comparison: .equals, constant: String($0))
      }
    }
    var seen: Set<ArgumentTest> = []
    return tests.filter { test in
      guard !Effect.named.contains(Effect.key(of: test, of: call)),
        let register = test.registerTest(of: call, on: abi)
      else { return false }
      // Some constants have several names.
      return seen.insert(register).inserted
    }
  }

  /// The comparison that asks for a constant.
  private func test(
    for constant: Constant, of argument: String, in vocabulary: ArgumentVocabulary
  ) -> CallUse.Test? {
    guard let value = constant.value(on: abi) else { return nil }
    let comparison: CallUse.Test.Comparison? =
      switch vocabulary.form {
      case .value: .equals
      case .flags: value.nonzeroBitCount == 1 ? .has : nil
      case .valueAndFlags:
        if let field = vocabulary.valueField, value & ~field == 0 {
          .field
        } else {
          value.nonzeroBitCount == 1 ? .has : nil
        }
      case .dependsOn: nil
      }
    return comparison.map {
      CallUse.Test(argument: argument, comparison: $0, constant: constant.name)
    }
  }
}

extension ConditionSyntax {
  /// The numbers that the condition asks for one by one.
  fileprivate func numbers(on abi: ABI) -> [UInt64] {
    comparisons.flatMap { comparison -> [UInt64] in
      guard case .oneOf(let operands) = comparison.value else { return [] }
      return operands.compactMap { operand in
        guard case .value(let value) = operand else { return nil }
        return ConditionUse.bits(of: value.value, on: abi)
      }
    }
  }
}
