import ClassicBPF
import LinuxABI
import Toolbox

/// Turns a filter into a graph of choices: first the ABI, then the number, then the arguments.
struct FilterLowering {
  private typealias Choice = DecisionGraph.Choice

  private let filter: Filter
  private let profile: CallProfile?
  private var overlay: Overlay?
  /// What was made of the filter.
  private(set) var graph = DecisionGraph()

  /// How long to look for what rules have in common, as a number of choices looked at.
  private static let maximumOverlaySteps = 100_000

  /// The lowering of a filter.
  ///
  /// - Parameters:
  ///   - filter: The filter.
  ///   - unitesRules: Whether rules that ask for the same words are asked at once.
  ///   - profile: How often calls are made, if that is known.
  init(_ filter: Filter, unitesRules: Bool, profile: CallProfile? = nil) {
    self.filter = filter
    self.profile = profile
    overlay = unitesRules ? Overlay(maximumSteps: Self.maximumOverlaySteps) : nil
  }

  /// Adds the whole filter to the graph.
  ///
  /// - Returns: The first question, which tells the ABIs apart.
  mutating func lower() -> DecisionGraph.Node {
    let number = DataWord(offset: SeccompData.numberOffset)
    let architecture = DataWord(offset: SeccompData.architectureOffset)
    let skipped = Choice(start: .max, node: graph.verdict(filter.skipped))
    let foreign = graph.verdict(filter.foreign)

    var next = graph.choose(number, [Choice(start: 0, node: foreign), skipped])
    // Asked one by one, because the machine's own ABI comes first.
    for value in architectures.reversed() {
      let numbers = graph.choose(number, choices(of: value, foreign: foreign) + [skipped])
      if let profile { graph.weigh(numbers, by: profile.counts(on: value)) }
      var choices = [Choice(start: 0, node: next), Choice(start: value, node: numbers)]
      if value < .max { choices.append(Choice(start: value + 1, node: next)) }
      next = graph.choose(architecture, choices)
    }
    return next
  }

  /// The values of `arch` that are served, the machine's own first.
  private var architectures: [UInt32] {
    let own = filter.machine.abi.auditArchitecture
    return filter.abis.map(\.abi.auditArchitecture).reduce(into: []) { values, value in
      if values.contains(value) { return }
      values.insert(value, at: value == own ? 0 : values.endIndex)
    }
  }

  /// What follows from which number on, for one value of `arch`, as far as 0xfffffffe.
  ///
  /// x86_64 and x32 have one value of `arch` and different numbers.
  private mutating func choices(of architecture: UInt32, foreign: DecisionGraph.Node) -> [Choice] {
    let parts = filter.abis.enumerated()
      .filter { index, part in
        part.abi.auditArchitecture == architecture
          && !filter.abis[..<index].contains { $0.abi == part.abi }
      }
      .map(\.element)
      .sorted { $0.abi.numbers.lowerBound < $1.abi.numbers.lowerBound }
    var result: [Choice] = []
    var next: UInt32 = 0
    for part in parts {
      let numbers = part.abi.numbers
      if next < numbers.lowerBound { result.append(Choice(start: next, node: foreign)) }
      result += choices(of: part)
      next = numbers.upperBound + 1
    }
    if next < .max { result.append(Choice(start: next, node: foreign)) }
    return result
  }

  /// What follows from which number of an ABI on.
  private mutating func choices(of part: ABIFilter) -> [Choice] {
    let lowering = RuleLowering(part, byteOrder: filter.byteOrder)
    var known = UniqueList<NumberMap.Decider>()
    var nodes: [DecisionGraph.Node] = []
    var choices: [Choice] = []
    for (start, decider) in NumberMap(part).entries {
      let index = known.insert(decider)
      if index == nodes.count {
        nodes.append(lowering.lower(decider, uniting: &overlay, in: &graph))
      }
      choices.append(Choice(start: start, node: nodes[index]))
    }
    if part.abi == filter.machine.abi {
      // Of two exceptions for one number, the one that is put in last is asked first.
      for exception in filter.exceptions.reversed()
      where part.abi.numbers.contains(exception.number) {
        insert(exception, into: &choices)
      }
    }
    return choices
  }

  /// Puts the question for the launcher's keys before what decides the number otherwise.
  private mutating func insert(_ exception: KeyedException, into choices: inout [Choice]) {
    let number = exception.number
    guard let index = choices.lastIndex(where: { $0.start <= number }) else { return }
    let words = exception.words(byteOrder: filter.byteOrder)
    let otherwise = choices[index].node
    let keyed = graph.keys(words, hold: graph.verdict(.allow), fail: otherwise)
    if choices[index].start == number {
      choices[index].node = keyed
    } else {
      choices.insert(Choice(start: number, node: keyed), at: index + 1)
    }
    let after = choices.firstIndex { $0.start > number } ?? choices.endIndex
    if number < filter.machine.abi.numbers.upperBound,
      after == choices.endIndex || choices[after].start > number + 1
    {
      choices.insert(Choice(start: number + 1, node: otherwise), at: after)
    }
  }
}

extension KeyedException {
  /// The words in which the keys are.
  func words(byteOrder: ByteOrder) -> [DecisionGraph.KeyWord] {
    keys.flatMap { key in
      let halves: [(SeccompData.Half, UInt64)] = [(.low, 0), (.high, 32)]
      return halves.compactMap { half, shift -> DecisionGraph.KeyWord? in
        let mask = UInt32(truncatingIfNeeded: key.mask >> shift)
        guard mask != 0 else { return nil }
        let offset = SeccompData.offset(ofArgument: key.index, half, byteOrder: byteOrder)
        return DecisionGraph.KeyWord(
          word: DataWord(offset: offset, mask: mask),
          value: UInt32(truncatingIfNeeded: key.value >> shift))
      }
    }
  }
}
