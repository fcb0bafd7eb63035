#if YAML
  import JSONSyntax
  import Toolbox

  /// A scalar that begins like a number.
  struct NumberText {
    private let text: String
    private let isSigned: Bool
    private let isNegative: Bool
    /// What is after the sign.
    private let digits: Substring

    init(_ text: String) {
      self.text = text
      isNegative = text.hasPrefix("-")
      isSigned = isNegative || text.hasPrefix("+")
      digits = text.dropFirst(isSigned ? 1 : 0)
    }

    /// What it is in YAML 1.2: a number, or a number that YAML 1.1 takes for another; `nil` for a text.
    var meaning: PlainScalar? {
      if Self.isDecimal(digits) { return decimal }
      if !isSigned, digits.hasPrefix("0x"), Self.isHexadecimal(digits.dropFirst(2)) {
        let value = UInt64(digits.dropFirst(2), radix: 16)
        return .value(.number(value.map { JSONNumber(JSONInteger($0)) } ?? JSONNumber(.tooLarge)))
      }
      if !isSigned, digits.hasPrefix("0o"), let value = UInt64(digits.dropFirst(2), radix: 8),
        Self.isDecimal(digits.dropFirst(2))
      {
        return .ambiguous(
          "'\(text)' is the number \(value) to some readers of YAML, and a text to others; write "
            + "\(value), or \"\(text)\" for a text")
      }
      var scanner = DigitScanner(digits)
      return scanner.hasPoint().map { .value(.number(JSONNumber($0 ? .fraction : .exponent))) }
    }

    /// Whether it is a text in YAML 1.2, and a number in YAML 1.1, or to readers that take it for one.
    var isOlderNumber: Bool {
      let lowercased = digits.lowercased()
      for (prefix, radix) in [("0b", 2), ("0o", 8), ("0x", 16)] where lowercased.hasPrefix(prefix) {
        let rest = lowercased.dropFirst(2)
        return !rest.isEmpty && rest.allSatisfy { $0.hexDigitValue.map { $0 < radix } ?? false }
      }
      var scanner = DigitScanner(digits)
      return scanner.isSexagesimal()
    }

    private var decimal: PlainScalar {
      let significant = digits.drop { $0 == "0" }
      if digits.count > 1, digits.first == "0" { return leadingZero(significant) }
      guard let magnitude = UInt64(digits) else { return .value(.number(JSONNumber(.tooLarge))) }
      if isNegative, magnitude == 0 { return .value(.number(JSONNumber(.negativeZero))) }
      let integer = JSONInteger(isNegative: isNegative, magnitude: magnitude)
      return .value(.number(integer.map { JSONNumber($0) } ?? JSONNumber(.tooLarge)))
    }

    /// A number that begins with 0: YAML 1.1 takes it for octal, where it can be.
    private func leadingZero(_ significant: Substring) -> PlainScalar {
      let sign = isNegative ? "-" : ""
      let value = significant.isEmpty ? "0" : sign + significant.prefix(20)
      guard let octal = UInt64(digits, radix: 8) else {
        return .ambiguous(
          "\(quoted(text)) is \(value) to some readers of YAML, and a text to others; write \(value), "
            + "or \"\(text.prefix(20))\" for a text")
      }
      return .ambiguous(
        "\(quoted(text)) is \(value) to some readers of YAML, and the octal number for \(sign)\(octal) "
          + "to others; write \(value) or \(sign)\(octal), or \"\(text.prefix(20))\" for a text")
    }

    private static func isDecimal(_ text: some StringProtocol) -> Bool {
      !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func isHexadecimal(_ text: some StringProtocol) -> Bool {
      !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
  }
#endif
