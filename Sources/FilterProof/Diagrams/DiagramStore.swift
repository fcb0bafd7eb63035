import ClassicBPF
import Toolbox

/// The nodes of diagrams, each of them once.
///
/// Nodes lie in one buffer, are found again by an open-addressed table, and are never given back:
/// a store lives as long as one question.
struct DiagramStore: ~Copyable {
  /// A question for one bit; or, at the level of terminals, an answer.
  struct Node {
    /// The number of the bit in the order of ``CallBit``.
    var level: UInt32
    /// What follows if the bit is 0; of a terminal its value.
    var low: UInt32
    /// What follows if the bit is 1; of a terminal 0.
    var high: UInt32
  }

  /// The outcome of a choice, kept so that it need not be made again.
  private struct Memory {
    var condition: UInt32
    var yes: UInt32
    var no: UInt32
    var result: UInt32
  }

  /// How much may be built.
  let limits: ProofLimits
  /// How many steps were taken.
  private(set) var steps = 0

  private var nodes: [Node]
  /// Places of nodes, at or after where their hash says; 0, which no question has, is free.
  private var slots: [UInt32]
  /// Lossy: a newer outcome takes the place of an older one.
  private var memories: [Memory]
  /// The values of terminals, and the terminals in the same order.
  private var values = UniqueList<UInt32>()
  private var terminals: [Diagram] = []

  /// Enough for the policies that come with sekat: to clear more room takes time in a launch, and so
  /// does to move to more room later.
  private static let smallestSize = 1 << 13
  /// More than this many memories cost more room than they save time.
  private static let largestMemory = 1 << 20

  /// An empty store.
  ///
  /// - Parameters:
  ///   - limits: How much may be built.
  ///   - steps: How many steps other stores have taken for the same question.
  init(limits: ProofLimits, steps: Int = 0) {
    self.limits = limits
    self.steps = steps
    nodes = []
    nodes.reserveCapacity(Self.smallestSize)
    slots = Array(repeating: 0, count: 2 * Self.smallestSize)
    memories = Self.noMemories(Self.smallestSize / 2)
    for value in [0, 1] as [UInt32] {
      _ = values.insert(value)
      terminals.append(Diagram(index: value))
      nodes.append(Node(level: CallBit.terminalLevel, low: value, high: 0))
    }
  }

  /// How many nodes there are, terminals included.
  var count: Int { nodes.count }

  // MARK: Looking

  /// The level of the bit that a diagram asks for first; ``CallBit/terminalLevel`` for a terminal.
  func level(of diagram: Diagram) -> UInt32 { nodes[Int(diagram.index)].level }

  /// Whether a diagram answers without a question.
  func isTerminal(_ diagram: Diagram) -> Bool { level(of: diagram) == CallBit.terminalLevel }

  /// The answer of a terminal.
  func value(of terminal: Diagram) -> UInt32 {
    precondition(isTerminal(terminal), "only a terminal has a value")
    return nodes[Int(terminal.index)].low
  }

  /// What follows a diagram's first question.
  func branches(of diagram: Diagram) -> (low: Diagram, high: Diagram) {
    let node = nodes[Int(diagram.index)]
    precondition(node.level != CallBit.terminalLevel, "a terminal asks for nothing")
    return (Diagram(index: node.low), Diagram(index: node.high))
  }

  /// What follows once the bit at a level is known; the diagram asks for no bit above it.
  func branches(of diagram: Diagram, at level: UInt32) -> (low: Diagram, high: Diagram) {
    let node = nodes[Int(diagram.index)]
    return node.level == level
      ? (Diagram(index: node.low), Diagram(index: node.high)) : (diagram, diagram)
  }

  // MARK: Making

  /// The diagram that answers with one value, whatever the call.
  mutating func terminal(_ value: UInt32) throws(ProofError) -> Diagram {
    if let known = values.index(of: value) { return terminals[known] }
    try requireRoom()
    let terminal = Diagram(index: UInt32(nodes.count))
    nodes.append(Node(level: CallBit.terminalLevel, low: value, high: 0))
    _ = values.insert(value)
    terminals.append(terminal)
    return terminal
  }

