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
  /// The registers, as bits, that hold an address of which it is only known that it is not 0.
  var notNull: UInt8 = 0
  /// The registers, as bits, whose upper half was not printed and is taken to be zero.
  var assumes: UInt8 = 0

  /// All registers, as bits.
  static let all: UInt8 = 0x3f

  /// Nothing known; the upper halves of a 32-bit program's registers are taken to be zero.
  init(width: Int) {
    if width == 32 {
      for index in 0..<6 { known[index] = 0xffff_ffff_0000_0000 }
      assumes = 0x3f
    }
  }

  /// One register.
  func partial(_ index: Int) -> PartialRegister {
    PartialRegister(value[index], known: known[index])
  }

  /// All registers, for each way in which upper halves may have been filled and addresses not be 0.
  ///
  /// An address is not 0 if some bit of it is 1; so there is a list for each bit, for up to two
  /// registers.
  ///
  /// - Parameters:
  ///   - wanted: The registers, as bits, that matter.
  ///   - width: How many bits an address has.
  /// - Returns: Lists of six that have between them every value that is possible.
  func variants(wanted: UInt8, width: Int) -> [[PartialRegister]] {
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
    let addresses = (0..<6).filter { notNull & wanted & 1 << UInt8($0) != 0 }
    for index in addresses.prefix(2) where known[index] & 0xffff_ffff == 0 {
      variants = variants.flatMap { registers in
        (0..<width).filter { known[index] & 1 << UInt64($0) == 0 }.map { bit in
          var copy = registers
          let set = UInt64(1) << UInt64(bit)
          copy[index] = PartialRegister(value[index] | set, known: known[index] | set)
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
  ///   - isNarrow: Whether a 32-bit program has filled the register.
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
