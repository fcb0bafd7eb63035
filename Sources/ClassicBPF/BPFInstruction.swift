/// One instruction of classic BPF as the kernel takes it: `struct sock_filter`, 8 bytes.
public struct BPFInstruction: Hashable, Sendable {
  /// What to do: class, size, mode, operation and source; `code`.
  public var code: UInt16
  /// How many instructions to skip when a comparison holds; `jt`.
  public var jumpTrue: UInt8
  /// How many instructions to skip when it does not; `jf`.
  public var jumpFalse: UInt8
  /// The constant, offset or distance; `k`.
  public var k: UInt32

  /// An instruction, which need not make sense; see ``BPFProgram`` for those that do.
  ///
  /// - Parameters:
  ///   - code: What to do.
  ///   - jumpTrue: How many instructions to skip when a comparison holds.
  ///   - jumpFalse: How many instructions to skip when it does not.
  ///   - k: The constant, offset or distance.
  public init(code: UInt16, jumpTrue: UInt8 = 0, jumpFalse: UInt8 = 0, k: UInt32 = 0) {
    self.code = code
    self.jumpTrue = jumpTrue
    self.jumpFalse = jumpFalse
    self.k = k
  }
}
