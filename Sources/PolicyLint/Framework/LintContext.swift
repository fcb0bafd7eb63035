import ClassicBPF
import FilterProof
public import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// What is linted, on one machine, with answers to what rules ask about it.
///
/// Answers are exact: they come from decision diagrams, and hold for every call.
public final class LintContext {
  /// What is linted.
  enum Target {
    case policy(Policy, ResolvedPolicy)
    case program(CompiledFilter)
  }

  let target: Target
  /// The machine.
  public let machine: Machine
  /// The machines that the linter looks at in turn.
  let machines: [Machine]
  /// How much a proof may cost.
  let limits: ProofLimits

  private var map: VerdictMap
  /// The verdicts on all calls of a number, by ABI.
  private var knownVerdicts: [ABI: [UInt32: [Finding.Witness]]] = [:]
  /// What was spent before this machine, and what for facts about rules.
  private let costBefore: ProofCost
  private var factSteps = 0
  private var finder: CallEntryFinder?
  private var entries: [Int: [Syscall: CallEntry]] = [:]
  private var knownFacts: RuleFacts?
  private var knownUses: [ConditionUse]?
  private var knownProgram: Result<BPFProgram, FilterCompilationError>?

  /// A policy on a machine.
  init(
    _ policy: Policy, _ resolved: ResolvedPolicy, on machine: Machine, of machines: [Machine],
    limits: ProofLimits, after cost: ProofCost
  ) throws(ProofError) {
    try RuleFacts.requireFew(in: resolved.filter, limits: limits)
    target = .policy(policy, resolved)
    self.machine = machine
    self.machines = machines
    self.limits = limits
    costBefore = cost
    map = VerdictMap(of: .filter(resolved.filter), on: machine, limits: limits, after: cost)
  }

  /// A compiled filter on a machine.
  init(_ program: CompiledFilter, on machine: Machine, limits: ProofLimits) throws(ProofError) {
    target = .program(program)
    self.machine = machine
    machines = [machine]
    self.limits = limits
    costBefore = ProofCost()
    map = VerdictMap(of: .program(program.program), on: machine, limits: limits)
  }

  /// What all proofs have cost, and what was spent before.
  var cost: ProofCost {
    var cost = map.cost
    cost.steps += factSteps
    return cost
  }

  /// The policy, if one is linted.
  var policy: (source: Policy, resolved: ResolvedPolicy)? {
    if case .policy(let policy, let resolved) = target { (policy, resolved) } else { nil }
  }

  /// The compiled filter, if one is linted.
  var program: CompiledFilter? {
    if case .program(let program) = target { program } else { nil }
  }

  /// The ABIs whose calls are served.
  var abis: [ABI] { policy?.resolved.filter.abis.map(\.abi) ?? [machine.abi] }

  // MARK: Verdicts

  /// The verdicts on a call, for all arguments that pass the tests, each with its first call.
  func verdicts(
    on call: Syscall, of abi: ABI, where tests: [ArgumentTest] = []
  ) throws(ProofError) -> [Finding.Witness] {
    guard let number = call.number(on: abi) else { return [] }
    return try verdicts(onNumber: number, of: abi, where: tests)
  }

  /// The verdicts on a number, for all arguments that pass the tests, each with its first call.
  func verdicts(
    onNumber number: UInt32, of abi: ABI, where tests: [ArgumentTest] = []
  ) throws(ProofError) -> [Finding.Witness] {
    if tests.isEmpty, let known = knownVerdicts[abi]?[number] { return known }
    let found = try map.verdicts(on: number, of: abi, where: tests)
      .map { Finding.Witness($0.call, $0.action) }
    if tests.isEmpty { knownVerdicts[abi, default: [:]][number] = found }
    return found
  }

  /// The verdict on one call.
  func verdict(on call: SeccompData, of abi: ABI) throws(ProofError) -> FilterAction {
    try map.verdict(on: call, of: abi)
  }

  /// The first call that is executed, of all whose arguments pass the tests.
  func grant(
    of call: Syscall, on abi: ABI, where tests: [ArgumentTest] = []
  ) throws(ProofError) -> Finding.Witness? {
    try verdicts(on: call, of: abi, where: tests).first { $0.action.passes }
  }

  /// The first call that is not executed, of all whose arguments pass the tests.
  func denial(
    of call: Syscall, on abi: ABI, where tests: [ArgumentTest] = []
  ) throws(ProofError) -> Finding.Witness? {
    try verdicts(on: call, of: abi, where: tests).first { !$0.action.passes }
  }

  /// The first call through x32 that is executed where the same call of x86_64 is not.
  ///
  /// Upper halves of arguments are 0: there an ABI may look at fewer bits than the other, which says
  /// nothing about what it allows.
  func laxerCall(on number: UInt32, than other: UInt32) throws(ProofError) -> Finding.Witness? {
    let tests = (0..<6).map {
      ArgumentTest(index: $0, mask: 0xffff_ffff_0000_0000, values: IntervalSet(0...0))
    }
    return try map.firstCall(on: number, beside: other, of: .x32, where: tests) { own, other in
      own.passes && !other.passes
    }.map { Finding.Witness($0.call, $0.action) }
  }

  /// Whether what nobody has thought of is executed: a list of what is forbidden, not of what is
  /// allowed.
  var isDenyList: Bool {
    get throws(ProofError) {
      if let policy {
        return policy.resolved.filter.abis.contains { $0.defaultAction.passes }
      }
      return try verdicts(onNumber: Self.numberOfNoCall, of: machine.abi)
        .contains { $0.action.passes }
    }
  }

  /// A number that no table has and none will for long.
  static let numberOfNoCall: UInt32 = 0xfff

  // MARK: Facts and programs

  /// The calls that a rule names, and which of its entries brings in each.
  func entries(of origin: RuleOrigin) -> [Syscall: CallEntry] {
    guard let (policy, resolved) = policy else { return [:] }
    if let known = entries[origin.index] { return known }
    let rule = resolved.rule(origin)
    var finder = self.finder ?? CallEntryFinder(policy)
    self.finder = nil
    let found = finder.entries(of: rule.syntax, in: rule.file)
    self.finder = finder
    entries[origin.index] = found
    return found
  }

  /// What is true of each call of each rule; nothing for a compiled filter.
  func facts() throws(ProofError) -> RuleFacts {
    if let knownFacts { return knownFacts }
    guard let policy else { return RuleFacts() }
    var cost = costBefore
    let facts = try RuleFacts(of: policy.resolved, limits: limits, cost: &cost)
    factSteps = cost.steps - costBefore.steps
    knownFacts = facts
    return facts
  }

  /// All conditions of a policy, for each call and ABI that they apply to.
  func conditionUses() throws(ProofError) -> [ConditionUse] {
    if let knownUses { return knownUses }
    let uses = try findConditionUses()
    knownUses = uses
    return uses
  }

  /// The program of the policy, or why there is none.
  var compiled: Result<BPFProgram, FilterCompilationError>? {
    guard let policy else { return nil }
    if let knownProgram { return knownProgram }
    let result: Result<BPFProgram, FilterCompilationError>
    do throws(FilterCompilationError) {
      result = .success(try NativeBackend().unprovedProgram(for: policy.resolved.filter))
    } catch {
      result = .failure(error)
    }
    knownProgram = result
    return result
  }
}

extension FilterAction {
  /// Whether the action is to kill.
  var isDeadly: Bool {
    switch self {
    case .killThread, .killProcess, .trap: true
    case .allow, .log, .trace, .notify, .errno: false
    }
  }
}
