public import ClassicBPF
public import LinuxABI
public import SeccompFilter

/// The decisions of a filter on sets of calls, exactly: none that cannot be, and none left out.
public struct DecisionMap: ~Copyable {
  /// A decision that a filter takes on some call of a set.
  public struct Found: Hashable, Sendable {
    /// The decision.
    public let decision: Decision
    /// The first call of the set on which it is taken, in the order of number and arguments.
    public let call: SeccompData
  }

  private let filter: Filter
  private var store: DiagramStore
  /// What the values of terminals stand for; the first is for calls outside of a set.
  private var decisions: [Decision?] = [nil]
  private var values: [Decision: UInt32] = [:]
  private var diagrams: [CallScope: Diagram] = [:]

  /// The decisions of a filter.
  ///
  /// - Parameters:
  ///   - filter: The filter.
  ///   - limits: How much all questions together may cost.
  public init(of filter: Filter, limits: ProofLimits = .standard) {
    self.filter = filter
    store = DiagramStore(limits: limits)
  }

  /// The decisions on all calls of one number whose registers pass some tests.
  ///
  /// - Parameters:
  ///   - number: The number as the register carries it.
  ///   - abi: The ABI through which the calls come.
  ///   - tests: What the registers must pass.
  /// - Returns: Every decision that is taken, in the order in which the filter considers them;
  ///   none where no call passes the tests.
  /// - Throws: ``ProofError`` where that cannot be decided within the limits.
  public mutating func decisions(
    on number: UInt32, of abi: ABI, where tests: [ArgumentTest]
  ) throws(ProofError) -> [Found] {
    let scope = CallScope(of: abi)
    let part = store.part(of: try self.diagram(in: scope), for: number)
    let condition = try store.condition(allOf: tests)
    let diagram = try store.choose(condition, part, else: .no)
    let call = SeccompData(number: number, auditArchitecture: abi.auditArchitecture)
    return store.firstCalls(of: diagram, from: call)
      .sorted { $0.key > $1.key }
      .compactMap { value, call in decisions[Int(value)].map { Found(decision: $0, call: call) } }
  }

  private mutating func diagram(in scope: CallScope) throws(ProofError) -> Diagram {
    if let known = diagrams[scope] { return known }
    // Decisions are put on last ones first, so a larger value is considered earlier.
    var (decisions, values) = (self.decisions, self.values)
    let diagram = try store.diagram(of: filter, in: scope) { decision in
      if let known = values[decision] { return known }
      decisions.append(decision)
      values[decision] = UInt32(decisions.count - 1)
      return UInt32(decisions.count - 1)
    }
    (self.decisions, self.values) = (decisions, values)
    diagrams[scope] = diagram
    return diagram
  }
}

extension DiagramStore {
  /// What a diagram of a scope with one value of `arch` says about the calls of one number.
  func part(of diagram: Diagram, for number: UInt32) -> Diagram {
    var diagram = diagram
    while level(of: diagram) < CallBit.instructionPointer {
      let bit = level(of: diagram) - CallBit.number
      let (low, high) = branches(of: diagram)
      diagram = number >> (31 - bit) & 1 == 0 ? low : high
    }
    return diagram
  }

  /// For each answer of a diagram the first call, in the order of ``CallBit``, that gets it.
  ///
  /// - Parameters:
  ///   - diagram: The diagram.
  ///   - call: A call in which all bits that the diagram asks for are 0.
  /// - Returns: The values of all terminals that can be reached.
  func firstCalls(of diagram: Diagram, from call: SeccompData) -> [UInt32: SeccompData] {
    var calls: [UInt32: SeccompData] = [:]
    var seen: Set<Diagram> = []
    // Whatever is seen again has been seen on the way to an earlier call.
    var open: [(Diagram, SeccompData)] = [(diagram, call)]
    while let (diagram, call) = open.popLast() {
      guard seen.insert(diagram).inserted else { continue }
      if isTerminal(diagram) {
        calls[value(of: diagram)] = call
        continue
      }
      let (low, high) = branches(of: diagram)
      var other = call
      other.setBit(at: level(of: diagram))
      open.append((high, other))
      open.append((low, call))
    }
    return calls
  }
}
