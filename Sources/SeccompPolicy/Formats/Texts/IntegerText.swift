/// Integers as C writes them: decimal, `0x`, octal after a `0`.
enum IntegerText {
  /// The number that a word is; `nil` where it is none, or has more than 64 bits.
  ///
  /// - Parameters:
  ///   - word: The word, without a sign.
  ///   - takesBinary: Whether `0b` makes a number of base 2.
  /// - Returns: The number.
  static func number(_ word: some StringProtocol, takesBinary: Bool = false) -> UInt64? {
    guard word.utf8.first?.isDigit == true else { return nil }
    let digits = word.lowercased()
    // `UInt64` would take a sign after the prefix.
    guard digits.utf8.allSatisfy({ $0.isDigit || $0.isLetter }) else { return nil }
    if digits.hasPrefix("0x") { return UInt64(digits.dropFirst(2), radix: 16) }
    if takesBinary, digits.hasPrefix("0b") { return UInt64(digits.dropFirst(2), radix: 2) }
    return UInt64(digits, radix: digits.hasPrefix("0") ? 8 : 10)
  }
}
