public import ClassicBPF
public import LinuxABI
public import SeccompFilter

/// The verdicts of a subject on sets of calls, exactly: none that cannot be, and none left out.
///
/// What ``DecisionMap`` is for a filter, this is for programs and stacks, which have no rules to
/// name.
public struct VerdictMap: ~Copyable {
  /// A verdict that a subject has on some call of a set.
  public struct Found: Hashable, Sendable {
    /// The verdict.
    public let action: FilterAction
    /// The first call of the set that gets it, in the order of number and arguments.
    public let call: SeccompData
  }

  private let subject: Subject
  private let machine: Machine
  private var store: DiagramStore
  private var diagrams: [CallScope: Diagram] = [:]

  /// The verdicts of a subject.
  ///
  /// - Parameters:
  ///   - subject: The subject.
  ///   - machine: The machine on which it is to decide.
  ///   - limits: How much all questions together may cost.
  ///   - cost: What was spent before.
  public init(
    of subject: Subject, on machine: Machine, limits: ProofLimits = .standard,
    after cost: ProofCost = ProofCost()
  ) {
    self.subject = subject
    self.machine = machine
    store = DiagramStore(limits: limits, steps: cost.steps)
  }

  /// What all questions have cost, and what was spent before.
  public var cost: ProofCost {
    var cost = ProofCost()
    cost.nodes = store.count
    cost.steps = store.steps
    return cost
  }

  /// The verdicts on all calls of one number whose registers pass some tests.
  ///
  /// - Parameters:
  ///   - number: The number as the register carries it.
  ///   - abi: The ABI through which the calls come.
  ///   - tests: What the registers must pass.
  /// - Returns: Every verdict, in the order of the calls that get it; none where no call passes the
  ///   tests.
  /// - Throws: ``ProofError`` where that cannot be decided within the limits.
  public mutating func verdicts(
    on number: UInt32, of abi: ABI, where tests: [ArgumentTest]
  ) throws(ProofError) -> [Found] {
    let scope = CallScope(of: abi)
    let diagram = try diagram(in: scope)
    // No action has this word; it stands for the calls that fail a test.
    let outside = UInt32.max
    let others = try store.terminal(outside)
    let condition = try store.condition(allOf: tests)
    let asked = try store.choose(condition, store.part(of: diagram, for: number), else: others)
    let call = SeccompData(number: number, auditArchitecture: abi.auditArchitecture)
    return store.firstCalls(of: asked, from: call)
      .filter { $0.key != outside }
      .map { Found(action: FilterAction(returnValue: $0.key), call: $0.value) }
      .sorted { $0.call.precedes($1.call) }
  }

  /// The verdict on one call.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - abi: The ABI through which it comes.
  /// - Returns: The verdict.
  /// - Throws: ``ProofError`` where that cannot be decided within the limits.
  public mutating func verdict(
    on call: SeccompData, of abi: ABI
  ) throws(ProofError) -> FilterAction {
    FilterAction(
      returnValue: store.answer(of: try diagram(in: CallScope(of: abi)), to: call))
  }

  /// The first call of one number that fares in a certain way beside the same call of another one.
  ///
  /// - Parameters:
  ///   - number: The number of the call that is looked for, as the register carries it.
  ///   - other: The other number, of an ABI with the same value of `arch`.
  ///   - abi: The ABI of the call that is looked for.
  ///   - tests: What the registers must pass.
  ///   - isWanted: Whether its verdict and that on the other call are of interest.
  /// - Returns: The call with its verdict, or `nil` where there is none.
  /// - Throws: ``ProofError`` where that cannot be decided within the limits.
  public mutating func firstCall(
    on number: UInt32, beside other: UInt32, of abi: ABI, where tests: [ArgumentTest],
    isWanted: @escaping (FilterAction, FilterAction) -> Bool
  ) throws(ProofError) -> Found? {
    let scope = CallScope(of: abi)
    let diagram = try diagram(in: scope)
    var pairing = Pairing { own, other in
      isWanted(FilterAction(returnValue: own), FilterAction(returnValue: other)) ? 1 : 0
    }
    let wanted = try pairing.diagram(
      store.part(of: diagram, for: number), store.part(of: diagram, for: other), in: &store)
    let asked = try store.and(store.condition(allOf: tests), wanted)
    let start = SeccompData(number: number, auditArchitecture: abi.auditArchitecture)
    guard let call = store.firstCalls(of: asked, from: start)[1] else { return nil }
    return Found(action: subject.verdict(on: call, on: machine), call: call)
  }

  private mutating func diagram(in scope: CallScope) throws(ProofError) -> Diagram {
    if let known = diagrams[scope] { return known }
    let diagram = try store.diagrams(of: subject, on: machine, in: [scope])[0]
    diagrams[scope] = diagram
    return diagram
  }
}
