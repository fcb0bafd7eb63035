public import ClassicBPF
import FilterProof
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
  private let sources: [Source]

  /// Where the answers of a filter come from.
  private enum Source {
    case table(AnswerTable)
    /// A program for which no table can be made.
    case coarse(CoarseAnswers, FilterEvaluator?)
  }

  init(_ filters: [ReplayFilter], for machine: Machine) {
    precondition(!filters.isEmpty, "somebody has to decide")
    self.machine = machine
    self.filters = filters
    sources = filters.map { filter in
      do throws(ProofError) {
        return .table(
          try AnswerTable(of: filter.program, meaning: filter.meaning, on: machine))
      } catch {
        return .coarse(
          CoarseAnswers(filter.program, byteOrder: machine.byteOrder),
          filter.meaning.map(FilterEvaluator.init))
      }
    }
  }

  /// The bits of the registers that a verdict on a call, or its reason, may depend on.
  func relevantBits(number: UInt32, on abi: ABI) -> InlineArray<6, UInt64> {
    var masks: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
    for (source, filter) in zip(sources, filters) {
      switch source {
      case .table(let table):
        let bits = table.relevantBits(of: number, on: abi)
        for index in 0..<6 { masks[index] |= bits[index] }
      case .coarse(let answers, _):
        for index in 0..<6 { masks[index] |= answers.relevantBits[index] }
        let rules = filter.meaning?.abis.first { $0.abi == abi }?.rules ?? []
        for rule in rules where rule.numbers.contains(number) {
          for test in rule.condition.alternatives.joined() { masks[test.index] |= test.mask }
        }
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
    var call = PartialCall(number: number, on: abi)
    call.arguments = registers
    switch sources[index] {
    case .table(let table):
      let answers = table.answers(to: call)
      let actions = Set(answers.map(\.action))
      let unsettled = actions.count > 1 ? table.unsettledRegisters(of: call) : 0
      guard filters[index].meaning != nil else { return (Self.few(actions), [], unsettled) }
      // Each answer is that to some call: there program and policy must say the same.
      for case (let action, let decision?) in answers.lazy.map({ ($0.action, $0.decision) })
      where action != decision.action {
        throw disagreement(of: index, on: call, [action], [decision])
      }
      return (actions, answers.compactMap(\.decision), unsettled)
    case .coarse(let answers, let evaluator):
      let (actions, unsettled) = answers.answer(to: call)
      guard let evaluator else { return (Self.few(actions ?? Self.everyAction), [], unsettled) }
      let decisions = try agreeing(
        evaluator.possibleDecisions(on: call), with: actions, of: index, on: call)
      return (Set(decisions.map(\.action)), decisions, unsettled)
    }
  }

  /// The decisions that a program's answers bear out; there must be one.
  private func agreeing(
    _ decisions: [Decision], with actions: Set<FilterAction>?, of index: Int, on call: PartialCall
  ) throws(VerdictDisagreement) -> [Decision] {
    let agreeing = decisions.filter { actions?.contains($0.action) ?? true }
    if agreeing.isEmpty { throw disagreement(of: index, on: call, actions, decisions) }
    return agreeing
  }

  private func disagreement(
    of index: Int, on call: PartialCall, _ actions: Set<FilterAction>?, _ decisions: [Decision]
  ) -> VerdictDisagreement {
    VerdictDisagreement(
      filter: filters[index].name,
      description: "\(filters[index].name): \(call.abi.name) call \(call.number) with "
        + "\(call.arguments): the program may return \(actions.map { "\($0)" } ?? "anything"), "
        + "the policy decides \(decisions)")
  }

  /// Actions without their values where there are too many to be listed: a program may return a
  /// word that is made of the call itself.
  private static func few(_ actions: Set<FilterAction>) -> Set<FilterAction> {
    actions.count <= 64 ? actions : everyAction
  }

  /// What a raw program may answer that returns a word made of the call itself.
  private static let everyAction: Set<FilterAction> = [
    .allow, .log, .trace(0), .notify, .errno(0), .trap(0), .killThread, .killProcess,
  ]
}
