/// Some bytes of a captured call, and what they are.
struct CapturedPiece: Hashable, Sendable {
  /// What bytes are to their argument.
  enum Role: UInt8, Hashable, Sendable {
    /// What is at the address that the argument is.
    case content
    /// What is at an address within that, one after the other.
    case element
    /// Where the descriptor leads that the argument is.
    case link
  }

  /// The register of the argument.
  let register: UInt8
  /// Whether that is an argument of the call that a `socketcall` stands for.
  let isInner: Bool
  /// What the bytes are to the argument.
  let role: Role
  /// Whether there is no more than these bytes.
  let isWhole: Bool
  /// Where they begin.
  let start: Int
  /// How many there are.
  let count: Int
}
