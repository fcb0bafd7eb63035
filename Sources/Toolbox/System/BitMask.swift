extension UInt64 {
  /// The mask of the lowest bits of a register.
  ///
  /// - Parameter count: How many bits, 0 to 64.
  package init(lowBits count: Int) {
    self = count >= 64 ? .max : 1 << UInt64(count) - 1
  }
}
