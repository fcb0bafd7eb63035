/// A decision diagram: a node of a ``DiagramStore``, and all that is below it.
///
/// A node asks for one bit of a call and goes on to one of two others; a terminal answers. In one
/// store two diagrams that answer alike on every call are the same node.
struct Diagram: Hashable, Sendable {
  /// The index of the node in its store.
  let index: UInt32

  /// The terminal that answers 0; as a condition: never.
  static let no = Diagram(index: 0)
  /// The terminal that answers 1; as a condition: always.
  static let yes = Diagram(index: 1)
}

/// The order in which diagrams ask for the 512 bits of `seccomp_data`.
///
/// First the ABI, then the number, the instruction pointer and the arguments, each from its most
/// significant bit on. A level is an index in this order.
enum CallBit {
  /// The level of terminals, below all bits.
  static let terminalLevel: UInt32 = 512
  /// The first of the 32 levels of `arch`.
  static let architecture: UInt32 = 0
  /// The first of the 32 levels of `nr`.
  static let number: UInt32 = 32
  /// The first of the 64 levels of `instruction_pointer`.
  static let instructionPointer: UInt32 = 64
  /// The first level of all arguments.
  static let arguments: UInt32 = 128

  /// The first of the 64 levels of an argument.
  static func argument(_ index: Int) -> UInt32 { arguments + 64 * UInt32(index) }

  /// The argument that a level is a bit of.
  static func argument(at level: UInt32) -> Int { Int((level - arguments) / 64) }
}
