public import ClassicBPF
public import LinuxABI
public import SeccompFilter

/// Calls at which a filter may change its mind.
///
/// Compilers go wrong at boundaries: one beside a constant, at the seam of two halves, with garbage
/// in bits that nobody looks at. So those are the calls on which programs are compared with what
/// they were made from.
public struct InterestingValues: Sendable {
  private let filter: Filter
  /// The most calls for one number.
  private let callsPerNumber: Int

  /// The interesting values of a filter.
  ///
  /// - Parameters:
  ///   - filter: The filter.
  ///   - callsPerNumber: The most calls to make for one number, at least 1.
  public init(of filter: Filter, callsPerNumber: Int = 4096) {
    precondition(callsPerNumber > 0, "a number that is looked at has a call")
    self.filter = filter
    self.callsPerNumber = callsPerNumber
  }

  /// The interesting calls of a filter, see ``calls``.
  ///
  /// - Parameter filter: The filter.
  /// - Returns: The calls, in a fixed order.
  public static func calls(for filter: Filter) -> [SeccompData] {
    InterestingValues(of: filter).calls
  }

  /// The calls, in a fixed order.
  ///
  /// For each ABI both sides of each boundary of numbers, and for the numbers whose verdict depends
  /// on arguments each boundary of each test, alone and together with those of the other tests.
  /// Where several numbers are decided by the same rules, one stands for all as far as arguments go.
  ///
  /// There are at most two calls for each number beside a boundary, of which a range has four; and
  /// for each set of rules that decides some number, and each exception, at most as many more as
  /// were asked for.
  public var calls: [SeccompData] {
    var calls: [SeccompData] = []
    for part in filter.abis {
      var explored: Set<[Int]> = []
      for number in numbers(of: part) {
        let rules = part.rules.indices.filter { part.rules[$0].numbers.contains(number) }
        let isNew = explored.insert(rules).inserted
        if isNew || !keys(of: number, in: part).isEmpty {
          calls += self.calls(of: number, in: part, where: [])
        } else {
          for register in [0, UInt64.max] { calls.append(call(number, part.abi, [register])) }
        }
      }
    }
    for architecture in foreignArchitectures {
      for number in [0, 1, ABI.x32Bit, .max] {
        calls.append(SeccompData(number: number, auditArchitecture: architecture))
      }
    }
    return calls
  }

  /// The interesting calls of one number whose registers pass some tests.
  ///
  /// - Parameters:
  ///   - number: The number as the register carries it.
  ///   - abi: The ABI, which the filter serves.
  ///   - tests: What the registers must pass.
  /// - Returns: The calls, in a fixed order, at most as many as were asked for. There may be none
  ///   where a register has to pass several tests, or one that can never hold.
  public func calls(
    of number: UInt32, on abi: ABI, where tests: [ArgumentTest]
  ) -> [SeccompData] {
    let part =
      filter.abis.first { $0.abi == abi }
      ?? ABIFilter(abi: abi, rules: [], defaultAction: filter.foreign)
    return calls(of: number, in: part, where: tests)
  }

  /// ABIs that the filter does not serve, one that does not exist, and near misses.
  private var foreignArchitectures: [UInt32] {
    let served = filter.abis.map(\.abi.auditArchitecture)
    let others =
      ABI.allCases.map(\.auditArchitecture) + [0, .max] + served.flatMap { [$0 - 1, $0 + 1] }
    return Set(others).subtracting(served).sorted()
  }

  private func numbers(of part: ABIFilter) -> [UInt32] {
    let numbers = part.abi.numbers
    var result: Set<UInt32> = [
      numbers.lowerBound, numbers.upperBound, .max, ABI.x32Bit - 1, ABI.x32Bit,
    ]
    let sets = part.rules.map(\.numbers) + [part.newer?.numbers].compactMap { $0 }
    for range in sets.flatMap(\.ranges) {
      for bound in [range.lowerBound, range.upperBound] {
        result.formUnion([bound &- 1, bound, bound &+ 1])
      }
    }
    for exception in filter.exceptions { result.insert(exception.number) }
    return result.sorted()
  }

  /// The keys of the exceptions for a number.
  private func keys(of number: UInt32, in part: ABIFilter) -> [[KeyedException.Key]] {
    guard part.abi == filter.machine.abi else { return [] }
    return filter.exceptions.filter { $0.number == number }.map(\.keys)
  }

