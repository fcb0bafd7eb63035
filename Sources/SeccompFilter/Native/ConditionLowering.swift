import ClassicBPF
import LinuxABI

/// Turns conditions on 64-bit registers into questions about 32-bit words.
struct ConditionLowering {
  /// The ABI whose registers are looked at.
  let abi: ABI
  /// The machine's order of bytes, which says where the halves of a register are.
  let byteOrder: ByteOrder

  /// Asks a condition.
  ///
  /// - Returns: The node from which `holds` follows if the condition holds, else `fails`.
  func lower(
    _ condition: Condition, in graph: inout DecisionGraph, holds: DecisionGraph.Node,
    fails: DecisionGraph.Node
  ) -> DecisionGraph.Node {
    var next = fails
    for tests in condition.alternatives.reversed() {
      let fails = next
      next = holds
      for test in tests.reversed() { next = lower(test, in: &graph, holds: next, fails: fails) }
    }
    return next
  }

  /// Asks one test, half by half.
  private func lower(
    _ test: ArgumentTest, in graph: inout DecisionGraph, holds: DecisionGraph.Node,
    fails: DecisionGraph.Node
  ) -> DecisionGraph.Node {
    // On a 32-bit ABI the upper half of every register is 0 and need not be asked.
    let mask = abi.registerWidth == 32 ? test.mask & 0xffff_ffff : test.mask
    let lowMask = UInt32(truncatingIfNeeded: mask)
    let highMask = UInt32(truncatingIfNeeded: mask >> 32)
    let low = word(test.index, .low)
    let choices = Self.byHighHalf(test.values).map { start, lows in
      (start, ask(low, mask: lowMask, lows, in: &graph, holds: holds, fails: fails))
    }
    guard highMask != 0 else { return choices[0].1 }
    return ask(word(test.index, .high), mask: highMask, choices, in: &graph)
  }

  private func word(_ index: Int, _ half: SeccompData.Half) -> Int {
    SeccompData.offset(ofArgument: index, half, byteOrder: byteOrder)
  }

  /// Which values of the low half belong to the set, from which value of the high half on.
  static func byHighHalf(
    _ values: IntervalSet<UInt64>
  ) -> [(start: UInt32, lows: IntervalSet<UInt32>)] {
    var starts: Set<UInt32> = [0]
    for range in values.ranges {
      for bound in [range.lowerBound, range.upperBound] {
        let high = UInt32(bound >> 32)
        starts.insert(high)
        if high < .max { starts.insert(high + 1) }
      }
    }
    // Between two starts the ranges cover a high half wholly or not at all.
    return starts.sorted().map { high in
      let first = UInt64(high) << 32
      let within = values.intersection(IntervalSet(first...first | 0xffff_ffff))
      return (
        high,
        IntervalSet(
          within.ranges.map {
            UInt32(truncatingIfNeeded: $0.lowerBound)...UInt32(truncatingIfNeeded: $0.upperBound)
          })
      )
    }
  }

  /// Asks whether the masked word is in the set.
  private func ask(
    _ offset: Int, mask: UInt32, _ values: IntervalSet<UInt32>, in graph: inout DecisionGraph,
    holds: DecisionGraph.Node, fails: DecisionGraph.Node
  ) -> DecisionGraph.Node {
    var choices: [(UInt32, DecisionGraph.Node)] = []
    if values.ranges.first?.lowerBound != 0 { choices.append((0, fails)) }
    for range in values.ranges {
      choices.append((range.lowerBound, holds))
      if range.upperBound < .max { choices.append((range.upperBound + 1, fails)) }
    }
    return ask(offset, mask: mask, choices, in: &graph)
  }

  /// Chooses by the masked word, whose values are the mask's bits and no others.
  private func ask(
    _ offset: Int, mask: UInt32, _ choices: [(start: UInt32, node: DecisionGraph.Node)],
    in graph: inout DecisionGraph
  ) -> DecisionGraph.Node {
    let word = DataWord(offset: offset, mask: mask)
    let possible = Self.reachable(choices, in: word)
    let zero = possible[0].node
    if possible.count == 2, word.value(after: 0) == possible[1].start, mask != .max {
      // 0 goes one way and everything else the other: no need to cut out the bits.
      return graph.question(
        DataWord(offset: offset), .anyBit, mask, holds: possible[1].node, fails: zero)
    }
    return graph.choose(word, possible)
  }

  /// The choices with each start moved up to the least value that the mask lets through.
  private static func reachable(
    _ choices: [(start: UInt32, node: DecisionGraph.Node)], in word: DataWord
  ) -> [(start: UInt32, node: DecisionGraph.Node)] {
    var result: [(start: UInt32, node: DecisionGraph.Node)] = []
    for choice in choices {
      guard let start = word.value(atLeast: choice.start) else { break }
      if result.last?.start == start { result.removeLast() }
      if result.last?.node != choice.node { result.append((start, choice.node)) }
    }
    return result
  }
}
