import ClassicBPF
import LinuxABI

/// What the instructions of a filter are spent on.
///
/// Only asked when a filter is too long, to say what to shorten. Parts are measured by themselves,
/// so what several of them share is counted for each.
struct FilterCosts {
  private let filter: Filter

  /// The costs of a filter.
  init(of filter: Filter) { self.filter = filter }

  /// The error that a filter is too long.
  ///
  /// - Parameters:
  ///   - length: How long it would be.
  ///   - isExact: Whether it would be as long, and not longer.
  /// - Returns: The error, which names the rules that take the most.
  func error(length: Int, isExact: Bool) -> FilterCompilationError {
    let rules = costliestRules
    return FilterCompilationError(
      "the filter would have \(isExact ? "" : "at least ")\(length) instructions, and the kernel takes at most "
        + "\(BPFProgram.maximumLength); \(largestPart)",
      origin: rules.first?.origin,
      notes: rules.map {
        .init("about \($0.instructions) instructions are for this rule", origin: $0.origin)
      })
  }

  /// The three rules that take the most, first the most expensive.
  private var costliestRules: [(origin: RuleOrigin, instructions: Int)] {
    var instructions: [RuleOrigin: Int] = [:]
    for part in filter.abis {
      let lowering = ConditionLowering(byteOrder: filter.byteOrder)
      for rule in part.rules {
        var graph = DecisionGraph()
        // Two verdicts that differ, so that there is something to ask.
        let start = lowering.lower(
          rule.condition, in: &graph, holds: graph.verdict(.allow), fails: graph.verdict(.log))
        // The numbers cost a comparison for each end of a range; the two returns are shared.
        let asked = max(graph.instructionCount(from: start) - 2, 0)
        instructions[rule.origin, default: 0] += asked + 2 * rule.numbers.intervals.count
      }
    }
    return
      instructions
      .sorted { ($1.value, $0.key.index) < ($0.value, $1.key.index) }
      .prefix(3)
      .map { (origin: $0.key, instructions: $0.value) }
  }

  /// The call whose arguments take the most to decide, or how many ranges of numbers there are.
  private var largestPart: String {
    var largest = (instructions: 0, text: "")
    for part in filter.abis {
      let lowering = RuleLowering(part, byteOrder: filter.byteOrder)
      let entries = NumberMap(part).entries
      if entries.count > largest.instructions {
        largest = (
          entries.count,
          "it tells \(entries.count) ranges of numbers apart on \(part.abi.name)"
        )
      }
      var seen: Set<NumberMap.Decider> = []
      for (number, decider) in entries where seen.insert(decider).inserted {
        // Whatever is not looked at any more could only be said to take even more.
        if largest.instructions > NativeBackend.mostWritten { break }
        var graph = DecisionGraph()
        var overlay: Overlay?
        let start = lowering.lower(decider, uniting: &overlay, in: &graph)
        let count = graph.instructionCount(from: start)
        if count > largest.instructions {
          let name = Syscall.numbered(number, on: part.abi)?.name ?? "number \(number)"
          largest = (count, "about \(count) of them decide '\(name)' on \(part.abi.name)")
        }
      }
    }
    return largest.text
  }
}

extension DecisionGraph {
  /// How many instructions there are from a node on; where there are very many, at least how many.
  fileprivate func instructionCount(from start: Node) -> Int {
    let least = leastInstructions(from: start)
    return least > NativeBackend.mostWritten ? least : instructions(from: start).count
  }
}
