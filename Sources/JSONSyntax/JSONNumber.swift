/// A number of a JSON text: an integer of at most 64 bits, or the reason why it is none.
public struct JSONNumber: Hashable, Sendable {
  /// Why a number is not taken as an integer.
  public enum Problem: Hashable, Sendable, CaseIterable {
    /// It has a fraction, if only `.0`.
    case fraction
    /// It has an exponent (and no fraction).
    case exponent
    /// It is `-0`, which other readers take for a floating-point number.
    case negativeZero
    /// It is below -2^63 or above 2^64-1.
    case tooLarge
  }

  // Side by side rather than as two optionals, which take twice the room.
  private let form: Form
  private let magnitude: UInt64

  private enum Form: Hashable {
    case integer(isNegative: Bool)
    case other(Problem)
  }

  /// The exact value; `nil` where there is a problem.
  public var integer: JSONInteger? {
    switch form {
    case .integer(let isNegative): JSONInteger(isNegative: isNegative, magnitude: magnitude)
    case .other: nil
    }
  }

  /// Why there is no integer; `nil` where there is one.
  public var problem: Problem? {
    switch form {
    case .integer: nil
    case .other(let problem): problem
    }
  }

  /// A number that is an integer.
  ///
  /// - Parameter integer: The value.
  public init(_ integer: JSONInteger) {
    form = .integer(isNegative: integer.isNegative)
    magnitude = integer.magnitude
  }

  /// A number that is no integer of 64 bits.
  ///
  /// - Parameter problem: Why.
  public init(_ problem: Problem) {
    form = .other(problem)
    magnitude = 0
  }
}

extension JSONNumber.Problem: CustomStringConvertible {
  /// The end of a sentence that begins with the number.
  public var description: String {
    switch self {
    case .fraction: "has a fraction"
    case .exponent: "has an exponent"
    case .negativeZero: "is a negative zero"
    case .tooLarge: "is outside of -9223372036854775808 … 18446744073709551615"
    }
  }
}

/// An integer in -2^63 … 2^64-1.
public struct JSONInteger: Hashable, Sendable {
  /// Whether it is below 0.
  public let isNegative: Bool
  /// The distance from 0; at most 2^63 for a negative number.
  public let magnitude: UInt64

  /// The integer of a sign and a magnitude; `nil` for negative zero, and below -2^63.
  ///
  /// - Parameters:
  ///   - isNegative: Whether a minus sign stands before it; not before 0.
  ///   - magnitude: The distance from 0.
  public init?(isNegative: Bool, magnitude: UInt64) {
    if isNegative, !(1...(1 << 63)).contains(magnitude) { return nil }
    self.isNegative = isNegative
    self.magnitude = magnitude
  }

  /// The integer of a value.
  ///
  /// - Parameter value: A signed value.
  public init(_ value: Int64) {
    isNegative = value < 0
    magnitude = value.magnitude
  }

  /// The integer of a value.
  ///
  /// - Parameter value: An unsigned value.
  public init(_ value: UInt64) {
    isNegative = false
    magnitude = value
  }

  /// The 64 bits of the value, a negative one in two's complement.
  public var bits: UInt64 { isNegative ? 0 &- magnitude : magnitude }
}

extension JSONInteger: Comparable, CustomStringConvertible {
  /// The decimal digits, after a minus sign where it is negative.
  public var description: String { (isNegative ? "-" : "") + String(magnitude) }

  /// Whether the first is the smaller.
  ///
  /// - Parameters:
  ///   - left: An integer.
  ///   - right: An integer.
  /// - Returns: Whether it is.
  public static func < (left: JSONInteger, right: JSONInteger) -> Bool {
    switch (left.isNegative, right.isNegative) {
    case (false, false): left.magnitude < right.magnitude
    case (true, true): left.magnitude > right.magnitude
    case (true, false): true
    case (false, true): false
    }
  }
}
