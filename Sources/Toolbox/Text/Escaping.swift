/// Escapes what must not reach a terminal, or would not be seen on it.
///
/// Control and format characters (bidirectional controls, zero-width characters, byte order marks,
/// tags), line and paragraph separators, spaces other than the usual one, private, unassigned and
/// ignorable characters become `\u{…}`; tabulator, line feed and carriage return `\t`, `\n`, `\r`.
/// Backslashes stay, so that escaping twice changes nothing.
///
/// - Parameter text: A text from anywhere.
/// - Returns: The text with nothing but visible characters and plain spaces.
package func escaped(_ text: some StringProtocol) -> String {
  if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) { return String(text) }
  var result = ""
  for scalar in text.unicodeScalars { appendEscaped(scalar, to: &result) }
  return result
}

/// Escapes what must not reach a terminal, or would not be seen on it.
///
/// As for strings; a byte that is not part of valid UTF-8 becomes `\xNN`.
///
/// - Parameter bytes: A text from anywhere, hopefully UTF-8.
/// - Returns: The text with nothing but visible characters and plain spaces.
package func escaped(_ bytes: some Collection<UInt8>) -> String {
  let bytes = Array(bytes)
  var result = ""
  var offset = 0
  while offset < bytes.count {
    let (scalar, length) = decodeScalar(in: bytes, at: offset)
    if let scalar {
      appendEscaped(scalar, to: &result)
    } else {
      result += escape(ofInvalid: bytes[offset])
    }
    offset += length
  }
  return result
}

/// A text in single quotes for a message: escaped, and cut where it is very long.
///
/// - Parameters:
///   - text: A text from anywhere.
///   - limit: How many characters of it to show.
/// - Returns: The text in quotes, followed by `…` where it was cut.
package func quoted(_ text: some StringProtocol, limit: Int = 80) -> String {
  let scalars = text.unicodeScalars
  let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex)
  guard let end, end != scalars.endIndex else { return "'\(escaped(text))'" }
  return "'\(escaped(text[..<end]))…'"
}

/// A text in single quotes for a message: escaped, and cut where it is very long.
///
/// - Parameters:
///   - bytes: A text from anywhere, hopefully UTF-8.
///   - limit: How many bytes of it to show.
/// - Returns: The text in quotes, followed by `…` where it was cut.
package func quoted(_ bytes: some Collection<UInt8>, limit: Int = 200) -> String {
  let shown = bytes.prefix(limit)
  return "'\(escaped(shown))\(shown.count < bytes.count ? "…" : "")'"
}

/// Appends a scalar, escaped where needed.
///
/// - Parameters:
///   - scalar: The scalar.
///   - result: Where to.
package func appendEscaped(_ scalar: Unicode.Scalar, to result: inout String) {
  switch scalar {
  case "\t": result += "\\t"
  case "\n": result += "\\n"
  case "\r": result += "\\r"
  default:
    if isVisible(scalar) {
      result.unicodeScalars.append(scalar)
    } else {
      result += "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }
}

/// How a byte is shown that is not part of valid UTF-8.
///
/// - Parameter byte: The byte.
/// - Returns: `\xNN`.
package func escape(ofInvalid byte: UInt8) -> String {
  (byte < 0x10 ? "\\x0" : "\\x") + String(byte, radix: 16)
}

/// Whether a scalar may be printed as it is.
///
/// - Parameter scalar: The scalar.
/// - Returns: Whether it shows, does nothing to the text around, and cannot be mistaken for U+0020.
package func isVisible(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x7f { return scalar.value >= 0x20 }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned: return false
  case .lineSeparator, .paragraphSeparator, .spaceSeparator: return false
  default: return !scalar.properties.isDefaultIgnorableCodePoint
  }
}
