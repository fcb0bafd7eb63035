internal import SourceDiagnostics

extension JSONReader {
  /// Reads a number of whatever length.
  mutating func number() throws(JSONSyntaxError) -> JSONNumber {
    let start = offset
    let isNegative = next == UInt8(ascii: "-")
    if isNegative { offset += 1 }
    let integerStart = offset
    var magnitude: UInt64? = 0
    while let digit = nextDigit {
      magnitude = magnitude.flatMap { $0.appending(digit: digit) }
      offset += 1
    }
    let digits = offset - integerStart
    guard digits > 0 else { throw malformedNumber(from: start) }
    if digits > 1, bytes[integerStart] == UInt8(ascii: "0") { throw leadingZero(from: start) }

    let hasFraction = next == UInt8(ascii: ".")
    if hasFraction {
      offset += 1
      try skipDigits(from: start)
    }
    let hasExponent = next == UInt8(ascii: "e") || next == UInt8(ascii: "E")
    if hasExponent {
      offset += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
      try skipDigits(from: start)
    }
    if let next, isWordPart(next) || next == UInt8(ascii: ".") {
      throw malformedNumber(from: start)
    }

    if hasFraction { return JSONNumber(.fraction) }
    if hasExponent { return JSONNumber(.exponent) }
    guard let magnitude else { return JSONNumber(.tooLarge) }
    if isNegative, magnitude == 0 { return JSONNumber(.negativeZero) }
    return JSONInteger(isNegative: isNegative, magnitude: magnitude).map(JSONNumber.init)
      ?? JSONNumber(.tooLarge)
  }

  /// The value of the next byte, if it is a digit.
  private var nextDigit: UInt8? {
    guard let next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) else { return nil }
    return next - UInt8(ascii: "0")
  }

  /// Reads at least one digit.
  private mutating func skipDigits(from start: Int) throws(JSONSyntaxError) {
    guard nextDigit != nil else { throw malformedNumber(from: start) }
    while nextDigit != nil { offset += 1 }
  }
}

extension UInt64 {
  /// The number with one more decimal digit.
  ///
  /// - Parameter digit: The digit, 0 to 9.
  /// - Returns: `nil` above 2^64-1.
  fileprivate func appending(digit: UInt8) -> UInt64? {
    let (product, overflow) = multipliedReportingOverflow(by: 10)
    if overflow { return nil }
    let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
    return carry ? nil : sum
  }
}
