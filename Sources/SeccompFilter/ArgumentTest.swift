/// A question about one argument register: whether the bits under a mask are one of some values.
///
/// Every comparison of the policy language is of this form. A signed order is one or two unsigned
/// ranges, a comparison of an `int` has a 32-bit mask, "any of these bits" is every value but 0.
public struct ArgumentTest: Hashable, Sendable {
  /// The register, 0 to 5.
  public var index: Int
  /// The bits that are looked at, of 64.
  public var mask: UInt64
  /// The values of `argument & mask` for which the test holds.
  public var values: IntervalSet<UInt64>

  /// A test of some bits of a register.
  ///
  /// - Parameters:
  ///   - index: The register, 0 to 5.
  ///   - mask: The bits that are looked at.
  ///   - values: The values of the masked register for which the test holds.
  public init(index: Int, mask: UInt64, values: IntervalSet<UInt64>) {
    precondition((0..<6).contains(index), "a system call has six arguments")
    self.index = index
    self.mask = mask
    self.values = values
  }

  /// Whether the test holds for the content of the register.
  ///
  /// - Parameter register: All 64 bits of the register.
  /// - Returns: Whether it holds.
  public func holds(for register: UInt64) -> Bool { values.contains(register & mask) }
}

/// What must be true of the arguments for a rule to match: one of several lists of tests.
public struct Condition: Hashable, Sendable {
  /// The alternatives, of which at least one must hold.
  ///
  /// An alternative holds when all its tests do.
  public var alternatives: [[ArgumentTest]]

  /// The condition that at least one of the alternatives holds.
  ///
  /// - Parameter alternatives: Lists of tests, all of which must hold.
  public init(anyOf alternatives: [[ArgumentTest]]) { self.alternatives = alternatives }

  /// The condition that always holds.
  public static let always = Condition(anyOf: [[]])

  /// Whether the condition asks nothing, and so always holds.
  public var isUnconditional: Bool { alternatives.contains([]) }

  /// Whether the condition holds for these registers.
  ///
  /// - Parameter arguments: The six argument registers.
  /// - Returns: Whether at least one alternative holds.
  public func holds(for arguments: InlineArray<6, UInt64>) -> Bool {
    alternatives.contains { tests in
      tests.allSatisfy { $0.holds(for: arguments[$0.index]) }
    }
  }
}
