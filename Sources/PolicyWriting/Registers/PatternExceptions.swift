import Toolbox

/// Many patterns as one with a few exceptions: "no `PROT_EXEC`, and not 3".
struct PatternExceptions {
  /// The bits that are given.
  private(set) var mask: UInt64
  /// What they are.
  private(set) var value: UInt64
  /// The values that have those bits, and have none of the patterns.
  private(set) var values: [UInt64] = []

  /// More exceptions than this are not few.
  private static let most = 16

  /// Looks for the one pattern.
  ///
  /// - Parameters:
  ///   - patterns: Patterns, of which no value has two.
  ///   - bits: The bits that a value has.
  init?(to patterns: [(mask: UInt64, value: UInt64)], within bits: UInt64) {
    guard patterns.count > 2, let first = patterns.first else { return nil }
    mask = patterns.reduce(first.mask) { $0 & $1.mask & ~($1.value ^ first.value) }
    value = first.value & mask
    if mask == 0 { return nil }
    let size = Self.size(of: mask, within: bits)
    let covered = patterns.reduce(0.0) { $0 + Self.size(of: $1.mask, within: bits) }
    guard size - covered <= Double(Self.most) else { return nil }
    collect(patterns, below: value, free: bits & ~mask)
  }

  private static func size(of mask: UInt64, within bits: UInt64) -> Double {
    Double(sign: .plus, exponent: (bits & ~mask).nonzeroBitCount, significand: 1)
  }

  /// Collects what none of the patterns has, of the values with some bits.
  private mutating func collect(
    _ patterns: [(mask: UInt64, value: UInt64)], below value: UInt64, free: UInt64
  ) {
    if patterns.contains(where: { $0.mask & free == 0 }) { return }
    guard free != 0 else {
      values.append(value)
      return
    }
    let bit = UInt64(1) << UInt64(63 - free.leadingZeroBitCount)
    for half: UInt64 in [0, bit] {
      collect(
        patterns.filter { $0.mask & bit == 0 || $0.value & bit == half }, below: value | half,
        free: free & ~bit)
    }
  }
}
