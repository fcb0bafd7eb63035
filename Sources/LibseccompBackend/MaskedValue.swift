import SeccompFilter

/// A set of register contents: those whose bits under a mask are this value.
///
/// It is the only comparison that libseccomp is given, `SCMP_CMP_MASKED_EQ`. Everything that the
/// filter model can say about a register is a union of such sets that do not overlap: a range is
/// one of blocks whose sizes are powers of two, as routes in a network are.
struct MaskedValue: Hashable, Sendable {
  /// The bits that are looked at.
  let mask: UInt64
  /// What they must be; no bit outside the mask.
  let value: UInt64

  /// Every content of a register.
  static let anything = MaskedValue(mask: 0, value: 0)

  /// What both sets contain, which again is such a set, or nothing.
  func intersection(_ other: MaskedValue) -> MaskedValue? {
    guard (value ^ other.value) & mask & other.mask == 0 else { return nil }
    return MaskedValue(mask: mask | other.mask, value: value | other.value)
  }

  /// What the other set lacks, in pieces that do not overlap: one for each bit that only the other
  /// looks at, from the highest to the lowest.
  func subtracting(_ other: MaskedValue) -> [MaskedValue] {
    guard intersection(other) != nil else { return [self] }
    var pieces: [MaskedValue] = []
    var shared = self
    var bits = other.mask & ~mask
    while bits != 0 {
      let bit = UInt64(1) << UInt64(63 - bits.leadingZeroBitCount)
      bits ^= bit
      let wanted = other.value & bit
      pieces.append(MaskedValue(mask: shared.mask | bit, value: shared.value | (wanted ^ bit)))
      shared = MaskedValue(mask: shared.mask | bit, value: shared.value | wanted)
    }
    return pieces
  }

  /// What the other sets lack, in pieces that do not overlap; `nil` if there are more than `limit`.
  func subtracting(_ others: some Sequence<MaskedValue>, limit: Int) -> [MaskedValue]? {
    var rest = [self]
    for other in others {
      rest = rest.flatMap { $0.subtracting(other) }
      guard rest.count <= limit else { return nil }
    }
    return rest
  }
}

extension ArgumentTest {
  /// The sets that make up what the test holds for; they do not overlap.
  var pieces: [MaskedValue] {
    var pieces: [MaskedValue] = []
    split(.anything, undecided: mask, values.ranges[...], &pieces)
    return pieces
  }

  /// Adds what a block contains of some ranges: the block, nothing, or what its halves do.
  ///
  /// - Parameters:
  ///   - block: The bits that are decided.
  ///   - undecided: The lower bits, which are not.
  ///   - ranges: The ranges, in ascending order.
  ///   - pieces: The list to add to.
  private func split(
    _ block: MaskedValue, undecided: UInt64, _ ranges: ArraySlice<ClosedRange<UInt64>>,
    _ pieces: inout [MaskedValue]
  ) {
    let span = block.value...(block.value | undecided)
    let touching = ranges.drop { $0.upperBound < span.lowerBound }
      .prefix { $0.lowerBound <= span.upperBound }
    guard let first = touching.first else { return }
    if first.lowerBound <= span.lowerBound && span.upperBound <= first.upperBound {
      pieces.append(block)
      return
    }
    let bit = UInt64(1) << UInt64(63 - undecided.leadingZeroBitCount)
    for half in [0, bit] {
      split(
        MaskedValue(mask: block.mask | bit, value: block.value | half),
        undecided: undecided ^ bit, touching, &pieces)
    }
  }
}
