import ClassicBPF

extension DecisionGraph {
  /// The instructions that decide as the graph does from a node on.
  func instructions(from start: Node) -> [BPFInstruction] {
    var code = GraphCode(self)
    return code.instructions(from: start)
  }
}

/// Makes code of a graph.
private struct GraphCode {
  /// The ways into the code of a node.
  private struct Entry {
    /// For an accumulator that holds anything.
    var loading: BPFAssembler.Label
    /// For one that holds the node's word, or more bits of it than the node looks at.
    var cutting: BPFAssembler.Label
    /// For one that holds what the node compares.
    var ready: BPFAssembler.Label
    /// What the node compares, if it compares anything.
    var word: DataWord?
  }

  private let graph: DecisionGraph
  private var assembler = BPFAssembler()
  private var entries: [Entry?]

  init(_ graph: DecisionGraph) {
    self.graph = graph
    entries = Array(repeating: nil, count: graph.contents.count)
  }

  mutating func instructions(from start: DecisionGraph.Node) -> [BPFInstruction] {
    // A node is made after those that it leads to, so this order never meets an unknown one.
    for index in graph.reachable(from: start).reversed() { entries[index] = entry(of: index) }
    return assembler.instructions(from: entry(start).loading)
  }

  private func entry(_ node: DecisionGraph.Node) -> Entry {
    guard let entry = entries[node.index] else {
      preconditionFailure("a node follows those that it leads to")
    }
    return entry
  }

  private mutating func entry(of index: Int) -> Entry {
    switch graph.contents[index] {
    case .undecided: preconditionFailure("only a part of a graph is undecided")
    case .verdict(let action):
      let end = assembler.end(returning: action.returnValue)
      return Entry(loading: end, cutting: end, ready: end)
    case .keys(let words, let hold, let fail):
      let comparison = assembler.compareKeys(
        words, then: entry(hold).loading, else: entry(fail).loading)
      return Entry(loading: comparison, cutting: comparison, ready: comparison)
    case .choice(let word, let choices):
      if word.asksForBits(choices) { return bitTest(word, choices) }
      let tree = ComparisonTree(
        word, choices.map { (start: $0.start, label: label(of: $0.node, having: word)) },
        weights: weights(of: index, choices))
      let ready = tree.assemble(&assembler)
      let cutting = assembler.cut(word, then: ready)
      return Entry(
        loading: assembler.load(word, then: ready), cutting: cutting, ready: ready, word: word)
    }
  }

  /// How much it matters that each choice is found soon, where that is known.
  ///
  /// What is always allowed does not matter: the kernel answers it without the filter.
  private func weights(of index: Int, _ choices: [DecisionGraph.Choice]) -> [Int]? {
    guard let weights = graph.weights[DecisionGraph.Node(index: index)] else { return nil }
    var sums = [Int](repeating: 1, count: choices.count)
    for (value, weight) in weights {
      guard let index = choices.lastIndex(where: { $0.start <= value }),
        graph.contents[choices[index].node.index] != .verdict(.allow)
      else { continue }
      // So that sums of all of them are no problem.
      sums[index] = min(sums[index] + min(weight, 1 << 40), 1 << 48)
    }
    return sums
  }

  /// 0 goes one way and everything else the other: no need to cut out the bits.
  ///
  /// So the accumulator holds the whole word, and must do so on every way here.
  private mutating func bitTest(_ word: DataWord, _ choices: [DecisionGraph.Choice]) -> Entry {
    let whole = DataWord(offset: word.offset)
    let fork = assembler.fork(
      .anyBit, .constant(word.mask), then: label(of: choices[1].node, having: whole),
      else: label(of: choices[0].node, having: whole))
    let loading = assembler.load(whole, then: fork)
    return Entry(loading: loading, cutting: loading, ready: fork, word: whole)
  }

  /// The code of a node when the accumulator holds a word: without what is done already.
  private func label(of node: DecisionGraph.Node, having word: DataWord) -> BPFAssembler.Label {
    let entry = entry(node)
    guard let wanted = entry.word, wanted.offset == word.offset else { return entry.loading }
    if wanted.mask == word.mask { return entry.ready }
    return wanted.mask & ~word.mask == 0 ? entry.cutting : entry.loading
  }
}

extension DataWord {
  /// Whether the only question is whether there is any bit under the mask.
  fileprivate func asksForBits(_ choices: [DecisionGraph.Choice]) -> Bool {
    mask != .max && choices.count == 2 && choices[1].start == value(after: 0)
  }
}

extension BPFAssembler {
  /// Loads a word, and cuts out the bits that are looked at.
  mutating func load(_ word: DataWord, then next: Label) -> Label {
    step(.loadWord(offset: UInt32(word.offset)), then: cut(word, then: next))
  }

  /// Cuts out the bits of a word that are looked at, where that is not all of them.
  fileprivate mutating func cut(_ word: DataWord, then next: Label) -> Label {
    word.mask == .max ? next : step(.arithmetic(.and, .constant(word.mask)), then: next)
  }

  /// Compares words with secret keys: all of them, whatever the first ones were.
  ///
  /// An early exit would tell by its time how many words were right. So the differences are united
  /// in the index register, and there is one jump at the end.
  mutating func compareKeys(
    _ words: [DecisionGraph.KeyWord], then hold: Label, else fail: Label
  ) -> Label {
    if words.isEmpty { return hold }
    var code = fork(.equal, .constant(0), then: hold, else: fail)
    for (index, key) in words.enumerated().reversed() {
      if index < words.count - 1 { code = step(.moveToIndex, then: code) }
      if index > 0 { code = step(.arithmetic(.or, .index), then: code) }
      code = step(.arithmetic(.xor, .constant(key.value)), then: code)
      code = load(key.word, then: code)
    }
    return code
  }
}
