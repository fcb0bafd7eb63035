import ClassicBPF
import LinuxABI

/// Turns what decides a number into questions about the arguments.
struct RuleLowering {
  private let part: ABIFilter
  private let conditions: ConditionLowering

  /// The lowering of an ABI's part of a filter.
  init(_ part: ABIFilter, byteOrder: ByteOrder) {
    self.part = part
    conditions = ConditionLowering(byteOrder: byteOrder)
  }

  /// Asks what decides a number.
  ///
  /// - Parameters:
  ///   - decider: The rules, or the verdict on newer calls.
  ///   - overlay: What unites the questions of several rules, or `nil` to ask them one by one.
  ///   - graph: Where the questions go.
  /// - Returns: The first question.
  func lower(
    _ decider: NumberMap.Decider, uniting overlay: inout Overlay?, in graph: inout DecisionGraph
  ) -> DecisionGraph.Node {
    switch decider {
    case .newer(let action): return graph.verdict(action)
    case .rules(let indices):
      let oneByOne = chain(indices, in: &graph)
      guard let united = united(indices, &overlay, in: &graph) else { return oneByOne }
      return graph.size(from: united) <= graph.size(from: oneByOne) ? united : oneByOne
    }
  }

  /// Asks rule after rule.
  private func chain(_ indices: [Int], in graph: inout DecisionGraph) -> DecisionGraph.Node {
    var next = graph.verdict(part.defaultAction)
    for rule in indices.reversed().map({ part.rules[$0] }) {
      next = conditions.lower(
        rule.condition, in: &graph, holds: graph.verdict(rule.action),
        fails: rule.otherwise.map { graph.verdict($0) } ?? next)
    }
    return next
  }

  /// Asks all rules at once, as far as they begin with the same words.
  ///
  /// That is faster, and nearly always shorter. It is given up where it would take too long.
  private func united(
    _ indices: [Int], _ overlay: inout Overlay?, in graph: inout DecisionGraph
  ) -> DecisionGraph.Node? {
    var next = graph.verdict(part.defaultAction)
    for rule in indices.reversed().map({ part.rules[$0] }) {
      if let otherwise = rule.otherwise { next = graph.verdict(otherwise) }
      for tests in rule.condition.alternatives.reversed() {
        let asked = conditions.lower(
          tests, in: &graph, holds: graph.verdict(rule.action), fails: graph.undecided())
        guard let node = overlay?.place(asked, on: next, in: &graph) else { return nil }
        next = node
      }
    }
    return next
  }
}

extension DecisionGraph {
  /// About how many instructions there are from a node on.
  fileprivate func size(from start: Node) -> Int {
    reachable(from: start).reduce(0) { sum, index in
      switch contents[index] {
      case .verdict, .undecided: sum + 1
      case .choice(_, let choices): sum + choices.count
      case .keys(let words, _, _): sum + 4 * words.count
      }
    }
  }
}
