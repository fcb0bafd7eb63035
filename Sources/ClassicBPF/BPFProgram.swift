/// A program that the kernel will accept: holding one means that it was verified.
public struct BPFProgram: Hashable, Sendable {
  /// The instructions as they were given.
  public let instructions: [BPFInstruction]
  /// The same instructions decoded.
  public let operations: [BPFOperation]

  /// The most instructions that the kernel takes in one filter: `BPF_MAXINSNS`.
  public static let maximumLength = 4096
  /// The number of words of scratch memory: `BPF_MEMWORDS`.
  public static let scratchWords = 16

  /// Verifies instructions as the kernel will.
  ///
  /// - Parameter instructions: The instructions.
  /// - Throws: ``BPFVerificationError`` where the kernel would refuse them.
  public init(verifying instructions: [BPFInstruction]) throws(BPFVerificationError) {
    operations = try BPFVerifier.verify(instructions)
    self.instructions = instructions
  }

  /// Two programs are equal when their instructions are.
  public static func == (left: Self, right: Self) -> Bool {
    left.instructions == right.instructions
  }

  /// Feeds the instructions to a hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(instructions) }
}
