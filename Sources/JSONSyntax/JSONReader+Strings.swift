internal import SourceDiagnostics

extension JSONReader {
  /// Reads a string, from quote to quote.
  mutating func string() throws(JSONSyntaxError) -> String {
    let start = offset
    offset += 1
    var run = offset
    // Filled only when there are escapes; otherwise the string is a part of the text.
    var unescaped: [UInt8] = []
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        defer { offset += 1 }
        if unescaped.isEmpty { return String(decoding: bytes[run..<offset], as: UTF8.self) }
        unescaped += bytes[run..<offset]
        return String(decoding: unescaped, as: UTF8.self)
      case UInt8(ascii: "\\"):
        unescaped += bytes[run..<offset]
        unescaped += try escapedScalar(inStringAt: start).utf8
        run = offset
      case 0x00..<0x20: throw controlCharacter(inStringAt: start)
      default: offset += 1
      }
    }
    throw unterminatedString(at: start)
  }

  /// Reads an escape sequence; of a surrogate pair both halves.
  private mutating func escapedScalar(
    inStringAt start: Int
  ) throws(JSONSyntaxError) -> Unicode.Scalar {
    let escape = offset
    guard offset + 1 < bytes.count else { throw unterminatedString(at: start) }
    offset += 2
    switch bytes[escape + 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    case 0x00..<0x20:
      offset = escape + 1
      throw controlCharacter(inStringAt: start)
    default: throw invalidEscape(at: escape)
    }
    guard let unit = source.codeUnit(at: offset) else { throw invalidEscape(at: escape) }
    offset += 4
    if unit == 0 {
      try report(
        "json-nul", "NUL in a string; names and paths cannot hold it", at: escape..<offset)
      return "\u{fffd}"
    }
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if UTF16.isLeadSurrogate(unit), bytes[offset...].starts(with: "\\u".utf8),
      let trail = source.codeUnit(at: offset + 2), UTF16.isTrailSurrogate(trail)
    {
      offset += 6
      return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
    }
    try report(
      "json-unpaired-surrogate",
      "unpaired surrogate; write both halves, or the character itself",
      at: escape..<offset)
    return "\u{fffd}"
  }
}

/// The value of a hexadecimal digit.
func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
