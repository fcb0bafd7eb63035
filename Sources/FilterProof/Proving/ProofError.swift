/// Why a question about filters could not be decided.
///
/// Never a "no": within larger bounds the answer might be either.
public enum ProofError: Error, Hashable, Sendable {
  /// The diagrams would have more nodes than ``ProofLimits/nodes``; how many there may be.
  case tooManyNodes(limit: Int)
  /// The diagrams would take more steps to build than ``ProofLimits/steps``; how many there may be.
  case tooManySteps(limit: Int)
  /// The program's registers and scratch memory have more states than ``ProofLimits/states``; how
  /// many there may be.
  case tooManyStates(limit: Int)
  /// The answer has more parts than ``ProofLimits/parts``; how many there may be.
  case tooManyParts(limit: Int)
  /// There is more to be said about rules than ``ProofLimits/facts``; how much there may be.
  case tooManyFacts(limit: Int)
  /// An instruction multiplies, divides or shifts by an index register that is not the same for
  /// every call; its index, counted from 0.
  case unsupportedArithmetic(instruction: Int)
}

extension ProofError: CustomStringConvertible {
  /// The reason as a sentence without a full stop.
  public var description: String {
    switch self {
    case .tooManyNodes(let limit): "its decision diagram has more than \(limit) nodes"
    case .tooManySteps(let limit): "its decision diagram takes more than \(limit) steps to build"
    case .tooManyStates(let limit): "the program has more than \(limit) states"
    case .tooManyParts(let limit): "the answer has more than \(limit) parts"
    case .tooManyFacts(let limit):
      "its rules name calls, or overlap with each other, in more than \(limit) ways"
    case .unsupportedArithmetic(let instruction):
      "instruction \(instruction) multiplies, divides or shifts by an index register that depends "
        + "on the call"
    }
  }
}

/// How much a proof may cost before it ends undecided.
public struct ProofLimits: Hashable, Sendable {
  /// The most nodes of all diagrams of a proof.
  public var nodes: Int
  /// The most steps of all operations on diagrams.
  public var steps: Int
  /// The most states of a program: an instruction with what registers and scratch memory hold.
  public var states: Int
  /// The most parts of an answer that lists sets of calls, with the values that tell them apart.
  public var parts: Int
  /// The most facts about rules: for each rule, the calls that it names on each ABI, and the earlier
  /// rules that take some of them.
  public var facts: Int

  /// Puts the limits together.
  ///
  /// - Parameters:
  ///   - nodes: The most nodes of all diagrams of a proof.
  ///   - steps: The most steps of all operations on diagrams.
  ///   - states: The most states of a program.
  ///   - parts: The most parts of an answer that lists sets of calls.
  ///   - facts: The most facts about rules.
  public init(
    nodes: Int = 4_000_000, steps: Int = 30_000_000, states: Int = 250_000, parts: Int = 10_000,
    facts: Int = 200_000
  ) {
    self.nodes = nodes
    self.steps = steps
    self.states = states
    self.parts = parts
    self.facts = facts
  }

  /// What every command works within.
  public static let standard = ProofLimits()
}
