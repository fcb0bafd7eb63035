internal import SourceDiagnostics
import Toolbox

// What is said about numbers and strings that began well.

extension JSONReader {
  /// A number went wrong at the current offset.
  func malformedNumber(from start: Int) -> JSONSyntaxError {
    let range = numberRange(from: start)
    let text = String(decoding: bytes[range].prefix(100), as: UTF8.self)
    let unsigned = text.first == "-" ? text.dropFirst() : text[...]
    if unsigned.hasPrefix("0x") || unsigned.hasPrefix("0X") {
      let decimal = UInt64(unsigned.dropFirst(2), radix: 16)
      let sign = text.first == "-" ? "-" : ""
      return error(
        "json-number",
        "JSON has no hexadecimal numbers; write \(decimal.map { sign + String($0) } ?? "it in decimal")"
          + ", or quotes around it where a string may stand", at: range)
    }
    if unsigned.lowercased() == "infinity" || unsigned.lowercased() == "nan" {
      return error("json-number", "JSON has no \(quoted(text))", at: range)
    }
    if unsigned.contains("_") {
      return error("json-number", "digits are not grouped in JSON; remove the '_'", at: range)
    }
    switch bytes[offset - 1] {
    case UInt8(ascii: "-") where offset - 1 == start, UInt8(ascii: "."):
      let last = String(decoding: [bytes[offset - 1]], as: UTF8.self)
      return error("json-number", "missing digit after '\(last)'", at: range)
    case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
      return error("json-number", "missing digit in the exponent", at: range)
    default: return error("json-number", "malformed number \(quoted(text))", at: range)
    }
  }

  /// A number began with a zero that is not its only digit.
  func leadingZero(from start: Int) -> JSONSyntaxError {
    error(
      "json-number", "leading zero; numbers are decimal, and JSON has no octal ones",
      at: numberRange(from: start))
  }

  /// The characters from the beginning of a number that look like part of it.
  func numberRange(from start: Int) -> Range<Int> {
    let end = bytes[start...].firstIndex {
      !(isWordPart($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: "."))
    }
    return start..<(end ?? bytes.count)
  }

  /// A backslash is followed by what makes no escape sequence.
  func invalidEscape(at escape: Int) -> JSONSyntaxError {
    if bytes[escape + 1] == UInt8(ascii: "u") {
      let digits = bytes[(escape + 2)...].prefix(4).prefix { hexadecimalDigit($0) != nil }
      return error(
        "json-escape", "\\u is followed by four hexadecimal digits", at: escape..<digits.endIndex)
    }
    var reader = self
    reader.offset = escape + 1
    return error(
      "json-escape",
      "no escape sequence \(quoted("\\" + reader.character)); a backslash is written \\\\",
      at: escape..<reader.here.upperBound)
  }

  /// A control character stands in a string as it is.
  func controlCharacter(inStringAt start: Int) -> JSONSyntaxError {
    switch bytes[offset] {
    case 0x0a, 0x0d:
      error(
        "json-unterminated-string",
        "the string does not end on its line; close it, or write \\n for a line end",
        at: start..<offset)
    case 0x09: error("json-control-character", "tabulator in a string; write \\t", at: here)
    case 0x00: error("json-nul", "NUL in a string; names and paths cannot hold it", at: here)
    default:
      error(
        "json-control-character",
        "control character in a string; write \\u\(codePoint.dropFirst(2))", at: here)
    }
  }

  /// The text ended in a string.
  func unterminatedString(at start: Int) -> JSONSyntaxError {
    error(
      "json-truncated", "the file ends inside of a string", at: bytes.count..<bytes.count,
      notes: [Diagnostic.Note("the string begins here", at: location(start..<(start + 1)))])
  }
}
