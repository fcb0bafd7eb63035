/// Makes of two diagrams the one that answers with something made of both answers.
struct Pairing {
  private struct Pair: Hashable {
    var left: Diagram
    var right: Diagram
  }

  private let combine: (UInt32, UInt32) -> UInt32
  private var known: [Pair: Diagram] = [:]

  /// A way to make one answer of two.
  init(_ combine: @escaping (UInt32, UInt32) -> UInt32) { self.combine = combine }

  /// The diagram of the combined answers.
  mutating func diagram(
    _ left: Diagram, _ right: Diagram, in store: inout DiagramStore
  ) throws(ProofError) -> Diagram {
    let pair = Pair(left: left, right: right)
    if let known = known[pair] { return known }
    try store.takeStep()
    // Each pair is a node of what is made, and equal ones are found out only later.
    if known.count >= store.limits.nodes { throw .tooManyNodes(limit: store.limits.nodes) }
    let level = min(store.level(of: left), store.level(of: right))
    let result: Diagram
    if level == CallBit.terminalLevel {
      result = try store.terminal(combine(store.value(of: left), store.value(of: right)))
    } else {
      let (lefts, rights) = (
        store.branches(of: left, at: level), store.branches(of: right, at: level)
      )
      let low = try diagram(lefts.low, rights.low, in: &store)
      let high = try diagram(lefts.high, rights.high, in: &store)
      result = try store.question(at: level, low: low, high: high)
    }
    known[pair] = result
    return result
  }
}
