public import SeccompFilter

extension SeededGenerator {
  /// A register of which some bits are known, and a value that fits.
  ///
  /// - Returns: What is known, and the value.
  public mutating func nextRegister() -> (PartialRegister, value: UInt64) {
    let masks: [UInt64] = [
      0, .max, 0xffff_ffff, 0xffff_ffff_0000_0000, 0xff, ~0xff, ~1, next(),
    ]
    let value = [next() & 0xf, next(), 0, .max][Int(next() % 4)]
    return (PartialRegister(value, known: masks[Int(next() % 8)]), value)
  }
}
