import ClassicBPF
import Toolbox

/// What is left to decide, as a graph of choices in which equal parts exist once.
///
/// A graph is built from its verdicts backwards. It knows words and their values, but neither
/// comparisons nor loads: those come in when it becomes code.
struct DecisionGraph {
  /// A choice with all that follows, or a verdict.
  struct Node: Hashable {
    let index: Int
  }

  /// What follows from one value of a word on.
  struct Choice: Hashable {
    var start: UInt32
    var node: Node
  }

  /// One word of a comparison of keys.
  struct KeyWord: Hashable {
    var word: DataWord
    var value: UInt32
  }

  enum Content: Hashable {
    /// The end of all questions.
    case verdict(FilterAction)
    /// The end of a part that leaves the verdict to what comes after it.
    case undecided
    /// At least two choices, the first from 0 on, each starting with a value that the word's mask
    /// lets through, and no two neighbours alike.
    case choice(DataWord, [Choice])
    /// Whether all words are as given.
    case keys([KeyWord], hold: Node, fail: Node)
  }

  private var known = UniqueList<Content>()
  /// How often each value of a choice's word is met, where that is known.
  private(set) var weights: [Node: [UInt32: Int]] = [:]

  /// The nodes; what follows a node stands before it.
  var contents: [Content] { known.elements }

  private mutating func node(_ content: Content) -> Node { Node(index: known.insert(content)) }

  /// The end of all questions.
  mutating func verdict(_ action: FilterAction) -> Node { node(.verdict(action)) }

  /// The end of a part, to be replaced by whatever comes after it.
  mutating func undecided() -> Node { node(.undecided) }

  /// Asks whether all words are as given, to be answered without an early exit.
  mutating func keys(_ words: [KeyWord], hold: Node, fail: Node) -> Node {
    hold == fail || words.isEmpty ? hold : node(.keys(words, hold: hold, fail: fail))
  }

  /// Says how often each value of a choice's word is met; of two sayings the first counts.
  mutating func weigh(_ node: Node, by weights: [UInt32: Int]) {
    if self.weights[node] == nil { self.weights[node] = weights }
  }

  /// Chooses by the value of a word.
  ///
  /// Choices that the word's mask leaves no value for are dropped, equal neighbours are united,
  /// and where everything leads to the same node nothing is asked.
  ///
  /// - Parameters:
  ///   - word: The word.
  ///   - choices: What follows from which value on, in ascending order, the first from 0 on.
  /// - Returns: The node.
  mutating func choose(_ word: DataWord, _ choices: [Choice]) -> Node {
    var possible: [Choice] = []
    for choice in choices {
      guard let start = word.value(atLeast: choice.start) else { break }
      if possible.last?.start == start { possible.removeLast() }
      if possible.last?.node != choice.node {
        possible.append(Choice(start: start, node: choice.node))
      }
    }
    precondition(possible.first?.start == 0, "every value leads somewhere")
    return possible.count == 1 ? possible[0].node : node(.choice(word, possible))
  }
}

extension DecisionGraph {
  /// The nodes that can be reached, by index in descending order.
  func reachable(from start: Node) -> [Int] {
    var marks = [Bool](repeating: false, count: start.index + 1)
    marks[start.index] = true
    return stride(from: start.index, through: 0, by: -1).filter { index in
      guard marks[index] else { return false }
      switch contents[index] {
      case .verdict, .undecided: break
      case .choice(_, let choices): for choice in choices { marks[choice.node.index] = true }
      case .keys(_, let hold, let fail):
        marks[hold.index] = true
        marks[fail.index] = true
      }
      return true
    }
  }

  /// At least how many instructions there are from a node on.
  func leastInstructions(from start: Node) -> Int {
    reachable(from: start).reduce(0) { sum, index in
      switch contents[index] {
      case .verdict, .undecided, .keys: sum + 1
      // A value by itself takes one comparison, and is two choices.
      case .choice(_, let choices): sum + max(choices.count / 2, 1)
      }
    }
  }
}
