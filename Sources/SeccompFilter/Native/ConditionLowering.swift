import ClassicBPF
import LinuxABI

/// Turns conditions on 64-bit registers into questions about 32-bit words.
struct ConditionLowering {
  /// The machine's order of bytes, which says where the halves of a register are.
  let byteOrder: ByteOrder

  /// Asks the alternatives of a condition one after the other.
  ///
  /// - Returns: The node from which `holds` follows if the condition holds, else `fails`.
  func lower(
    _ condition: Condition, in graph: inout DecisionGraph, holds: DecisionGraph.Node,
    fails: DecisionGraph.Node
  ) -> DecisionGraph.Node {
    condition.alternatives.reversed().reduce(fails) { next, tests in
      lower(tests, in: &graph, holds: holds, fails: next)
    }
  }

  /// Asks tests that must all hold.
  func lower(
    _ tests: [ArgumentTest], in graph: inout DecisionGraph, holds: DecisionGraph.Node,
    fails: DecisionGraph.Node
  ) -> DecisionGraph.Node {
    Self.united(tests).reversed().reduce(holds) { next, test in
      lower(test, in: &graph, holds: next, fails: fails)
    }
  }

  /// The tests with those of the same bits made one.
  private static func united(_ tests: [ArgumentTest]) -> [ArgumentTest] {
    var united: [ArgumentTest] = []
    for test in tests {
      if let index = united.firstIndex(where: { $0.index == test.index && $0.mask == test.mask }) {
        united[index].values = united[index].values.intersection(test.values)
      } else {
        united.append(test)
      }
    }
    return united
  }

  /// Asks one test, half by half.
  private func lower(
    _ test: ArgumentTest, in graph: inout DecisionGraph, holds: DecisionGraph.Node,
    fails: DecisionGraph.Node
  ) -> DecisionGraph.Node {
    let low = DataWord(
      offset: offset(of: test.index, .low), mask: UInt32(truncatingIfNeeded: test.mask))
    let high = DataWord(
      offset: offset(of: test.index, .high), mask: UInt32(truncatingIfNeeded: test.mask >> 32))
    func ask(_ lows: ArraySlice<Interval<UInt64>>, above highHalf: UInt32) -> DecisionGraph.Node {
      graph.choose(low, Self.choices(lows, above: highHalf, holds: holds, fails: fails))
    }
    let byHighHalf = Self.byHighHalf(test.values)
    if high.mask == 0 { return ask(byHighHalf[0].ranges, above: 0) }
    let choices = byHighHalf.map { start, ranges in
      DecisionGraph.Choice(start: start, node: ask(ranges, above: start))
    }
    return graph.choose(high, choices)
  }

  private func offset(of index: Int, _ half: SeccompData.Half) -> Int {
    SeccompData.offset(ofArgument: index, half, byteOrder: byteOrder)
  }

  /// Which ranges have members with which high half.
  ///
  /// - Returns: For each value of the high half at which the members may change, from 0 on, the
  ///   ranges that have members with that high half. Up to the next value the members have the
  ///   same low halves.
  private static func byHighHalf(
    _ values: IntervalSet<UInt64>
  ) -> [(start: UInt32, ranges: ArraySlice<Interval<UInt64>>)] {
    // The bounds ascend, so what was there before is at the end.
    var starts: [UInt32] = [0]
    func add(_ start: UInt32) {
      if start > starts[starts.count - 1] { starts.append(start) }
    }
    for range in values.intervals {
      for bound in [range.lowerBound, range.upperBound] {
        let high = UInt32(bound >> 32)
        add(high)
        if high < .max { add(high + 1) }
      }
    }
    var rest = values.intervals[...]
    return starts.map { high in
      rest = rest.drop { $0.upperBound >> 32 < high }
      return (high, rest.prefix { $0.lowerBound >> 32 <= high })
    }
  }

  /// What follows from the low half, given ranges that have members with this high half.
  private static func choices(
    _ ranges: ArraySlice<Interval<UInt64>>, above high: UInt32, holds: DecisionGraph.Node,
    fails: DecisionGraph.Node
  ) -> [DecisionGraph.Choice] {
    let first = UInt64(high) << 32
    let half = first...first | 0xffff_ffff
    var choices = [DecisionGraph.Choice(start: 0, node: fails)]
    for range in ranges {
      let lows = range.range.clamped(to: half)
      let start = UInt32(truncatingIfNeeded: lows.lowerBound)
      if choices.last?.start == start { choices.removeLast() }
      choices.append(.init(start: start, node: holds))
      if lows.upperBound < half.upperBound {
        choices.append(.init(start: UInt32(truncatingIfNeeded: lows.upperBound) + 1, node: fails))
      }
    }
    return choices
  }
}
