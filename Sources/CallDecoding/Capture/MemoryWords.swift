import LinuxABI

/// Numbers in bytes of a process.
struct MemoryWords {
  private let bytes: ArraySlice<UInt8>
  private let isBigEndian: Bool

  init(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) {
    self.bytes = bytes
    self.isBigEndian = isBigEndian
  }

  /// How many bytes there are.
  var count: Int { bytes.count }

  /// A number of some bytes; what is not there is 0.
  ///
  /// - Parameters:
  ///   - offset: Where it begins.
  ///   - size: How many bytes it has, 8 at most.
  ///   - isBigEndian: Whether the most significant byte is first, if not as on the machine.
  /// - Returns: The number.
  func number(at offset: Int, size: Int, isBigEndian: Bool? = nil) -> UInt64 {
    guard offset + size <= bytes.count else { return 0 }
    var value: UInt64 = 0
    let isBigEndian = isBigEndian ?? self.isBigEndian
    for index in 0..<size {
      let place = isBigEndian ? index : size - 1 - index
      value = value << 8 | UInt64(bytes[bytes.startIndex + offset + place])
    }
    return value
  }

  /// The addresses of a list up to 0, or to the end of what was read.
  func addresses(on abi: ABI) -> [UInt64] {
    var addresses: [UInt64] = []
    for index in 0..<count / abi.addressSize {
      let address = number(at: index * abi.addressSize, size: abi.addressSize)
      if address == 0 { break }
      addresses.append(address)
    }
    return addresses
  }
}

extension ABI {
  /// The size in bytes of an address in memory; x32 passes wide registers, and keeps short addresses.
  var addressSize: Int { registerWidth == 32 || self == .x32 ? 4 : 8 }

  /// The size in bytes of a `long` in the times that calls without `64` in their names take.
  var timeSize: Int { registerWidth == 32 ? 4 : 8 }
}
