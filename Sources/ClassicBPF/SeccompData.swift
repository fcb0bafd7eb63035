/// The order of bytes in a machine's words.
public enum ByteOrder: Hashable, Sendable {
  /// Least significant byte first: x86, arm, riscv64, …
  case little
  /// Most significant byte first: s390x, …
  case big

  /// The order of the machine that this code runs on.
  public static var native: ByteOrder { UInt16(littleEndian: 1) == 1 ? .little : .big }
}

/// What the kernel shows a filter of a system call: `struct seccomp_data`, 64 bytes.
public struct SeccompData: Sendable {
  /// The number of the system call as the register carries it, the x32 bit included; `nr`.
  public var number: UInt32
  /// The `AUDIT_ARCH_…` value of the ABI through which the call came; `arch`.
  public var auditArchitecture: UInt32
  /// The address of the instruction that made the call; `instruction_pointer`.
  public var instructionPointer: UInt64
  /// The six argument registers, 64 bits each; `args`.
  public var arguments: InlineArray<6, UInt64>

  /// Puts the fields together.
  ///
  /// - Parameters:
  ///   - number: The number of the call as the register carries it.
  ///   - auditArchitecture: The `AUDIT_ARCH_…` value.
  ///   - instructionPointer: The address of the instruction that made the call.
  ///   - arguments: The six argument registers.
  public init(
    number: UInt32, auditArchitecture: UInt32, instructionPointer: UInt64 = 0,
    arguments: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
  ) {
    self.number = number
    self.auditArchitecture = auditArchitecture
    self.instructionPointer = instructionPointer
    self.arguments = arguments
  }
}

extension SeccompData {
  /// The size of the structure in bytes: `sizeof(struct seccomp_data)`.
  public static let size = 64
  /// The offset of the number in bytes.
  public static let numberOffset = 0
  /// The offset of the `AUDIT_ARCH_…` value in bytes.
  public static let architectureOffset = 4
  /// The offset of the instruction pointer in bytes.
  public static let instructionPointerOffset = 8
  /// The offset of the first argument in bytes; each takes eight.
  public static let argumentsOffset = 16

  /// Which half of an argument register a 32-bit load reads.
  public enum Half: Hashable, Sendable {
    /// The 32 bits of the lesser value.
    case low
    /// The 32 bits of the greater value.
    case high
  }

  /// The offset in bytes of one half of an argument.
  ///
  /// - Parameters:
  ///   - index: The argument, 0 to 5.
  ///   - half: The half.
  ///   - byteOrder: The machine's order of bytes, which decides the half that comes first.
  /// - Returns: The offset, a multiple of 4 between 16 and 60.
  public static func offset(ofArgument index: Int, _ half: Half, byteOrder: ByteOrder) -> Int {
    precondition((0..<6).contains(index), "a system call has six arguments")
    let first: Half = byteOrder == .little ? .low : .high
    return argumentsOffset + 8 * index + (half == first ? 0 : 4)
  }

  /// The 32-bit word that a filter's load at an offset reads.
  ///
  /// - Parameters:
  ///   - offset: The offset in bytes, a multiple of 4 below 64.
  ///   - byteOrder: The machine's order of bytes.
  /// - Returns: The word.
  public func word(at offset: Int, byteOrder: ByteOrder) -> UInt32 {
    switch offset {
    case Self.numberOffset: return number
    case Self.architectureOffset: return auditArchitecture
    default:
      precondition(offset % 4 == 0 && offset < Self.size, "the verifier admits no such load")
      let wide =
        offset < Self.argumentsOffset
        ? instructionPointer : arguments[(offset - Self.argumentsOffset) / 8]
      let isFirst = offset % 8 == 0
      return isFirst == (byteOrder == .little)
        ? UInt32(truncatingIfNeeded: wide) : UInt32(truncatingIfNeeded: wide >> 32)
    }
  }
}

extension SeccompData: Hashable {
  /// Whether all fields are equal.
  public static func == (left: Self, right: Self) -> Bool {
    left.number == right.number && left.auditArchitecture == right.auditArchitecture
      && left.instructionPointer == right.instructionPointer
      && (0..<6).allSatisfy { left.arguments[$0] == right.arguments[$0] }
  }

  /// Feeds all fields to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(number)
    hasher.combine(auditArchitecture)
    hasher.combine(instructionPointer)
    for index in 0..<6 { hasher.combine(arguments[index]) }
  }
}
