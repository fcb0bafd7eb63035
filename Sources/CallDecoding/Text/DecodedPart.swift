/// A part of what an argument is said to be, and how far it can be relied on.
public struct DecodedPart: Hashable, Sendable {
  /// Where a part comes from.
  public enum Origin: Hashable, Sendable {
    /// The registers, which a filter has seen and which stay as they are.
    case registers
    /// The memory of the process, which can have changed before the kernel reads it.
    case memory
    /// The open files of the process, which can have changed as well.
    case files
  }

  /// What is shown: visible characters and plain blanks, whatever the process has in its memory.
  public let text: String
  /// Where it comes from.
  public let origin: Origin

  /// Whether it can be otherwise by the time the kernel looks: information, and no ground to decide.
  public var canChange: Bool { origin != .registers }
}
