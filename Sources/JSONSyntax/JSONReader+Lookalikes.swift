internal import SourceDiagnostics
import Toolbox

// What people and other languages write where JSON wants something else.

extension JSONReader {
  /// The character at which reading stopped; nothing at the end of the text.
  var here: Range<Int> {
    guard offset < bytes.count else { return offset..<offset }
    return offset..<(offset + String(character).utf8.count)
  }

  /// The character at which reading stopped, which there must be.
  var character: String {
    // The text is known to be valid UTF-8, so four bytes hold a character.
    let part = String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self)
    return part.unicodeScalars.first.map { String($0) } ?? ""
  }

  /// Nothing better can be said.
  var unexpectedCharacter: JSONSyntaxError {
    error("json-unexpected", "unexpected character \(quoted(character))", at: here)
  }

  /// What is wrong everywhere between values, if it is one of the usual things.
  var commonMistake: JSONSyntaxError? {
    guard let next else { return nil }
    switch next {
    case UInt8(ascii: "/"), UInt8(ascii: "#"): return comment
    case UInt8(ascii: "'"), UInt8(ascii: "`"):
      let end = endOfLine(from: offset + 1)
      let close = bytes[(offset + 1)..<end].firstIndex(of: next).map { $0 + 1 } ?? end
      return error(
        "json-missing-quotes", "strings are written in double quotes", at: offset..<close)
    case 0: return error("json-control-character", "NUL between values", at: here)
    case 0x01..<0x20, 0x7f:
      return error(
        "json-control-character", "control character \(codePoint) between values", at: here)
    case 0x80...: return nonASCII
    default: return nil
    }
  }

  /// A comment, which JSON does not have.
  var comment: JSONSyntaxError? {
    let rest = bytes[offset...].prefix(2)
    var end = endOfLine(from: offset)
    if rest.starts(with: "/*".utf8) {
      var index = offset + 2
      while index + 1 < bytes.count, !bytes[index...].starts(with: "*/".utf8) { index += 1 }
      end = min(index + 2, bytes.count)
    } else if !rest.starts(with: "//".utf8), rest.first != UInt8(ascii: "#") {
      return nil
    }
    return error("json-comment", "comments are not part of JSON", at: offset..<end)
  }

  /// Text where a value should be, that lacks quotes or belongs into another language.
  func bareText() -> JSONSyntaxError? {
    let range = bareRange(at: offset)
    guard !range.isEmpty else { return nil }
    let text = String(decoding: bytes[range], as: UTF8.self)
    let name = quoted(text)
    switch text.lowercased() {
    case "nan", "infinity", "inf":
      return error("json-number", "JSON has no \(name)", at: range)
    case "none", "nil", "undefined":
      return error("json-unknown-word", "JSON has no \(name); did you mean 'null'?", at: range)
    case "yes", "on":
      return error("json-unknown-word", "JSON has no \(name); did you mean 'true'?", at: range)
    case "no", "off":
      return error("json-unknown-word", "JSON has no \(name); did you mean 'false'?", at: range)
    default: break
    }
    if let literal = nearest(to: text, in: ["true", "false", "null"]) {
      return error(
        "json-unknown-word", "JSON has no \(name); did you mean '\(literal)'?", at: range)
    }
    return error("json-missing-quotes", "\(name) is not in double quotes", at: range)
  }

  /// Characters outside of ASCII that look like others.
  private var nonASCII: JSONSyntaxError? {
    guard let scalar = character.unicodeScalars.first else { return nil }
    switch scalar {
    case "\u{2018}"..."\u{201f}", "«", "»":
      return error(
        "json-missing-quotes", "\(quoted(character)) is not the plain double quote \"", at: here)
    case _ where scalar.properties.isWhitespace || escaped(character) != character:
      return error("json-unexpected", "\(codePoint) is not white space in JSON", at: here)
    default: return nil
    }
  }

  /// The name of the character at which reading stopped, `U+00A0`.
  var codePoint: String {
    let digits = String(character.unicodeScalars.first?.value ?? 0, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The end of the line, without the line end.
  func endOfLine(from start: Int) -> Int {
    bytes[min(start, bytes.count)...].firstIndex { $0 == 0x0a || $0 == 0x0d } ?? bytes.count
  }

  /// The letters, digits and underscores at an offset.
  func word(at start: Int) -> Range<Int> {
    start..<(bytes[start...].firstIndex { !isWordPart($0) } ?? bytes.count)
  }

  /// What looks like one thing that should stand in quotes.
  func bareRange(at start: Int) -> Range<Int> {
    let end = bytes[start...].firstIndex {
      !(isWordPart($0) || $0 >= 0x80 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        || $0 == UInt8(ascii: "@"))
    }
    return start..<(end ?? bytes.count)
  }
}

/// Whether a byte may be part of a name in the languages that JSON is mixed up with.
func isWordPart(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"): true
  default: false
  }
}
