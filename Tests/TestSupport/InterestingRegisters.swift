import SeccompFilter

/// The contents of an argument register at which tests of it change their minds.
struct InterestingRegisters {
  private var values: [UInt64] = []
  private var seen: Set<UInt64> = []

  /// The most values of one register.
  static let maximumCount = 512

  /// Values around every boundary of some tests of one register.
  ///
  /// First the boundaries themselves, then with garbage in bits that nobody looks at, then single
  /// bits.
  ///
  /// - Parameter tests: The tests, all of the same register.
  /// - Returns: At least one value, at most ``maximumCount``. The first one is 0.
  func values(of tests: [ArgumentTest]) -> [UInt64] {
    var registers = self
    registers.add(0)
    if !tests.isEmpty { registers.addValues(of: tests) }
    return registers.values
  }

  private mutating func add(_ value: UInt64) {
    if values.count < Self.maximumCount && seen.insert(value).inserted { values.append(value) }
  }

  private mutating func addValues(of tests: [ArgumentTest]) {
    for range in tests.flatMap(\.values.ranges) {
      for bound in [range.lowerBound, range.upperBound] {
        add(bound)
        add(bound &+ 1)
        add(bound &- 1)
      }
    }
    let masks = Set(tests.map(\.mask)).sorted()
    for value in values where values.count < Self.maximumCount {
      // The upper half: its complement, one bit of it, the sign of the lower half.
      add(value ^ 0xffff_ffff_0000_0000)
      add(value ^ 1 << 32)
      add(UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: value))))
      for mask in masks {
        add(value | ~mask)
        add(value & mask)
      }
    }
    for mask in masks where values.count < Self.maximumCount {
      add(mask)
      for bit in (0..<64).map({ UInt64(1) << UInt64($0) }) where mask & bit != 0 {
        add(bit)
        add(mask ^ bit)
      }
    }
    add(.max)
    add(0x8000_0000)
    add(0x7fff_ffff)
  }
}
