import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// Looks for calls that do what is denied to others, on one ABI.
struct RelativeFinder {
  let context: LintContext
  let abi: ABI
  /// Who answers ENOSYS wants programs to take the relative.
  private let noCall: FilterAction?
  private var plain: [Syscall: [Finding.Witness]] = [:]

  init(_ context: LintContext, on abi: ABI) {
    self.context = context
    self.abi = abi
    noCall = ErrnoName.number(of: "ENOSYS", on: abi).map { .errno($0) }
  }

  /// The gaps in an effect: of the whole, and of uses by an argument that several calls have.
  mutating func gaps(in effect: Effect) throws(ProofError) -> [RelativeGap] {
    let members = effect.members(on: abi).filter { $0.way != .ring }
    var (isRefused, isGranted) = (false, false)
    for member in members {
      if try self.isRefused(member) { isRefused = true }
      let verdicts = try verdicts(on: member.call)
      if verdicts.contains(where: \.action.isPermitting) { isGranted = true }
    }
    guard isRefused && isGranted else { return [] }
    return try [gap(in: effect, members)].compactMap { $0 } + sharedGaps(in: effect, members)
  }

  // MARK: Verdicts

  /// The verdicts on a call, whatever its arguments are.
  private mutating func verdicts(
    on call: Syscall
  ) throws(ProofError) -> [Finding.Witness] {
    if let known = plain[call] { return known }
    let found = try context.verdicts(on: call, of: abi)
    plain[call] = found
    return found
  }

  /// Whether denying the member would mean something, and some use of it is refused.
  private mutating func isRefused(_ member: Effect.Member) throws(ProofError) -> Bool {
    guard member.way == .usual || member.way == .part else { return false }
    return try verdicts(on: member.call).contains { !$0.action.isPermitting && $0.action != noCall }
  }

  /// The verdict that shows that a rule was written to deny the calls.
  private func denial(among verdicts: [Finding.Witness]) -> Finding.Witness? {
    if verdicts.contains(where: { $0.action.isPermitting }) { return nil }
    return verdicts.first { witness in
      witness.action != noCall
        && (context.program != nil || context.rule(behind: witness) != nil)
    }
  }

  // MARK: Effects

  /// The members of an effect that are open although a usual one is denied.
  private mutating func gap(
    in effect: Effect, _ members: [Effect.Member]
  ) throws(ProofError) -> RelativeGap? {
    var open: [RelativeGap.Open] = []
    var refused: [(member: Effect.Member, verdicts: [Finding.Witness])] = []
    for member in members {
      guard let tests = member.use.registerTests(of: member.call, on: abi) else { continue }
      let verdicts =
        try tests.isEmpty
        ? verdicts(on: member.call) : context.verdicts(on: member.call, of: abi, where: tests)
      guard let grant = verdicts.first(where: { $0.action.isPermitting }) else {
        refused.append((member, verdicts))
        continue
      }
      guard try isUsable(member) else { continue }
      open.append(
        RelativeGap.Open(
          call: member.call, witness: grant, uses: member.use.isEvery ? [] : [member.use],
          isHidden: member.isHidden))
    }
    if open.isEmpty { return nil }
    var denied: [(call: Syscall, witness: Finding.Witness)] = []
    for (member, verdicts) in refused where try meansEffect(member) {
      if let denial = denial(among: verdicts) { denied.append((member.call, denial)) }
    }
    guard let first = denied.first else { return nil }
    var gap = RelativeGap(
      location: context.location(of: first.witness), kind: effect.kind,
      effects: [(effect.name, effect.detail)], denied: [], denial: first.witness, open: [])
    for call in denied.map(\.call.name) where !gap.denied.contains(call) { gap.denied.append(call) }
    for call in open { gap.add(call) }
    return gap
  }

  /// Whether denying the use of a member means to deny the effect.
  private func meansEffect(_ member: Effect.Member) throws(ProofError) -> Bool {
    try context.denyingMeansEffect(member, on: abi)
  }

  /// Whether what a member needs can be had.
  private func isUsable(_ member: Effect.Member) throws(ProofError) -> Bool {
    guard let needs = member.needs.flatMap(Effect.named) else { return true }
    for way in needs.members(on: abi) where way.way != .ring {
      guard let tests = way.use.registerTests(of: way.call, on: abi) else { continue }
      if try context.grant(of: way.call, on: abi, where: tests) != nil { return true }
    }
    return false
  }

  // MARK: Shared arguments

  /// The gaps in uses of an effect that are told by an argument which several members have.
  private mutating func sharedGaps(
    in effect: Effect, _ members: [Effect.Member]
  ) throws(ProofError) -> [RelativeGap] {
    var gaps: [RelativeGap] = []
    for member in members where member.way == .usual && !member.shared.isEmpty {
      let verdicts = try verdicts(on: member.call)
      guard try isRefused(member), verdicts.contains(where: { $0.action.isPermitting }),
        // What is denied altogether is no matter of an argument.
        let own = member.use.registerTests(of: member.call, on: abi),
        try context.grant(of: member.call, on: abi, where: own) != nil
      else { continue }
      for shared in member.shared {
        guard let argument = shared.argument,
          try isOpen(shared.parameter, beside: member, among: members)
        else { continue }
        for test in try candidates(for: argument, of: member.call) {
          let use = adding(test, to: member.use)
          guard let tests = use.registerTests(of: member.call, on: abi),
            let denial = try denial(
              among: context.verdicts(on: member.call, of: abi, where: tests))
          else { continue }
          let open = try open(test, of: shared.parameter, beside: member, among: members)
          if open.isEmpty { continue }
          if let known = gaps.firstIndex(where: { $0.effects[0].detail == test.constant }) {
            if !gaps[known].denied.contains(member.call.name) {
              gaps[known].denied.append(member.call.name)
            }
            continue
          }
          gaps.append(
            RelativeGap(
              location: context.location(of: denial), kind: effect.kind,
              effects: [(effect.name + " with", test.constant)], denied: [member.call.name],
              denial: denial, open: open))
        }
      }
    }
    return gaps
  }

  /// Whether another member that has a parameter is allowed in some use.
  private mutating func isOpen(
    _ parameter: String, beside member: Effect.Member, among members: [Effect.Member]
  ) throws(ProofError) -> Bool {
    for other in members where other.call != member.call {
      guard other.shared.contains(where: { $0.parameter == parameter }) else { continue }
      if try verdicts(on: other.call).contains(where: \.action.isPermitting) { return true }
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
        if let argument = shared.argument {
          var own = test
          own.argument = argument
          use = adding(own, to: use)
        }
        guard let tests = use.registerTests(of: other.call, on: abi),
          let grant = try context.grant(of: other.call, on: abi, where: tests)
        else { continue }
        found.append(
          RelativeGap.Open(
            call: other.call, witness: grant, uses: shared.argument == nil ? [] : [use],
            isHidden: shared.argument == nil))
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

extension LintContext {
  /// Whether denying the use of a member of an effect means to deny the effect.
  func denyingMeansEffect(_ member: Effect.Member, on abi: ABI) throws(ProofError) -> Bool {
    switch member.way {
    case .usual: true
    case .other, .ring: false
    // Something else of the call must be left, which differs in nothing but the use.
    case .part:
      try grant(
        of: member.call, on: abi,
        where: member.use.testsBesides(of: member.call, on: abi) ?? []) != nil
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
