import LinuxABI

extension MemoryKind {
  /// How many bytes are read of a structure.
  ///
  /// - Parameters:
  ///   - length: What the call says about its length.
  ///   - abi: The ABI.
  /// - Returns: The number of bytes; 0 where the call says so, `nil` where the kind is no structure.
  func size(length: UInt64?, on abi: ABI) -> Int? {
    switch self {
    case .path, .name, .argumentList, .socketcallArguments: nil
    case .socketAddress: Int(min(length ?? 0, UInt64(SocketAddress.limit)))
    case .cloneArguments: Int(min(length ?? 0, UInt64(StructureLayout.cloneArguments.size)))
    case .openHow: Int(min(length ?? 0, UInt64(StructureLayout.openHow.size)))
    case .timespec: 2 * abi.timeSize
    case .timespec64: 16
    case .messageHeader: abi.addressSize + 4
    }
  }
}

/// The beginning of `struct msghdr`: to whom.
struct MessageHeader {
  /// The address of the socket address.
  let address: UInt64
  /// The length of that in bytes; 0 where it is negative.
  let length: Int

  init(_ words: MemoryWords, on abi: ABI) {
    address = words.number(at: 0, size: abi.addressSize)
    let length = words.number(at: abi.addressSize, size: 4)
    self.length = max(Int(Int32(truncatingIfNeeded: length)), 0)
  }
}

/// The call that a `socketcall` stands for.
struct SocketCall {
  let call: Syscall
  let registers: InlineArray<6, UInt64>

  private static let multiplexer = Syscall.named("socketcall")
  private static let calls = multiplexer.map { MultiplexedCall.calls(through: $0) } ?? [:]

  /// How many arguments there are in memory; `nil` where the first register chooses no call.
  static func argumentCount(_ outer: InlineArray<6, UInt64>, on abi: ABI) -> Int? {
    (calls[outer[0] & 0xffff_ffff]?.arguments(on: abi)).map { min($0.count, 6) }
  }

  /// Reads the arguments; `nil` where the first argument chooses no call.
  init?(_ outer: InlineArray<6, UInt64>, _ words: MemoryWords, on abi: ABI) {
    guard let call = Self.calls[outer[0] & 0xffff_ffff], let arguments = call.arguments(on: abi)
    else { return nil }
    self.call = call
    var registers: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
    for index in 0..<min(arguments.count, 6) {
      registers[index] = words.number(at: index * abi.addressSize, size: abi.addressSize)
    }
    self.registers = registers
  }
}
