/// A program that the kernel will accept: holding one means that it was verified.
public struct BPFProgram: Hashable, Sendable {
  /// The instructions as they were given.
  public let instructions: [BPFInstruction]
}
