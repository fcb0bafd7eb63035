import ClassicBPF
import Toolbox

/// Parts of graphs put on top of each other, so that a word is asked for once.
///
/// ```
/// a = 1: allow, else undecided                       a = 1: allow
///   on top of                           becomes      a = 2: log
/// a = 2: log, else errno                             else errno
/// ```
///
/// Only where both ask for the same word next is there anything to gain. What is known of the word
/// is known to both then, so `b` is not asked for again when `a = 1` and `b` fails to be 5:
///
/// ```
/// a = 1 and b = 5: allow, else undecided             a = 1: b = 5: allow, else errno
///   on top of                           becomes      a = 2: log
/// a = 2: log, else errno                             else errno
/// ```
struct Overlay {
  private struct Pair: Hashable {
    var top: DecisionGraph.Node
    var bottom: DecisionGraph.Node
  }

  private var known = UniqueList<Pair>()
  /// What became of the known pairs, in their order.
  private var nodes: [DecisionGraph.Node] = []
  private var stepsLeft: Int

  /// An overlay that gives up after so many steps, for the product of two graphs may be large.
  init(maximumSteps: Int) { stepsLeft = maximumSteps }

  /// The graph that decides as the top one does, and as the bottom one where that is undecided.
  ///
  /// - Parameters:
  ///   - top: What decides first.
  ///   - bottom: What decides the rest.
  ///   - graph: The graph that both are in.
  /// - Returns: The node, or `nil` when there are no steps left.
  mutating func place(
    _ top: DecisionGraph.Node, on bottom: DecisionGraph.Node, in graph: inout DecisionGraph
  ) -> DecisionGraph.Node? {
    switch graph.contents[top.index] {
    case .verdict, .keys: return top
    case .undecided: return bottom
    case .choice(let word, let choices):
      let pair = Pair(top: top, bottom: bottom)
      if let index = known.index(of: pair) { return nodes[index] }
      var others = [DecisionGraph.Choice(start: 0, node: bottom)]
      if case .choice(word, let same) = graph.contents[bottom.index] { others = same }
      var merged: [DecisionGraph.Choice] = []
      for (start, choice, other) in Self.steps(choices, others) {
        stepsLeft -= 1
        guard stepsLeft > 0, let node = place(choice, on: other, in: &graph) else { return nil }
        merged.append(.init(start: start, node: node))
      }
      let node = graph.choose(word, merged)
      _ = known.insert(pair)
      nodes.append(node)
      return node
    }
  }

  /// Both lists of choices side by side, with a step wherever one of them changes.
  private static func steps(
    _ left: [DecisionGraph.Choice], _ right: [DecisionGraph.Choice]
  ) -> [(start: UInt32, left: DecisionGraph.Node, right: DecisionGraph.Node)] {
    var steps: [(start: UInt32, left: DecisionGraph.Node, right: DecisionGraph.Node)] = []
    var (i, j) = (0, 0)
    while true {
      steps.append((max(left[i].start, right[j].start), left[i].node, right[j].node))
      let nextLeft = i + 1 < left.count ? left[i + 1].start : nil
      let nextRight = j + 1 < right.count ? right[j + 1].start : nil
      switch (nextLeft, nextRight) {
      case (nil, nil): return steps
      case (let l?, let r?):
        if l <= r { i += 1 }
        if r <= l { j += 1 }
      case (_?, nil): i += 1
      case (nil, _?): j += 1
      }
    }
  }
}
