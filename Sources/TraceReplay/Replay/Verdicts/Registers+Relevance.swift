import ClassicBPF
import LinuxABI
import SeccompFilter

extension Registers {
  /// Drops what does not matter.
  @inline(__always) mutating func keep(
    _ relevant: InlineArray<6, UInt64>, wanted: UInt8
  ) {
    var mattering: UInt8 = 0
    for index in 0..<6 {
      value[index] &= relevant[index]
      known[index] &= relevant[index]
      if relevant[index] >> 32 != 0 { mattering |= 1 << UInt8(index) }
    }
    extends &= mattering & wanted
    notNull &= wanted
    assumes &= mattering
  }

  @inline(__always) func slot(of size: Int) -> Int {
    var hash = UInt64(extends) << 8 | UInt64(notNull)
    for index in 0..<6 { hash = (hash ^ value[index] ^ known[index] << 1) &* 0x9e37_79b9_7f4a_7c15 }
    return Int(truncatingIfNeeded: hash >> 32) & (size - 1)
  }

  @inline(__always) func isSame(as other: Registers) -> Bool {
    for index in 0..<6
    where value[index] != other.value[index] || known[index] != other.known[index] {
      return false
    }
    return extends == other.extends && notNull == other.notNull && assumes == other.assumes
  }
}

extension FilterAction {
  /// Whether a call is answered as if the kernel had none of it.
  func isAbsence(on abi: ABI) -> Bool {
    guard let number = ErrnoName.number(of: "ENOSYS", on: abi) else { return false }
    return self == .errno(number)
  }
}

extension Outcome {
  /// Whether the program is answered as it would be without a filter.
  var passes: Bool { actions.allSatisfy(\.passes) }
}
