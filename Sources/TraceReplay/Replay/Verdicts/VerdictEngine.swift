public import ClassicBPF
import LinuxABI
import SeccompFilter
public import SeccompPolicy

/// A filter that logs are replayed against.
public struct ReplayFilter: Sendable {
  /// The policy as it was named, or the file of a raw filter.
  public var name: String
  /// What decides.
  public let program: BPFProgram
  /// What the program was made from, and says why; `nil` for a raw filter.
  public let policy: ResolvedPolicy?
  /// What the policy means.
  let meaning: Filter?

  /// A program whose verdicts are explained by the policy, where there is one.
  ///
  /// - Parameters:
  ///   - name: The policy as it was named, or the file of a raw filter.
  ///   - program: What decides.
  ///   - policy: What the program was made from, if it was.
  public init(name: String, program: BPFProgram, policy: ResolvedPolicy?) {
    self.name = name
    self.program = program
    self.policy = policy
    meaning = policy?.filter
  }

  /// A program with a meaning that is in no file.
  init(name: String, program: BPFProgram, meaning: Filter) {
    self.name = name
    self.program = program
    policy = nil
    self.meaning = meaning
  }
}

/// A call on which a program and the policy that it was made from cannot both be right.
public struct VerdictDisagreement: Error, Hashable, Sendable, CustomStringConvertible {
  /// The filter.
  public var filter: String
  /// The call, and what either says.
  public var description: String
}

/// What the filters may answer to a call.
struct Outcome: Hashable, Sendable {
  /// The possible verdicts of all filters together, the strictest first; one if it is decided.
  var actions: [FilterAction]
  /// For each filter the decisions that remain; none for a raw filter.
  var decisions: [[Decision]]
  /// The registers, as bits, that would settle it; or ``number``.
  var unsettled: UInt8

  /// The bit of ``unsettled`` for the number of the call.
  static let number: UInt8 = 0x40

  /// The verdict, if there is only one.
  var verdict: FilterAction? { actions.count == 1 ? actions[0] : nil }
}

/// Asks the programs what they do with a call, and the policies why.
final class VerdictEngine: Sendable {
  let machine: Machine
  let filters: [ReplayFilter]
  private let interpreters: [PartialInterpreter]
  private let evaluators: [FilterEvaluator?]

  init(_ filters: [ReplayFilter], for machine: Machine) {
    precondition(!filters.isEmpty, "somebody has to decide")
    self.machine = machine
    self.filters = filters
    interpreters = filters.map { PartialInterpreter($0.program, byteOrder: machine.byteOrder) }
    evaluators = filters.map { $0.meaning.map(FilterEvaluator.init) }
  }

  /// The bits of the registers that a verdict on a call, or its reason, may depend on.
  func relevantBits(number: UInt32, on abi: ABI) -> InlineArray<6, UInt64> {
    var masks: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
    let unknown = PartialCall(number: number, on: abi)
    for (interpreter, filter) in zip(interpreters, filters) {
      let answer = interpreter.run(
        number: number, auditArchitecture: abi.auditArchitecture, arguments: unknown.arguments)
      for index in 0..<6 {
        for (half, shift) in [(SeccompData.Half.low, UInt64(0)), (.high, 32)] {
          let offset = SeccompData.offset(
            ofArgument: index, half, byteOrder: machine.byteOrder)
          if answer.reads & 1 << UInt16(offset / 4) != 0 {
            masks[index] |= 0xffff_ffff << shift
          }
        }
      }
      guard let part = filter.meaning?.abis.first(where: { $0.abi == abi }) else { continue }
      for rule in part.rules where rule.numbers.contains(number) {
        for test in rule.condition.alternatives.flatMap({ $0 }) { masks[test.index] |= test.mask }
        if rule.condition.isUnconditional || rule.otherwise != nil { break }
      }
    }
    return masks
  }

  /// What the filters may answer to a call of which each list of registers is possible.
  func outcome(
    number: UInt32, on abi: ABI, _ variants: [[PartialRegister]]
  ) throws(VerdictDisagreement) -> Outcome {
    var outcome = Outcome(actions: [], decisions: filters.map { _ in [] }, unsettled: 0)
    for registers in variants {
      var stack: Set<FilterAction>?
      var unsettled: UInt8 = 0
      for index in filters.indices {
        let (actions, decisions, open) = try answer(of: index, number, abi, registers)
        for decision in decisions where !outcome.decisions[index].contains(decision) {
          outcome.decisions[index].append(decision)
        }
        if actions.count > 1 { unsettled |= open }
        stack =
          stack.map { earlier in
            Set(
              earlier.flatMap { first in
                actions.map { FilterAction.stacked(first, $0) }
              })
          } ?? actions
      }
      outcome.unsettled |= unsettled
      for action in stack ?? [] where !outcome.actions.contains(action) {
        outcome.actions.append(action)
      }
    }
    outcome.actions.sort {
      $0.isStricter(than: $1)
        || !$1.isStricter(than: $0) && $0.returnValue < $1.returnValue
    }
    if outcome.actions.count == 1 { outcome.unsettled = 0 }
    return outcome
  }

  /// Two outcomes of which either may be true.
  static func either(_ left: Outcome, _ right: Outcome) -> Outcome {
    var both = left
    for action in right.actions where !both.actions.contains(action) {
      both.actions.append(action)
    }
    both.actions.sort { $0.isStricter(than: $1) }
    for index in both.decisions.indices {
      for decision in right.decisions[index] where !both.decisions[index].contains(decision) {
        both.decisions[index].append(decision)
      }
    }
    both.unsettled |= right.unsettled
    if Set(left.actions) != Set(right.actions) { both.unsettled |= Outcome.number }
    return both
  }

  /// What one filter may answer: what both its program and its policy hold possible.
  private func answer(
    of index: Int, _ number: UInt32, _ abi: ABI, _ registers: [PartialRegister]
  ) throws(VerdictDisagreement) -> (Set<FilterAction>, [Decision], unsettled: UInt8) {
    let answer = interpreters[index].run(
      number: number, auditArchitecture: abi.auditArchitecture, arguments: registers)
    var unsettled: UInt8 = 0
    for word in SeccompData.argumentsOffset / 4..<SeccompData.size / 4
    where answer.dependsOn & 1 << UInt16(word) != 0 {
      unsettled |= 1 << UInt8((word * 4 - SeccompData.argumentsOffset) / 8)
    }
    let returned = answer.returns.map { Set($0.map(FilterAction.init(returnValue:))) }
    guard let evaluator = evaluators[index] else {
      return (returned ?? Self.everyAction, [], unsettled)
    }
    var call = PartialCall(number: number, on: abi)
    call.arguments = registers
    let possible = evaluator.possibleDecisions(on: call)
    let decisions = possible.filter { returned?.contains($0.action) ?? true }
    if decisions.isEmpty {
      throw VerdictDisagreement(
        filter: filters[index].name,
        description: "\(filters[index].name): \(abi.name) call \(number) with \(registers): "
          + "the program may return \(returned.map { "\($0)" } ?? "anything"), "
          + "the policy decides \(possible)")
    }
    return (Set(decisions.map(\.action)), decisions, unsettled)
  }

  /// What a raw program may answer that returns a word made of the call itself.
  private static let everyAction: Set<FilterAction> = [
    .allow, .log, .trace(0), .notify, .errno(0), .trap(0), .killThread, .killProcess,
  ]
}
