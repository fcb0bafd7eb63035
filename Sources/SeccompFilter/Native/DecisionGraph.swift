import ClassicBPF

/// A word of `seccomp_data`, or some bits of one.
struct DataWord: Hashable {
  /// The offset in bytes.
  var offset: Int
  /// The bits that are looked at.
  var mask: UInt32 = .max

  /// The least value above another one that the mask lets through, if there is one.
  func value(after value: UInt32) -> UInt32? {
    value == .max ? nil : self.value(atLeast: value + 1)
  }

  /// The least value, not below a bound, that the mask lets through, if there is one.
  func value(atLeast bound: UInt32) -> UInt32? {
    let outside = bound & ~mask
    if outside == 0 { return bound }
    // The highest bit of the bound that the mask lacks must be outdone by a higher one of the mask.
    let width = UInt32(32 - outside.leadingZeroBitCount)
    let above = width == 32 ? 0 : UInt32.max << width
    let free = mask & above & ~bound
    guard free != 0 else { return nil }
    let raised = free & (0 &- free)
    return bound & mask & ~(raised - 1) | raised
  }
}

/// What is left to decide, as a graph of questions in which equal parts exist once.
///
/// A graph is built from its verdicts backwards. It knows words and constants, but no loads: those
/// come in when it becomes code, and only where the accumulator holds something else.
struct DecisionGraph {
  /// A question with all that follows, or a verdict.
  struct Node: Hashable {
    fileprivate let index: Int
  }

  private enum Content: Hashable {
    case verdict(FilterAction)
    case question(DataWord, BPFComparison, UInt32, holds: Node, fails: Node)
    case keys([KeyWord], hold: Node, fail: Node)
  }

  /// One word of a comparison of keys.
  struct KeyWord: Hashable {
    var word: DataWord
    var value: UInt32
  }

  private var contents: [Content] = []
  private var nodes: [Content: Node] = [:]

  private mutating func node(_ content: Content) -> Node {
    if let known = nodes[content] { return known }
    let node = Node(index: contents.count)
    contents.append(content)
    nodes[content] = node
    return node
  }

  /// The end of all questions.
  mutating func verdict(_ action: FilterAction) -> Node { node(.verdict(action)) }

  /// The question how a word compares with a constant.
  mutating func question(
    _ word: DataWord, _ comparison: BPFComparison, _ constant: UInt32, holds: Node, fails: Node
  ) -> Node {
    if holds == fails { return holds }
    return node(.question(word, comparison, constant, holds: holds, fails: fails))
  }

  /// The question whether all words are as given, answered without an early exit.
  mutating func keys(_ words: [KeyWord], hold: Node, fail: Node) -> Node {
    hold == fail || words.isEmpty ? hold : node(.keys(words, hold: hold, fail: fail))
  }

  /// Chooses by the value of a word.
  ///
  /// - Parameters:
  ///   - word: The word.
  ///   - choices: What follows from which value on, in ascending order; the first one starts at 0,
  ///     and all are values that the word's mask lets through.
  /// - Returns: The node that asks the first question.
  mutating func choose(_ word: DataWord, _ choices: [(start: UInt32, node: Node)]) -> Node {
    var merged: [Choice] = []
    for choice in choices where merged.last?.node != choice.node {
      if let last = merged.last {
        merged[merged.count - 1].isLone = word.value(after: last.start) == choice.start
      }
      merged.append(Choice(start: choice.start, node: choice.node))
    }
    return choose(word, merged[...])
  }

  /// What follows from one value of a word on.
  private struct Choice {
    var start: UInt32
    var node: Node
    /// Whether it follows for that value only.
    var isLone = false
  }

  private mutating func choose(_ word: DataWord, _ choices: ArraySlice<Choice>) -> Node {
    guard let first = choices.first else { preconditionFailure("there is something to choose") }
    if choices.count == 1 { return first.node }
    let second = choices[choices.startIndex + 1]
    if choices.count == 3, second.isLone, choices.last?.node == first.node {
      return question(word, .equal, second.start, holds: second.node, fails: first.node)
    }
    let middle = Self.middle(of: choices)
    let above = choose(word, choices[middle...])
    let below = choose(word, choices[..<middle])
    return question(word, .greaterOrEqual, choices[middle].start, holds: above, fails: below)
  }

  /// Where to cut in two: near the middle, and not beside a lone value between equal neighbours,
  /// which one comparison will settle.
  private static func middle(of choices: ArraySlice<Choice>) -> Int {
    let middle = choices.startIndex + choices.count / 2
    func isException(_ index: Int) -> Bool {
      index > choices.startIndex && index + 1 < choices.endIndex && choices[index].isLone
        && choices[index - 1].node == choices[index + 1].node
    }
    for candidate in [middle, middle - 1, middle + 1] {
      guard candidate > choices.startIndex, candidate < choices.endIndex else { continue }
      if !isException(candidate) && !isException(candidate - 1) { return candidate }
    }
    return middle
  }
}

extension DecisionGraph {
  /// The instructions that ask the questions from a node on.
  func instructions(from start: Node) -> [BPFInstruction] {
    var code = Code(contents: contents)
    // A node is made after those that it leads to, so this order never meets an unknown one.
    for index in 0...start.index { code.assemble(index) }
    return code.assembler.instructions(from: code.loading[start.index])
  }

  private struct Code {
    let contents: [Content]
    var assembler = BPFAssembler()
    /// The code of each node when the accumulator holds anything.
    var loading: [BPFAssembler.Label] = []
    /// The code of each node when the accumulator holds the node's word.
    var loaded: [BPFAssembler.Label] = []

    mutating func assemble(_ index: Int) {
      switch contents[index] {
      case .verdict(let action):
        let end = assembler.end(returning: action.returnValue)
        loaded.append(end)
        loading.append(end)
      case .question(let word, let comparison, let constant, let holds, let fails):
        let fork = assembler.fork(
          comparison, .constant(constant), then: label(of: holds, having: word),
          else: label(of: fails, having: word))
        loaded.append(fork)
        loading.append(assembler.load(word, then: fork))
      case .keys(let words, let hold, let fail):
        let comparison = assembler.compareKeys(
          words, then: loading[hold.index], else: loading[fail.index])
        loaded.append(comparison)
        loading.append(comparison)
      }
    }

    /// The code of a node when the accumulator holds a word.
    func label(of node: Node, having word: DataWord) -> BPFAssembler.Label {
      if case .question(word, _, _, _, _) = contents[node.index] { return loaded[node.index] }
      return loading[node.index]
    }
  }
}

extension BPFAssembler {
  /// Loads a word, and cuts out the bits that are looked at.
  mutating func load(_ word: DataWord, then next: Label) -> Label {
    let cut =
      word.mask == .max ? next : step(.arithmetic(.and, .constant(word.mask)), then: next)
    return step(.loadWord(offset: UInt32(word.offset)), then: cut)
  }

  /// Compares words with secret keys: all of them, whatever the first ones were.
  ///
  /// An early exit would tell by its time how many words were right. So the differences are united
  /// in the index register, and there is one jump at the end.
  mutating func compareKeys(
    _ words: [DecisionGraph.KeyWord], then hold: Label, else fail: Label
  ) -> Label {
    var code = fork(.equal, .constant(0), then: hold, else: fail)
    for (place, key) in words.enumerated().reversed() {
      if place < words.count - 1 { code = step(.moveToIndex, then: code) }
      if place > 0 { code = step(.arithmetic(.or, .index), then: code) }
      code = step(.arithmetic(.xor, .constant(key.value)), then: code)
      code = load(key.word, then: code)
    }
    return code
  }
}