  /// The diagram that asks for one bit, above all bits of what follows.
  mutating func question(
    at level: UInt32, low: Diagram, high: Diagram
  ) throws(ProofError) -> Diagram {
    if low == high { return low }
    assert(level < self.level(of: low) && level < self.level(of: high), "questions are in order")
    var slot = Self.hash(level, low.index, high.index) & (slots.count - 1)
    while slots[slot] != 0 {
      let node = nodes[Int(slots[slot])]
      if node.low == low.index && node.high == high.index && node.level == level {
        return Diagram(index: slots[slot])
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    try requireRoom()
    let diagram = Diagram(index: UInt32(nodes.count))
    nodes.append(Node(level: level, low: low.index, high: high.index))
    slots[slot] = diagram.index
    if 2 * nodes.count > slots.count { grow() }
    return diagram
  }

  /// The diagram that answers 1 where the bit at a level is set, else 0.
  mutating func bit(at level: UInt32) throws(ProofError) -> Diagram {
    try question(at: level, low: .no, high: .yes)
  }

  /// The diagram that answers as one where a condition holds, and as another where it does not.
  ///
  /// The condition answers 1 or 0. Everything else is made of this: `and` is
  /// `choose(a, b, else: .no)`.
  mutating func choose(
    _ condition: Diagram, _ yes: Diagram, else no: Diagram
  ) throws(ProofError) -> Diagram {
    if condition == .yes || yes == no { return yes }
    if condition == .no { return no }
    if yes == .yes && no == .no { return condition }
    let (first, second, third) =
      (nodes[Int(condition.index)], nodes[Int(yes.index)], nodes[Int(no.index)])
    // A single bit above everything else is a question as it stands.
    if first.low == 0 && first.high == 1 && first.level < second.level && first.level < third.level
    {
      return try question(at: first.level, low: no, high: yes)
    }

    let hash = Self.hash(condition.index, yes.index, no.index)
    let known = memories[hash & (memories.count - 1)]
    if known.condition == condition.index && known.yes == yes.index && known.no == no.index {
      return Diagram(index: known.result)
    }
    steps += 1
    if steps > limits.steps { throw .tooManySteps(limit: limits.steps) }

    let level = min(first.level, second.level, third.level)
    let (conditions, yeses, noes) =
      (
        branches(of: condition, at: level), branches(of: yes, at: level),
        branches(of: no, at: level)
      )
    let low = try choose(conditions.low, yeses.low, else: noes.low)
    let high = try choose(conditions.high, yeses.high, else: noes.high)
    let result = try question(at: level, low: low, high: high)
    memories[hash & (memories.count - 1)] = Memory(
      condition: condition.index, yes: yes.index, no: no.index, result: result.index)
    return result
  }

  /// Counts a step of an operation that is not made of choices.
  mutating func takeStep() throws(ProofError) {
    steps += 1
    if steps > limits.steps { throw .tooManySteps(limit: limits.steps) }
  }

  // MARK: Room

  private func requireRoom() throws(ProofError) {
    guard nodes.count < limits.nodes else { throw .tooManyNodes(limit: limits.nodes) }
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: 2 * slots.count)
    for (index, node) in nodes.enumerated() where node.level != CallBit.terminalLevel {
      var slot = Self.hash(node.level, node.low, node.high) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index)
    }
    if memories.count < min(nodes.count / 2, Self.largestMemory) {
      memories = Self.noMemories(2 * memories.count)
    }
  }

  /// Free slots for memories: a condition that is a terminal has no memory.
  private static func noMemories(_ count: Int) -> [Memory] {
    Array(repeating: Memory(condition: 0, yes: 0, no: 0, result: 0), count: count)
  }

  /// Spreads three numbers over a word; the low bits are the best mixed.
  private static func hash(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> Int {
    var bits = UInt64(first) &* 0x9e37_79b9_7f4a_7c15
    bits = (bits ^ UInt64(second)) &* 0xbf58_476d_1ce4_e5b9
    bits ^= bits >> 31
    bits = (bits ^ UInt64(third)) &* 0x94d0_49bb_1331_11eb
    bits ^= bits >> 32
    return Int(truncatingIfNeeded: bits & 0x7fff_ffff)
  }
}
