public import ClassicBPF
public import LinuxABI
public import SeccompFilter

/// The verdicts of a filter or program on sets of calls, exactly: none that cannot be, and none left
/// out.
///
/// Where a ``DecisionMap`` says why, this one knows verdicts only, and so can speak of programs too.
public struct VerdictMap: ~Copyable {
  /// A verdict that is given on some call of a set.
  public struct Found: Hashable, Sendable {
    /// The verdict.
    public let action: FilterAction
    /// The first call of the set that gets it, in the order of number and arguments.
    public let call: SeccompData
  }

  private var store: DiagramStore
  private var diagrams: [CallScope: Diagram] = [:]

  /// The verdicts of a subject.
  ///
  /// - Parameters:
  ///   - subject: What decides.
  ///   - machine: The machine on which it is to decide.
  ///   - limits: How much all questions together may cost.
  /// - Throws: ``ProofError`` where the diagrams exceed the limits.
  public init(
    of subject: Subject, on machine: Machine, limits: ProofLimits = .standard
  ) throws(ProofError) {
    store = DiagramStore(limits: limits)
    let scopes = CallScope.all(on: machine)
    let all = try store.diagrams(of: subject, on: machine, in: scopes)
    for (scope, diagram) in zip(scopes, all) { diagrams[scope] = diagram }
  }

  /// The verdicts on all calls of one number whose registers pass some tests.
  ///
  /// - Parameters:
  ///   - number: The number as the register carries it.
  ///   - abi: The ABI through which the calls come; one of the machine's.
  ///   - tests: What the registers must pass.
  /// - Returns: Every verdict that is given, by its first call; none where no call passes the tests.
  /// - Throws: ``ProofError`` where that cannot be decided within the limits.
  public mutating func verdicts(
    on number: UInt32, of abi: ABI, where tests: [ArgumentTest] = []
  ) throws(ProofError) -> [Found] {
    let scope = CallScope(of: abi)
    guard var diagram = diagrams[scope] else { return [] }
    while store.level(of: diagram) < CallBit.instructionPointer {
      let bit = store.level(of: diagram) - CallBit.number
      let (low, high) = store.branches(of: diagram)
      diagram = number >> (31 - bit) & 1 == 0 ? low : high
    }
    let start = SeccompData(number: number, auditArchitecture: abi.auditArchitecture)
    if tests.isEmpty { return found(in: diagram, from: start) }
    // No action has this word, so what fails the tests can be told from every verdict.
    let outside = try store.terminal(Self.outside)
    let condition = try store.condition(allOf: tests, in: scope)
    return found(in: try store.choose(condition, diagram, else: outside), from: start)
  }

  private static let outside: UInt32 = 0x7fff_ffff

  private mutating func found(in diagram: Diagram, from start: SeccompData) -> [Found] {
    store.firstCalls(of: diagram, from: start)
      .filter { $0.key != Self.outside }
      .map { Found(action: FilterAction(returnValue: $0.key), call: $0.value) }
      .sorted { $0.call.precedes($1.call) }
  }
}

extension SeccompData {
  /// Whether this call comes before another one of the same number, by its arguments.
  fileprivate func precedes(_ other: SeccompData) -> Bool {
    for index in 0..<6 where arguments[index] != other.arguments[index] {
      return arguments[index] < other.arguments[index]
    }
    return false
  }
}
