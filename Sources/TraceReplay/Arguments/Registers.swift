import SeccompFilter

/// What a log tells about the six argument registers of a call.
struct Registers {
  /// The values of the known bits; no bit outside ``known``.
  var value: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
  /// The bits that are known.
  var known: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
  /// The registers, as bits, whose low half is negative and whose upper half was not printed: it is
  /// all zeros or all ones.
  var extends: UInt8 = 0
  /// The registers, as bits, whose upper half was not printed and is taken to be zero.
  var assumes: UInt8 = 0

  /// Nothing known; on a 32-bit ABI the upper halves are zero.
  init(width: Int) {
    if width == 32 {
      for index in 0..<6 { known[index] = 0xffff_ffff_0000_0000 }
    }
  }

  /// One register.
  func partial(_ index: Int) -> PartialRegister {
    PartialRegister(value[index], known: known[index])
  }

  /// All registers, for each way in which upper halves may have been filled.
  ///
  /// - Parameter wanted: The registers, as bits, whose upper halves matter.
  /// - Returns: At most 64 lists of six.
  func variants(wanted: UInt8) -> [[PartialRegister]] {
    var variants = [(0..<6).map(partial)]
    for index in 0..<6 where extends & wanted & 1 << UInt8(index) != 0 {
      let upper: UInt64 = 0xffff_ffff_0000_0000
      variants = variants.flatMap { registers in
        [0, upper].map { half in
          var copy = registers
          copy[index] = PartialRegister(value[index] | half, known: known[index] | upper)
          return copy
        }
      }
    }
    return variants
  }

  /// Takes over what an argument says of a register.
  ///
  /// - Parameters:
  ///   - number: The printed value.
  ///   - index: The register.
  ///   - width: How many low bits were printed.
  ///   - isNarrow: Whether the register has only 32 bits.
  @inline(__always) mutating func set(
    _ number: UInt64, register index: Int, width: Int, isNarrow: Bool
  ) {
    if width >= 64 {
      value[index] = number
      known[index] = .max
      return
    }
    let mask: UInt64 = 1 << UInt64(width) - 1
    value[index] = number & mask
    known[index] = mask
    if isNarrow {
      known[index] |= 0xffff_ffff_0000_0000
    } else if width == 32 {
      if number & 0x8000_0000 != 0 {
        extends |= 1 << UInt8(index)
      } else {
        known[index] = .max
        assumes |= 1 << UInt8(index)
      }
    }
  }
}
