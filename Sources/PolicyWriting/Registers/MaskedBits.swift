import Toolbox

/// The bits under a mask, as one number without gaps.
struct MaskedBits {
  private let mask: UInt64
  private let bits: [UInt64]

  init(_ mask: UInt64) {
    self.mask = mask
    bits = (0..<64).map { 1 << UInt64($0) }.filter { mask & $0 != 0 }
  }

  private var greatest: UInt64 { UInt64(lowBits: bits.count) }

  /// The bits of a value that lie under the mask, moved together.
  private func packed(_ value: UInt64) -> UInt64 {
    bits.enumerated().reduce(0) { value & $1.element != 0 ? $0 | 1 << UInt64($1.offset) : $0 }
  }

  private func unpacked(_ number: UInt64) -> UInt64 {
    bits.enumerated().reduce(0) { number >> UInt64($1.offset) & 1 != 0 ? $0 | $1.element : $0 }
  }

  /// The values under the mask between some of them, in ascending order.
  func ranges(between values: [UInt64]) -> [ClosedRange<UInt64>] {
    var ranges: [ClosedRange<UInt64>] = []
    var next: UInt64? = 0
    for value in values.map(packed).sorted() {
      if let start = next, start < value {
        ranges.append(unpacked(start)...unpacked(value - 1))
      }
      next = value == greatest ? nil : value + 1
    }
    if let next { ranges.append(unpacked(next)...mask) }
    return ranges
  }

  /// Patterns of which each value in a range has one, and no other value under the mask has any.
  func patterns(of range: ClosedRange<UInt64>) -> [(mask: UInt64, value: UInt64)] {
    var patterns: [(mask: UInt64, value: UInt64)] = []
    let (last, all) = (packed(range.upperBound), greatest)
    var next: UInt64? = packed(range.lowerBound)
    while let start = next, start <= last {
      // The largest block that begins here and does not go too far.
      var free: UInt64 = 0
      while free < all {
        let wider = free << 1 | 1
        if start & wider != 0 || wider > last - start { break }
        free = wider
      }
      let end = start + free
      patterns.append((unpacked(all & ~free), unpacked(start)))
      next = end == .max ? nil : end + 1
    }
    return patterns
  }
}
