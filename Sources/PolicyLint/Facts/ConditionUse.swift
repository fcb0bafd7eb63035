import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A condition of a policy as it applies to one call on one ABI.
struct ConditionUse {
  let origin: RuleOrigin
  let rule: PolicyRule
  let condition: ConditionSyntax
  let call: Syscall
  let abi: ABI
  let argument: ArgumentSignature

  /// Where the argument is named.
  var location: SourceLocation {
    SourceLocation(source: rule.location.source, range: condition.argument.range)
  }

  /// Whether calls that meet the condition are refused, and others are not by this rule.
  var isDenial: Bool {
    guard let action = rule.syntax.action, !action.value.passes else { return false }
    return rule.syntax.otherwise.map { $0.value.passes } ?? true
  }

  /// Whether calls that meet the condition are allowed, and others are not by this rule.
  var isPermission: Bool {
    if let action = rule.syntax.action, !action.value.passes { return false }
    return rule.syntax.otherwise.map { !$0.value.passes } ?? true
  }

  /// The test that the whole argument is a value.
  func test(is value: UInt64) -> ArgumentTest {
    let mask = argument.mask(on: abi)
    return ArgumentTest(
      index: argument.index, mask: mask, values: IntervalSet(value & mask...value & mask))
  }

  /// The value that is written for an equality, as far as it is one constant or number.
  static func bits(of value: ValueSyntax, on abi: ABI) -> UInt64? {
    switch value {
    case .number(let number): UInt64(truncatingIfNeeded: number)
    case .constant(let name): Constant.named(name)?.value(on: abi)
    case .or(let parts):
      parts.reduce(UInt64?.some(0)) { all, part in
        all.flatMap { all in bits(of: part.value, on: abi).map { all | $0 } }
      }
    case .not: nil
    }
  }
}

extension LintContext {
  /// All conditions of a policy, for each call and ABI that they apply to.
  func findConditionUses() throws(ProofError) -> [ConditionUse] {
    guard let (_, resolved) = policy else { return [] }
    var uses: [ConditionUse] = []
    for (index, rule) in resolved.rules.enumerated() {
      guard let alternatives = rule.syntax.alternatives else { continue }
      let origin = RuleOrigin(index)
      let calls = self.calls(of: origin).sorted { $0.name < $1.name }
      let only = rule.syntax.architectures.map { Set($0.map(\.value)) }
      for abi in abis where only?.contains(abi) ?? true {
        for call in calls where call.number(on: abi) != nil {
          for condition in alternatives.flatMap({ $0 }) {
            guard let argument = argument(condition.argument.value, of: call, on: abi) else {
              continue
            }
            if uses.count == limits.facts { throw .tooManyFacts(limit: limits.facts) }
            uses.append(
              ConditionUse(
                origin: origin, rule: rule, condition: condition, call: call, abi: abi,
                argument: argument))
          }
        }
      }
    }
    return uses
  }

  /// The argument of a call that a condition is about, if the tables know one there.
  private func argument(
    _ reference: ArgumentReference, of call: Syscall, on abi: ABI
  ) -> ArgumentSignature? {
    let index: Int
    switch reference {
    case .name(let name): return call.argument(name, on: abi)
    case .argument(in: let register): index = register.index
    case .register(let register): index = register
    }
    return call.arguments(on: abi)?.first { $0.index == index }
  }
}