  private func call(_ number: UInt32, _ abi: ABI, _ registers: [UInt64]) -> SeccompData {
    var call = SeccompData(number: number, auditArchitecture: abi.auditArchitecture)
    for index in 0..<6 { call.arguments[index] = registers[index % registers.count] }
    return call
  }
}

// MARK: Arguments

extension InterestingValues {
  private func calls(
    of number: UInt32, in part: ABIFilter, where pattern: [ArgumentTest]
  ) -> [SeccompData] {
    let rules = part.rules.filter { $0.numbers.contains(number) }
    // What may be asked together: alternatives of rules, and the keys of an exception.
    let questions =
      rules.flatMap(\.condition.alternatives)
      + keys(of: number, in: part).map { $0.map(\.test) }
    let registers = (0..<6).map { index in
      let limits = pattern.filter { $0.index == index }
      let values = InterestingRegisters()
        .values(of: (questions.flatMap { $0 } + pattern).filter { $0.index == index })
      return limits.reduce(values) { Self.move($0, into: $1) }
        .filter { value in limits.allSatisfy { $0.holds(for: value) } }
    }
    if registers.contains(where: \.isEmpty) { return [] }

    // Every combination where that is not too much.
    let product = registers.reduce(1) { min($0 * $1.count, callsPerNumber + 1) }
    let combinations =
      product <= callsPerNumber
      ? Self.combinations(of: registers) : mix(registers, meeting: questions)
    return combinations.map { call(number, part.abi, $0) }
  }

  /// The values, those that fail a test with their tested bits moved to where it holds.
  private static func move(_ values: [UInt64], into limit: ArgumentTest) -> [UInt64] {
    let bounds = limit.values.ranges.flatMap { [$0.lowerBound, $0.upperBound] }
    var seen: Set<UInt64> = []
    return values.flatMap { value in
      limit.holds(for: value)
        ? [value]
        : bounds.map { value & ~limit.mask | $0 & limit.mask }
    }.filter { seen.insert($0).inserted }
  }

  private static func combinations(of registers: [[UInt64]]) -> [[UInt64]] {
    registers.reduce([[]]) { partial, values in
      partial.flatMap { head in values.map { head + [$0] } }
    }
  }

  /// Some of all combinations of registers.
  ///
  /// Half of them satisfy all tests of a question, except that one register has any of its values.
  /// The other half walks through the values of all registers at different paces.
  private func mix(
    _ registers: [[UInt64]], meeting questions: [[ArgumentTest]]
  ) -> [[UInt64]] {
    var seen: Set<[UInt64]> = []
    var result: [[UInt64]] = []
    func add(_ arguments: [UInt64]) {
      if seen.insert(arguments).inserted { result.append(arguments) }
    }
    let starts = [registers.map { $0[0] }] + questions.map { Self.meet($0, registers) }
    for start in starts where result.count < callsPerNumber { add(start) }
    let share = max(callsPerNumber / 2 / starts.count, 1)
    for start in starts {
      // Of the many values of many registers, take turns.
      var left = share
      for place in 0..<(registers.map(\.count).max() ?? 0) {
        for index in 0..<6 where place < registers[index].count && left > 0 {
          guard result.count < callsPerNumber else { return result }
          var changed = start
          changed[index] = registers[index][place]
          add(changed)
          left -= 1
        }
      }
    }
    for step in 0..<callsPerNumber where result.count < callsPerNumber {
      add((0..<6).map { registers[$0][(step * (2 * $0 + 1) + step / 7) % registers[$0].count] })
    }
    return result
  }

  /// Registers that pass as many of the tests as their values allow.
  private static func meet(_ tests: [ArgumentTest], _ registers: [[UInt64]]) -> [UInt64] {
    registers.enumerated().map { index, values in
      let own = tests.filter { $0.index == index }
      return values.first { value in own.allSatisfy { $0.holds(for: value) } } ?? values[0]
    }
  }
}

extension KeyedException.Key {
  /// The question whether the key is there.
  fileprivate var test: ArgumentTest {
    ArgumentTest(index: index, mask: mask, values: IntervalSet(value...value))
  }
}
