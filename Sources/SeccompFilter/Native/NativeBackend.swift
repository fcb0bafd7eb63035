public import ClassicBPF
import LinuxABI

/// sekat's own compiler.
///
/// First the ABI is told apart, then the number by a tree over ranges of numbers that fare alike,
/// then the words of the arguments. Until an argument is read, only what the kernel's
/// constant-action cache understands is used, so that calls which are always allowed never run the
/// filter on kernels from 5.11 on.
public struct NativeBackend: FilterBackend {
  /// The name as the command line spells it.
  public static let name = "native"

  /// The compiler.
  public init() {}

  /// The instructions for a filter, in the byte order of its machine.
  ///
  /// - Parameter filter: The filter.
  /// - Returns: Instructions that decide as the filter does.
  /// - Throws: ``FilterCompilationError`` where there would be more than 4096 instructions.
  public func instructions(
    for filter: Filter
  ) throws(FilterCompilationError) -> [BPFInstruction] {
    var graph = DecisionGraph()
    let start = Self.start(of: filter, in: &graph)
    let instructions = graph.instructions(from: start)
    guard instructions.count <= BPFProgram.maximumLength else {
      throw FilterCosts(of: filter).error(length: instructions.count)
    }
    return instructions
  }

  /// The node that tells the ABIs apart.
  private static func start(of filter: Filter, in graph: inout DecisionGraph) -> DecisionGraph.Node
  {
    let number = DataWord(offset: SeccompData.numberOffset)
    let architecture = DataWord(offset: SeccompData.architectureOffset)
    let skipped = graph.verdict(filter.skipped)
    let foreign = graph.verdict(filter.foreign)
    var next = graph.question(number, .equal, .max, holds: skipped, fails: foreign)

    // The machine's own ABI is asked for first. x86_64 and x32 are one to the kernel.
    var values: [UInt32] = []
    for part in filter.abis where !values.contains(part.abi.auditArchitecture) {
      values.append(part.abi.auditArchitecture)
    }
    for value in values.reversed() {
      var choices = [(start: UInt32(0), node: foreign)]
      for part in filter.abis.filter({ $0.abi.auditArchitecture == value }) {
        choices.removeAll { $0.start >= part.abi.numbers.lowerBound }
        choices += self.choices(of: part, in: filter, &graph)
        if part.abi.numbers.upperBound < UInt32.max - 1 {
          choices.append((part.abi.numbers.upperBound + 1, foreign))
        }
      }
      choices.append((.max, skipped))
      let numbers = graph.choose(number, choices)
      next = graph.question(architecture, .equal, value, holds: numbers, fails: next)
    }
    return next
  }

  /// What follows from which number on.
  private static func choices(
    of part: ABIFilter, in filter: Filter, _ graph: inout DecisionGraph
  ) -> [(start: UInt32, node: DecisionGraph.Node)] {
    let lowering = ConditionLowering(abi: part.abi, byteOrder: filter.byteOrder)
    var nodes: [NumberMap.Decider: DecisionGraph.Node] = [:]
    var choices: [(start: UInt32, node: DecisionGraph.Node)] = []
    for (start, decider) in NumberMap(part).entries {
      let node = nodes[decider] ?? lowering.lower(decider, of: part, in: &graph)
      nodes[decider] = node
      choices.append((start, node))
    }
    guard part.abi == filter.machine.abi else { return choices }
    return insert(filter.exceptions, into: choices, lowering, &graph)
  }

  /// Puts the question for the launcher's keys before what decides the number otherwise.
  private static func insert(
    _ exceptions: [KeyedException], into choices: [(start: UInt32, node: DecisionGraph.Node)],
    _ lowering: ConditionLowering, _ graph: inout DecisionGraph
  ) -> [(start: UInt32, node: DecisionGraph.Node)] {
    var choices = choices
    for exception in exceptions {
      guard let place = choices.lastIndex(where: { $0.start <= exception.number }) else { continue }
      let otherwise = choices[place].node
      let end = place + 1 < choices.count ? choices[place + 1].start : nil
      let keyed = graph.keys(
        exception.words(lowering), hold: graph.verdict(.allow), fail: otherwise)
      var replacement = [(start: exception.number, node: keyed)]
      if choices[place].start < exception.number { replacement.insert(choices[place], at: 0) }
      if exception.number + 1 != end { replacement.append((exception.number + 1, otherwise)) }
      choices.replaceSubrange(place...place, with: replacement)
    }
    return choices
  }
}

extension ConditionLowering {
  /// Asks what decides a number.
  func lower(
    _ decider: NumberMap.Decider, of part: ABIFilter, in graph: inout DecisionGraph
  ) -> DecisionGraph.Node {
    switch decider {
    case .newer:
      guard let newer = part.newer else { preconditionFailure("only a part with newer calls") }
      return graph.verdict(newer.action)
    case .rules(let places):
      var next = graph.verdict(part.defaultAction)
      for place in places.reversed() {
        let rule = part.rules[place]
        next = lower(
          rule.condition, in: &graph, holds: graph.verdict(rule.action),
          fails: rule.otherwise.map { graph.verdict($0) } ?? next)
      }
      return next
    }
  }
}

extension KeyedException {
  /// The words in which the keys are.
  func words(_ lowering: ConditionLowering) -> [DecisionGraph.KeyWord] {
    keys.flatMap { key in
      let halves: [(SeccompData.Half, UInt64)] = [(.low, 0), (.high, 32)]
      return halves.compactMap { half, shift -> DecisionGraph.KeyWord? in
        let mask = UInt32(truncatingIfNeeded: key.mask >> shift)
        guard mask != 0 else { return nil }
        let offset = SeccompData.offset(
          ofArgument: key.index, half, byteOrder: lowering.byteOrder)
        return DecisionGraph.KeyWord(
          word: DataWord(offset: offset, mask: mask),
          value: UInt32(truncatingIfNeeded: key.value >> shift))
      }
    }
  }
}
