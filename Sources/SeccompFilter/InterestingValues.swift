public import ClassicBPF
public import LinuxABI

/// Calls at which a filter may change its mind.
///
/// Compilers go wrong at boundaries: one beside a constant, at the seam of two halves, with garbage
/// in bits that nobody looks at. So those are the calls on which programs are compared with what
/// they were made from.
public struct InterestingValues: Sendable {
  private let filter: Filter
  /// The most values that are tried for one register of one range of numbers.
  private let valuesPerRegister: Int
  /// The most calls for one range of numbers.
  private let callsPerNumber: Int

  /// The interesting values of a filter.
  ///
  /// - Parameters:
  ///   - filter: The filter.
  ///   - callsPerNumber: The most calls to make for one number.
  public init(of filter: Filter, callsPerNumber: Int = 4096) {
    self.filter = filter
    self.callsPerNumber = callsPerNumber
    valuesPerRegister = 512
  }

  /// The calls, in a fixed order.
  ///
  /// For each ABI: both sides of each boundary of numbers; for the numbers whose verdict depends
  /// on arguments each boundary of each test, alone and together with those of the other tests.
  public var calls: [SeccompData] {
    var calls: [SeccompData] = []
    for part in filter.abis {
      for number in numbers(of: part) { calls += self.calls(of: number, in: part) }
    }
    for architecture in foreignArchitectures {
      for number in [0, 1, ABI.x32Bit, .max] {
        calls.append(SeccompData(number: number, auditArchitecture: architecture))
      }
    }
    return calls
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

  /// The interesting calls of one number whose registers pass some tests.
  ///
  /// - Parameters:
  ///   - number: The number as the register carries it.
  ///   - abi: The ABI, which the filter serves.
  ///   - tests: What the registers must pass, at most one test for each.
  /// - Returns: The calls, in a fixed order; at least one unless a test can never hold.
  public func calls(
    of number: UInt32, on abi: ABI, where tests: [ArgumentTest]
  ) -> [SeccompData] {
    guard let part = filter.abis.first(where: { $0.abi == abi }) else {
      return [SeccompData(number: number, auditArchitecture: abi.auditArchitecture)]
    }
    return calls(of: number, in: part, where: tests)
  }

  private func calls(
    of number: UInt32, in part: ABIFilter, where pattern: [ArgumentTest] = []
  ) -> [SeccompData] {
    let rules = part.rules.filter { $0.numbers.contains(number) }
    let tests = rules.flatMap(\.condition.alternatives).flatMap { $0 }
    let isOwn = part.abi == filter.machine.abi
    let keys = isOwn ? filter.exceptions.filter { $0.number == number }.flatMap(\.keys) : []
    let registers = (0..<6).map { index in
      let values = values(
        of: tests.filter { $0.index == index }, keys.filter { $0.index == index }, on: part.abi)
      guard let limit = pattern.first(where: { $0.index == index }) else { return values }
      return restrict(values, to: limit)
    }
    if registers.contains([]) { return [] }
    func call(_ arguments: [UInt64]) -> SeccompData {
      var data = SeccompData(number: number, auditArchitecture: part.abi.auditArchitecture)
      for (index, value) in arguments.enumerated() { data.arguments[index] = value }
      return data
    }
    // Every combination where that is not too much.
    let product = registers.reduce(1) { min($0 * $1.count, callsPerNumber + 1) }
    if product <= callsPerNumber { return combinations(of: registers).map(call) }

    // Else start from registers that satisfy an alternative, and change one or two of them.
    var seen: Set<[UInt64]> = []
    var result: [SeccompData] = []
    func add(_ arguments: [UInt64]) {
      guard pattern.allSatisfy({ $0.holds(for: arguments[$0.index]) }) else { return }
      if result.count < callsPerNumber && seen.insert(arguments).inserted {
        result.append(call(arguments))
      }
    }
    let starts = startingPoints(rules, keys, registers)
    for start in starts { add(start) }
    for start in starts {
      for index in 0..<6 {
        for value in registers[index] {
          var changed = start
          changed[index] = value
          add(changed)
        }
      }
    }
    // Walk through the values of all registers at different paces for what pairs may do.
    for step in 0..<callsPerNumber {
      add((0..<6).map { registers[$0][(step * (2 * $0 + 1) + step / 7) % registers[$0].count] })
    }
    return result
  }

  /// The values that pass a test, and others with their tested bits moved into it.
  private func restrict(_ values: [UInt64], to limit: ArgumentTest) -> [UInt64] {
    var result: [UInt64] = []
    var seen: Set<UInt64> = []
    let bounds = limit.values.ranges.flatMap { [$0.lowerBound, $0.upperBound] }
    for value in values {
      for bound in [value & limit.mask] + bounds {
        let moved = value & ~limit.mask | bound & limit.mask
        if limit.holds(for: moved), seen.insert(moved).inserted { result.append(moved) }
      }
    }
    return result
  }

  private func combinations(of registers: [[UInt64]]) -> [[UInt64]] {
    registers.reduce([[]]) { partial, values in
      partial.flatMap { head in values.map { head + [$0] } }
    }
  }

  /// For each alternative of each rule, registers that satisfy all its tests.
  private func startingPoints(
    _ rules: [Rule], _ keys: [KeyedException.Key], _ registers: [[UInt64]]
  ) -> [[UInt64]] {
    var points = [registers.map { $0[0] }]
    for tests in rules.flatMap(\.condition.alternatives) {
      var point = registers.map { $0[0] }
      for index in Set(tests.map(\.index)) {
        let own = tests.filter { $0.index == index }
        point[index] =
          registers[index].first { value in own.allSatisfy { $0.holds(for: value) } }
          ?? point[index]
      }
      points.append(point)
    }
    if !keys.isEmpty {
      var point = registers.map { $0[0] }
      for key in keys { point[key.index] = point[key.index] & ~key.mask | key.value }
      points.append(point)
    }
    return points
  }

  /// Values of one register around every boundary of its tests; the first one is 0.
  private func values(
    of tests: [ArgumentTest], _ keys: [KeyedException.Key], on abi: ABI
  ) -> [UInt64] {
    guard !tests.isEmpty || !keys.isEmpty else { return [0] }
    let register: UInt64 = abi.registerWidth == 32 ? 0xffff_ffff : .max
    var result: [UInt64] = []
    var seen: Set<UInt64> = []
    func add(_ value: UInt64) {
      if result.count < valuesPerRegister && seen.insert(value & register).inserted {
        result.append(value & register)
      }
    }
    add(0)
    var masks: [UInt64] = []
    for test in tests {
      masks.append(test.mask)
      for range in test.values.ranges {
        for bound in [range.lowerBound, range.upperBound] {
          add(bound)
          add(bound &+ 1)
          add(bound &- 1)
        }
      }
    }
    for key in keys {
      masks.append(key.mask)
      add(key.value)
      for bit in [0, 8, 31, 32, 63] { add(key.value ^ 1 << UInt64(bit)) }
    }
    let plain = result
    for value in plain {
      for mask in Set(masks).sorted() {
        // Garbage where nobody looks, in all bits and in the upper half only.
        add(value | ~mask)
        add(value & mask)
        add(value ^ 0xffff_ffff_0000_0000)
        add(value ^ 1 << 32)
        add(UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: value))))
      }
    }
    for mask in masks {
      add(mask)
      for bit in 0..<64 where mask & 1 << UInt64(bit) != 0 {
        add(1 << UInt64(bit))
        add(mask & ~(1 << UInt64(bit)))
      }
    }
    add(.max)
    add(0x8000_0000)
    add(0x7fff_ffff)
    return result
  }
}
