public import ClassicBPF
import LinuxABI
public import SeccompFilter

/// Calls for one filter, most of which come close to one of its boundaries.
///
/// ``InterestingValues`` tries every boundary in order; these mix them, so that what goes wrong
/// only for a combination has its chance.
public struct RandomCalls {
  private let filter: Filter
  private var random: RandomFilters
  /// For each part of the filter, numbers at and beside the ends of its ranges.
  private let numbers: [[UInt32]]

  /// Begins a sequence of calls.
  ///
  /// - Parameters:
  ///   - filter: The filter that the calls are for.
  ///   - seed: What tells it from other sequences.
  public init(for filter: Filter, seed: UInt64) {
    self.filter = filter
    random = RandomFilters(seed: seed)
    numbers = filter.abis.map { part in
      let sets = part.rules.map(\.numbers) + [part.newer?.numbers].compactMap { $0 }
      let ends = sets.flatMap(\.ranges).flatMap { [$0.lowerBound, $0.upperBound] }
      let exceptions = filter.exceptions.map(\.number)
      return (ends + exceptions).flatMap { [$0, $0, $0, $0 &- 1, $0 &+ 1] }
        + [0, ABI.x32Bit - 1, ABI.x32Bit, .max - 1, .max]
    }
  }

  /// The next call, whose registers have 64 bits on every ABI.
  ///
  /// - Returns: The call.
  public mutating func next() -> SeccompData {
    guard !random.chance(1, in: 12) else { return foreignCall() }
    let place = random.below(filter.abis.count)
    let part = filter.abis[place]
    var data = SeccompData(
      number: random.pick(numbers[place]), auditArchitecture: part.abi.auditArchitecture,
      instructionPointer: random.word())
    fill(&data, with: tests(of: data.number, in: part))
    return data
  }

  private mutating func foreignCall() -> SeccompData {
    let abi = random.pick(ABI.allCases)
    var data = SeccompData(
      number: random.pick(numbers[0]),
      auditArchitecture: random.pick([
        abi.auditArchitecture, abi.auditArchitecture &+ 1, UInt32(random.below(8)),
      ]))
    fill(&data, with: [])
    return data
  }

  /// What the filter may ask about the arguments of a number, the launcher's keys included.
  private func tests(of number: UInt32, in part: ABIFilter) -> [[ArgumentTest]] {
    let rules = part.rules.filter { $0.numbers.contains(number) }
    let keys = filter.exceptions.filter { $0.number == number }.map { exception in
      exception.keys.map {
        ArgumentTest(index: $0.index, mask: $0.mask, values: IntervalSet(elements: [$0.value]))
      }
    }
    return rules.flatMap(\.condition.alternatives) + keys
  }

  /// Fills the registers: most of the tests of one alternative hold, or fail by one.
  private mutating func fill(_ data: inout SeccompData, with alternatives: [[ArgumentTest]]) {
    for index in 0..<6 {
      data.arguments[index] = random.pick([0, 1, .max, random.word(), random.word() >> 32])
    }
    if !alternatives.isEmpty {
      for _ in 0..<1 + random.below(2) {
        for test in random.pick(alternatives) where !random.chance(1, in: 10) {
          data.arguments[test.index] = register(near: test, now: data.arguments[test.index])
        }
      }
    }
  }

  /// A register at or beside an end of a range of the test, with what it holds now elsewhere.
  private mutating func register(near test: ArgumentTest, now: UInt64) -> UInt64 {
    guard !test.values.isEmpty else { return now }
    let range = random.pick(test.values.ranges)
    var value = random.pick([range.lowerBound, range.lowerBound, range.upperBound])
    switch random.below(6) {
    case 0: value &-= 1
    case 1: value &+= 1
    case 2: value ^= 1 << UInt64(random.below(64))
    default: break
    }
    return random.pick([value & test.mask | now & ~test.mask, value])
  }
}
