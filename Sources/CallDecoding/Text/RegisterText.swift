import LinuxABI
import Toolbox

/// An argument as its register alone says it.
struct RegisterText {
  private let argument: ArgumentSignature
  private let registers: InlineArray<6, UInt64>
  private let abi: ABI

  init(of argument: ArgumentSignature, in registers: InlineArray<6, UInt64>, on abi: ABI) {
    self.argument = argument
    self.registers = registers
    self.abi = abi
  }

  private var register: UInt64 { registers[argument.index] }
  private var mask: UInt64 { UInt64(lowBits: argument.width(on: abi)) }
  private var value: UInt64 { register & mask }

  /// The value as the kernel takes it; beside it the register, where that has more to it.
  var text: String {
    // A filter sees the upper bits; zeros and copies of the sign are what compilers put there.
    let rest = register & ~mask
    let isPlain = rest == 0 || rest == ~mask && value > mask >> 1
    return isPlain ? bare : "\(bare) (register \(hexadecimal(register)))"
  }

  private var bare: String {
    let vocabulary = argument.vocabulary(beside: registers, on: abi)
    guard let vocabulary else { return number }
    let width = argument.width(on: abi)
    return VocabularyText(vocabulary, width: width, on: abi).text(of: value)
      ?? (argument.kind == .dirfd || argument.kind == .fd ? number : unnamed)
  }

  /// Whether the value is an address and nothing else; 0 says that there is nothing.
  var isAddress: Bool {
    guard argument.vocabulary(beside: registers, on: abi) == nil, value != 0 else { return false }
    switch argument.kind {
    case .pointer: return true
    case .u64: return Self.addresses.contains(argument.name) || value >> 32 != 0
    case .i32, .i64, .u16, .u32, .fd, .dirfd: return false
    }
  }

  /// The value as a signed number.
  private var signed: Int64 {
    Int64(bitPattern: value > mask >> 1 ? value | ~mask : value)
  }

  /// A number where constants were expected: small ones as people count, others as headers do.
  private var unnamed: String {
    if argument.isSigned, (-0x1_0000..<0x1_0000).contains(signed) { return "\(signed)" }
    return value < 10 ? "\(value)" : hexadecimal(value)
  }

  /// A number that stands for itself.
  private var number: String {
    switch argument.kind {
    case .i32, .i64, .fd, .dirfd: return "\(signed)"
    // -1 is what changes nothing for a user, and all of something elsewhere.
    case .u16, .u32: return value == mask ? "-1" : "\(value)"
    case .u64 where !Self.addresses.contains(argument.name):
      return value < Self.leastAddress ? "\(value)" : hexadecimal(value)
    case .u64, .pointer: return value == 0 ? "NULL" : hexadecimal(value)
    }
  }

  /// What prototypes call an address that they take as a number.
  private static let addresses: Set = ["addr", "start", "new_addr", "brk", "newsp"]

  /// From here on, a wide number is more likely an address or bits than a length.
  private static let leastAddress: UInt64 = 1 << 24
}
