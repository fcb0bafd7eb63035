import ClassicBPF

/// Which instructions some call comes to.
extension ProgramExecution {
  /// The instructions that no call comes to; known after ``run(in:)``.
  ///
  /// A second walk to the end collects for each state the calls that come to it. Of those calls only
  /// the words matter that a condition still looks at; what lies behind is forgotten, so that many
  /// ways to a state are not told apart for ever. Where scopes have become one state, what follows
  /// does not depend on what they differ in.
  ///
  /// - Parameters:
  ///   - calls: For each scope the calls that are in it at all.
  ///   - store: Where the diagrams are made, that of the execution.
  /// - Returns: The indices of the instructions.
  /// - Throws: ``ProofError`` beyond the limits.
  func unreached(
    from calls: [Diagram], in store: inout DiagramStore
  ) throws(ProofError) -> [Int] {
    let words = wordsAhead(in: store)
    var forgetting: [WordSet: Forgetting] = [:]
    var arriving = [[Diagram]](repeating: [], count: outcomes.count)
    for (start, calls) in zip(starts, calls) { arriving[start].append(calls) }
    var unreached: [Int] = []
    for instruction in program.operations.indices {
      var isReached = false
      var state = latest[instruction]
      while state >= 0 {
        let all = try store.union(arriving[state])
        let calls = try forgetting[words[state], default: Forgetting(allBut: words[state])]
          .diagram(all, in: &store)
        arriving[state] = []
        if calls != .no { isReached = true }
        switch outcomes[state] {
        case .end: break
        case .state(let next): arriving[next].append(calls)
        case .branch(let condition, let holds, let fails):
          arriving[holds].append(try store.and(condition, calls))
          arriving[fails].append(try store.choose(condition, .no, else: calls))
        }
        state = previous[state]
      }
      if !isReached { unreached.append(instruction) }
    }
    return unreached
  }

  /// For each state the words of a call that conditions look at from there on.
  private func wordsAhead(in store: borrowing DiagramStore) -> [WordSet] {
    var words = [WordSet](repeating: WordSet(), count: outcomes.count)
    for instruction in program.operations.indices.reversed() {
      var state = latest[instruction]
      while state >= 0 {
        switch outcomes[state] {
        case .end: break
        case .state(let next): words[state] = words[next]
        case .branch(let condition, let holds, let fails):
          words[state] = store.words(of: condition).union(words[holds]).union(words[fails])
        }
        state = previous[state]
      }
    }
    return words
  }
}

/// Words of a call, 32 levels of ``CallBit`` each.
private struct WordSet: OptionSet, Hashable {
  var rawValue: UInt32 = 0

  /// The word of a level.
  static func word(of level: UInt32) -> WordSet { WordSet(rawValue: 1 << (level / 32)) }
}

extension DiagramStore {
  /// The words that a diagram asks for.
  fileprivate func words(of diagram: Diagram) -> WordSet {
    var words = WordSet()
    var seen: Set<Diagram> = []
    var open = [diagram]
    while let diagram = open.popLast() {
      if isTerminal(diagram) || !seen.insert(diagram).inserted { continue }
      words.insert(.word(of: level(of: diagram)))
      let (low, high) = branches(of: diagram)
      open += [low, high]
    }
    return words
  }
}

/// Makes of a condition on calls the one on some of their words that a value of the others meets.
private struct Forgetting {
  private let kept: WordSet
  private var known: [Diagram: Diagram] = [:]

  init(allBut kept: WordSet) { self.kept = kept }

  mutating func diagram(
    _ condition: Diagram, in store: inout DiagramStore
  ) throws(ProofError) -> Diagram {
    if store.isTerminal(condition) { return condition }
    if let known = known[condition] { return known }
    try store.takeStep()
    let (low, high) = store.branches(of: condition)
    let (lows, highs) = (try diagram(low, in: &store), try diagram(high, in: &store))
    let level = store.level(of: condition)
    let result =
      try kept.contains(.word(of: level))
      ? store.question(at: level, low: lows, high: highs) : store.or(lows, highs)
    known[condition] = result
    return result
  }
}
