public import ClassicBPF
public import LinuxABI
public import SeccompFilter

/// What a filter may answer to calls of which only some bits are known: nothing that cannot be, and
/// nothing left out.
///
/// It is made once, of diagrams, and then asked by any number of threads; no question changes it, and
/// none can fail. What ``DecisionMap`` and ``VerdictMap`` are for conditions, this is for bits.
public struct AnswerTable: Sendable {
  /// What becomes of a call.
  public struct Answer: Hashable, Sendable {
    /// What the program returns.
    public let action: FilterAction
    /// What the filter that the program was made from decides; `nil` without one.
    public let decision: Decision?
  }

  /// The nodes that can be reached from ``roots``, in no particular order.
  let nodes: [DiagramStore.Node]
  /// Where the diagram of each known value of `arch` begins.
  private let roots: [CallScope: Int]
  /// Where the diagram of all other values begins.
  private let otherRoot: Int
  /// What the values of terminals stand for.
  let answers: [Answer]
  /// For each answer the first one with the same action.
  let kinds: [Int]
  /// For each answer when the filter considers its decision: what is considered first has the
  /// largest rank.
  private let ranks: [UInt32]

  /// The answers of a program.
  ///
  /// - Parameters:
  ///   - program: What decides.
  ///   - filter: What the program was made from, and gives reasons, if it is known.
  ///   - machine: The machine on which the program is to decide.
  ///   - limits: How much the diagrams may cost.
  /// - Throws: ``ProofError`` where the diagrams exceed the limits, or the program calculates with
  ///   arguments in a way that they cannot follow.
  public init(
    of program: BPFProgram, meaning filter: Filter?, on machine: Machine,
    limits: ProofLimits = .standard
  ) throws(ProofError) {
    var store = DiagramStore(limits: limits)
    let scopes = CallScope.all(on: machine)
    // The last is that of all values of `arch` which have none of their own.
    var diagrams = try store.diagrams(of: .program(program), on: machine, in: scopes)
    var book = AnswerBook()
    if let filter {
      for index in scopes.indices {
        let decisions = try store.diagram(of: filter, in: scopes[index]) { book.value(of: $0) }
        var pairing = Pairing { word, decision in book.value(of: word, decision) }
        diagrams[index] = try pairing.diagram(diagrams[index], decisions, in: &store)
      }
    } else {
      for index in scopes.indices {
        var pairing = Pairing { word, _ in book.value(of: word, nil) }
        diagrams[index] = try pairing.diagram(diagrams[index], .no, in: &store)
      }
    }
    let copy = store.copy(of: diagrams)
    nodes = copy.nodes
    roots = Dictionary(uniqueKeysWithValues: zip(scopes, copy.roots))
    otherRoot = copy.roots[scopes.count - 1]
    answers = book.answers
    ranks = book.ranks
    kinds = book.kinds
  }

  /// What becomes of a call, as far as it is known.
  ///
  /// - Parameter call: The call.
  /// - Returns: All answers that some call gets which fits, in the order in which the filter considers
  ///   them; one if it is decided.
  public func answers(to call: PartialCall) -> [Answer] {
    // Only where a way parts can it meet another one again, or at its end.
    var seen: Set<Int> = []
    var found: [Int] = []
    var open = [root(of: call.abi)]
    while let start = open.popLast() {
      let index = self.index(from: start, knowing: call)
      guard seen.insert(index).inserted else { continue }
      let node = nodes[index]
      if node.level == CallBit.terminalLevel {
        found.append(Int(node.low))
      } else {
        open.append(Int(node.low))
        open.append(Int(node.high))
      }
    }
    return found.sorted { (ranks[$0], $0) > (ranks[$1], $1) }.map { answers[$0] }
  }

  /// Where one arrives from a node without a question that the call leaves open.
  func index(from start: Int, knowing call: PartialCall) -> Int {
    var index = start
    while nodes[index].level != CallBit.terminalLevel,
      let bit = call.bit(at: nodes[index].level)
    {
      index = Int(bit ? nodes[index].high : nodes[index].low)
    }
    return index
  }

  /// Where the diagram of an ABI's calls begins.
  func root(of abi: ABI) -> Int {
    roots[CallScope(of: abi)] ?? otherRoot
  }
}

/// What the values of terminals stand for, while a table is made.
private struct AnswerBook {
  private(set) var answers: [AnswerTable.Answer] = []
  private(set) var ranks: [UInt32] = []
  private(set) var kinds: [Int] = []
  private var kindsByAction: [FilterAction: Int] = [:]
  private var known: [AnswerTable.Answer: UInt32] = [:]
  private var decisions: [Decision] = []
  private var values: [Decision: UInt32] = [:]

  /// The value of a decision: what is considered later first.
  mutating func value(of decision: Decision) -> UInt32 {
    if let known = values[decision] { return known }
    decisions.append(decision)
    values[decision] = UInt32(decisions.count - 1)
    return UInt32(decisions.count - 1)
  }

  /// The value of what a program returns together with the value of a decision.
  mutating func value(of word: UInt32, _ decision: UInt32?) -> UInt32 {
    let answer = AnswerTable.Answer(
      action: FilterAction(returnValue: word), decision: decision.map { decisions[Int($0)] })
    if let known = known[answer] { return known }
    let kind = kindsByAction[answer.action] ?? answers.count
    kindsByAction[answer.action] = kind
    kinds.append(kind)
    answers.append(answer)
    ranks.append(decision ?? 0)
    known[answer] = UInt32(answers.count - 1)
    return UInt32(answers.count - 1)
  }
}

extension DiagramStore {
  /// The nodes of some diagrams alone, and where the diagrams begin among them.
  fileprivate func copy(of diagrams: [Diagram]) -> (nodes: [Node], roots: [Int]) {
    var nodes: [Node] = []
    // Every terminal and node has a number in the store; no copy has this one.
    var indices = [UInt32](repeating: .max, count: count)
    func index(of diagram: Diagram) -> UInt32 {
      let known = indices[Int(diagram.index)]
      if known != .max { return known }
      var node = Node(level: level(of: diagram), low: 0, high: 0)
      if isTerminal(diagram) {
        node.low = value(of: diagram)
      } else {
        let (low, high) = branches(of: diagram)
        node.low = index(of: low)
        node.high = index(of: high)
      }
      nodes.append(node)
      indices[Int(diagram.index)] = UInt32(nodes.count - 1)
      return UInt32(nodes.count - 1)
    }
    let roots = diagrams.map { Int(index(of: $0)) }
    return (nodes, roots)
  }
}

extension PartialCall {
  /// The bit at a level of ``CallBit``, if it is known.
  func bit(at level: UInt32) -> Bool? {
    switch level {
    case CallBit.arguments...:
      let register = arguments[CallBit.argument(at: level)]
      let bit = 63 - UInt64(level - CallBit.arguments) % 64
      return register.known >> bit & 1 == 0 ? nil : register.value >> bit & 1 != 0
    case CallBit.instructionPointer...: return nil
    case CallBit.number...: return number >> (31 - (level - CallBit.number)) & 1 != 0
    default: return abi.auditArchitecture >> (31 - level) & 1 != 0
    }
  }
}
