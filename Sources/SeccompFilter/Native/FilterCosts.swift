import ClassicBPF

/// How many instructions each rule of a filter takes by itself.
///
/// Only asked when a filter is too long, to say what to shorten.
struct FilterCosts {
  private var instructions: [RuleOrigin: Int] = [:]

  init(of filter: Filter) {
    for part in filter.abis {
      let lowering = ConditionLowering(abi: part.abi, byteOrder: filter.byteOrder)
      for rule in part.rules {
        var graph = DecisionGraph()
        // Two verdicts that no rule has, so that nothing is the same as its surroundings.
        let start = lowering.lower(
          rule.condition, in: &graph, holds: graph.verdict(.trace(1)),
          fails: graph.verdict(.trace(2)))
        // The numbers cost a comparison for each end of a range; the two returns are shared.
        let cost = graph.instructions(from: start).count - 2 + 2 * rule.numbers.ranges.count
        instructions[rule.origin, default: 0] += max(cost, 0)
      }
    }
  }

  /// The three rules that take the most, first the most expensive.
  var largest: [(origin: RuleOrigin, instructions: Int)] {
    instructions
      .sorted { ($1.value, $0.key.index) < ($0.value, $1.key.index) }
      .prefix(3)
      .map { (origin: $0.key, instructions: $0.value) }
  }

  /// The error that a filter of this length is too long.
  func error(length: Int) -> FilterCompilationError {
    FilterCompilationError(
      "the filter would have \(length) instructions, and the kernel takes at most "
        + "\(BPFProgram.maximumLength)",
      origin: largest.first?.origin,
      notes: largest.map {
        .init("about \($0.instructions) instructions are for this rule", origin: $0.origin)
      })
  }
}
