/// Why bytes are no list of instructions.
public enum BPFDecodingError: Error, Hashable, Sendable {
  /// There are no bytes.
  case empty
  /// The number of bytes is not a multiple of 8; how many there are.
  case partialInstruction(bytes: Int)
  /// There are more bytes than the kernel takes instructions; how many there are.
  case tooLong(bytes: Int)
}

extension BPFDecodingError: CustomStringConvertible {
  /// What is wrong, as a sentence without a full stop.
  public var description: String {
    switch self {
    case .empty: "it is empty"
    case .partialInstruction(let bytes):
      "its size, \(bytes) bytes, is not a multiple of \(BPFInstruction.size)"
    case .tooLong(let bytes):
      "its size, \(bytes) bytes, is more than \(BPFProgram.maximumLength) instructions take"
    }
  }
}

extension BPFInstruction {
  /// The size in bytes: `sizeof(struct sock_filter)`.
  public static let size = 8

  /// Instructions as bytes in memory.
  ///
  /// - Parameters:
  ///   - instructions: The instructions.
  ///   - byteOrder: The order of bytes of the machine that they are for.
  /// - Returns: Eight bytes for each instruction.
  public static func bytes(
    of instructions: [BPFInstruction], byteOrder: ByteOrder = .native
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(instructions.count * size)
    for instruction in instructions {
      bytes.append(UInt64(instruction.code), count: 2, byteOrder)
      bytes.append(instruction.jumpTrue)
      bytes.append(instruction.jumpFalse)
      bytes.append(UInt64(instruction.k), count: 4, byteOrder)
    }
    return bytes
  }

  /// The instructions that bytes in memory stand for; they need not be valid.
  ///
  /// - Parameters:
  ///   - bytes: Eight bytes for each instruction.
  ///   - byteOrder: The order of bytes of the machine that they are for.
  /// - Returns: At least one instruction and at most 4096.
  /// - Throws: ``BPFDecodingError`` where the number of bytes is wrong.
  public static func list(
    fromBytes bytes: [UInt8], byteOrder: ByteOrder = .native
  ) throws(BPFDecodingError) -> [BPFInstruction] {
    if bytes.isEmpty { throw .empty }
    if bytes.count % size != 0 { throw .partialInstruction(bytes: bytes.count) }
    if bytes.count > BPFProgram.maximumLength * size { throw .tooLong(bytes: bytes.count) }
    return stride(from: 0, to: bytes.count, by: size).map { start in
      BPFInstruction(
        code: UInt16(bytes.integer(at: start, count: 2, byteOrder)),
        jumpTrue: bytes[start + 2], jumpFalse: bytes[start + 3],
        k: UInt32(bytes.integer(at: start + 4, count: 4, byteOrder)))
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ value: UInt64, count: Int, _ byteOrder: ByteOrder) {
    for byte in 0..<count {
      let shift = 8 * (byteOrder == .little ? byte : count - 1 - byte)
      append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }

  fileprivate func integer(at start: Int, count: Int, _ byteOrder: ByteOrder) -> UInt64 {
    (0..<count).reduce(0) { value, byte in
      let index = byteOrder == .little ? start + count - 1 - byte : start + byte
      return value << 8 | UInt64(self[index])
    }
  }
}
