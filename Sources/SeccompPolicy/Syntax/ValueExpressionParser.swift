import SourceDiagnostics
import Toolbox

/// Reads `"0x10"`, `"O_RDWR|O_CREAT"`, `"~(A|B)"`.
///
/// Binds as in C: `~` before `|`. Decimal numbers stand in policies without quotes; where the value
/// comes from a command line or a grid they are welcome here too.
struct ValueExpressionParser {
  private let bytes: [UInt8]
  private let location: (Range<Int>) -> SourceLocation?
  private let allowsDecimal: Bool
  private var offset = 0
  var diagnostics: [Diagnostic] = []

  /// A parser of a text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - allowsDecimal: Whether a number may be decimal.
  ///   - location: Where in its file a part of the text stands, by UTF-8 offsets.
  init(
    _ text: String, allowsDecimal: Bool = false, location: @escaping (Range<Int>) -> SourceLocation?
  ) {
    bytes = Array(text.utf8)
    self.location = location
    self.allowsDecimal = allowsDecimal
  }

  /// The value, or `nil` after a mistake, which is then among the diagnostics.
  mutating func parse() -> Located<ValueSyntax>? {
    if bytes.count > PolicyLimits.expressionLength {
      return fail(
        "a value of \(bytes.count) bytes; the limit is \(PolicyLimits.expressionLength)",
        at: 0..<0)
    }
    guard let value = alternatives(depth: 0) else { return nil }
    skipBlanks()
    guard offset == bytes.count else {
      return unexpected(at: offset)
    }
    return value
  }

  private var rest: String { String(decoding: bytes[offset...], as: UTF8.self) }

  private mutating func alternatives(depth: Int) -> Located<ValueSyntax>? {
    guard let first = factor(depth: depth) else { return nil }
    var parts = [first]
    while true {
      skipBlanks()
      guard take("|") else { break }
      guard let next = factor(depth: depth) else { return nil }
      parts.append(next)
    }
    if parts.count == 1 { return first }
    let range = first.range.lowerBound..<parts[parts.count - 1].range.upperBound
    return Located(value: .or(parts), range: SourceRange(range))
  }

  private mutating func factor(depth: Int) -> Located<ValueSyntax>? {
    skipBlanks()
    let start = offset
    if depth > 32 { return fail("too many parentheses", at: start..<bytes.count) }
    if take("~") {
      guard let operand = factor(depth: depth + 1) else { return nil }
      return located(.not(operand), from: start)
    }
    if take("(") {
      guard let inner = alternatives(depth: depth + 1) else { return nil }
      skipBlanks()
      guard take(")") else { return fail("a ')' is missing", at: start..<offset) }
      return inner
    }
    while offset < bytes.count, Self.isWordByte(bytes[offset]) { offset += 1 }
    let word = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard let first = word.utf8.first else { return missing(at: start) }
    if !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) {
      return located(.constant(word), from: start)
    }
    guard let number = number(word) else {
      return fail(sentence(aboutNumber: word), at: start..<offset)
    }
    return located(.number(number), from: start)
  }

  private mutating func missing(at start: Int) -> Located<ValueSyntax>? {
    if start == bytes.count {
      return fail(
        bytes.isEmpty ? "the value is empty" : "a value is missing at the end", at: start..<start)
    }
    if bytes[start] == UInt8(ascii: "-") {
      return fail("a negative number stands without quotes", at: start..<bytes.count)
    }
    return unexpected(at: start)
  }

  private mutating func unexpected(at start: Int) -> Located<ValueSyntax>? {
    let reason = OtherSpellings.value(rest).map { "; \($0)" } ?? ""
    return fail("unexpected \(quoted(rest))" + reason, at: start..<bytes.count)
  }

  /// Why a word that begins with a digit is no number.
  private func sentence(aboutNumber word: String) -> String {
    let isDecimal = UInt64(word) != nil
    if isDecimal, word.first == "0", word.count > 1 {
      guard UInt64(word, radix: 8) != nil else {
        return
          "\(quoted(word)) is neither octal, which has no 8 and 9, nor decimal, which begins with "
          + "no 0"
      }
      let digits = word.dropLast().drop { $0 == "0" } + word.suffix(1)
      return "\(quoted(word)) is octal in C, and not here; write \"0o\(digits)\""
    }
    return isDecimal
      ? "a decimal number stands without quotes"
      : "\(quoted(word)) is no number below 2^64; write 0x… or 0o…"
  }

  private func number(_ word: String) -> Int128? {
    if word.hasPrefix("0x") { return UInt64(word.dropFirst(2), radix: 16).map { Int128($0) } }
    if word.hasPrefix("0o") { return UInt64(word.dropFirst(2), radix: 8).map { Int128($0) } }
    return allowsDecimal ? UInt64(word).map { Int128($0) } : nil
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private mutating func skipBlanks() {
    while offset < bytes.count, bytes[offset] == UInt8(ascii: " ") { offset += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private func located(_ value: ValueSyntax, from start: Int) -> Located<ValueSyntax> {
    Located(value: value, range: location(start..<offset)?.range ?? SourceRange(start..<offset))
  }

  private mutating func fail(_ message: String, at range: Range<Int>) -> Located<ValueSyntax>? {
    diagnostics.append(Diagnostic(.error, id: "invalid-value", message, at: location(range)))
    return nil
  }
}
