/// A name from outside in single quotes, for a message: what does not show is escaped, and what is
/// very long is cut.
///
/// - Parameter bytes: The name, hopefully UTF-8.
/// - Returns: The name in quotes.
func quoted(_ bytes: some Collection<UInt8>) -> String {
  let limit = 200
  let shown = bytes.prefix(limit)
  let isCut = shown.count < bytes.count
  var text = "'"
  if let valid = String(validating: shown, as: UTF8.self) {
    for scalar in valid.unicodeScalars {
      if isVisible(scalar) {
        text.unicodeScalars.append(scalar)
      } else {
        text += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
  } else {
    for byte in shown {
      if (0x20..<0x7f).contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += (byte < 0x10 ? "\\x0" : "\\x") + String(byte, radix: 16)
      }
    }
  }
  return text + (isCut ? "…'" : "'")
}

/// Whether a scalar may reach a terminal as it is: it shows, and does nothing to the text around.
private func isVisible(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return (0x20..<0x7f).contains(scalar.value) }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned: return false
  case .lineSeparator, .paragraphSeparator, .spaceSeparator: return false
  default: return !scalar.properties.isDefaultIgnorableCodePoint
  }
}
