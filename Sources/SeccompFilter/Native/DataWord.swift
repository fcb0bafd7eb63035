/// A word of `seccomp_data`, or some bits of one.
struct DataWord: Hashable {
  /// The offset in bytes.
  var offset: Int
  /// The bits that are looked at.
  var mask: UInt32 = .max

  /// The least value above another one that the mask lets through, if there is one.
  func value(after value: UInt32) -> UInt32? {
    value == .max ? nil : self.value(atLeast: value + 1)
  }

  /// The least value, not below a bound, that the mask lets through, if there is one.
  func value(atLeast bound: UInt32) -> UInt32? {
    let outside = bound & ~mask
    if outside == 0 { return bound }
    // The highest bit of the bound that the mask lacks must be outdone by a higher one of the mask.
    let width = UInt32(32 - outside.leadingZeroBitCount)
    let above = width == 32 ? 0 : UInt32.max << width
    let free = mask & above & ~bound
    guard free != 0 else { return nil }
    let raised = free & (0 &- free)
    return bound & mask & ~(raised - 1) | raised
  }
}
