public import SourceDiagnostics

extension SourceText {
  /// Where a part of a string stands, so that a message can point into it.
  ///
  /// A part of an escape sequence is all of it. In YAML a string may stand in single quotes, or in none.
  ///
  /// - Parameters:
  ///   - part: UTF-8 offsets in the string as ``JSONNode/Value/string(_:)`` has it.
  ///   - literal: The range of the string's node, or of a key.
  /// - Returns: The bytes that write the part; all of the literal where it is no string.
  public func range(ofUTF8 part: Range<Int>, inStringAt literal: SourceRange) -> SourceRange {
    let inner = (literal.lowerBound + 1)..<max(literal.lowerBound + 1, literal.upperBound - 1)
    guard inner.upperBound < bytes.count, bytes[literal.lowerBound] == UInt8(ascii: "\"") else {
      return verbatim(part, in: literal)
    }
    var offset = inner.lowerBound
    var decoded = 0
    var start: Int?
    while offset < inner.upperBound {
      let (length, decodedLength) = stringUnit(at: offset)
      if start == nil, decoded + decodedLength > part.lowerBound { start = offset }
      if decoded >= part.upperBound { break }
      offset += length
      decoded += decodedLength
    }
    let end = min(offset, inner.upperBound)
    return SourceRange(min(start ?? end, end)..<end)
  }

  /// A part of what is written as it is, in single quotes or in none, if it is sure to be so.
  private func verbatim(_ part: Range<Int>, in literal: SourceRange) -> SourceRange {
    guard literal.upperBound <= bytes.count, let first = bytes[literal.range].first else {
      return literal
    }
    let quote = UInt8(ascii: "'")
    let isQuoted = first == quote
    let start = literal.lowerBound + (isQuoted ? 1 : 0)
    let end = literal.upperBound - (isQuoted ? 1 : 0)
    let isLetter = Unicode.Scalar(first).properties.isAlphabetic && first < 0x80
    guard isQuoted || isLetter || first == UInt8(ascii: "~") || first == UInt8(ascii: "("),
      start + part.upperBound <= end,
      !bytes[start..<end].contains(where: { $0 == quote || $0 == 0x0a || $0 == 0x0d })
    else { return literal }
    return SourceRange(start + part.lowerBound..<start + part.upperBound)
  }

  /// How many bytes of a valid string literal belong together, and how many they stand for.
  private func stringUnit(at offset: Int) -> (length: Int, decodedLength: Int) {
    guard bytes[offset] == UInt8(ascii: "\\") else { return (1, 1) }
    guard bytes[offset + 1] == UInt8(ascii: "u") else { return (2, 1) }
    switch codeUnit(at: offset + 2) {
    // What the parser reports and replaces by U+FFFD.
    case 0, nil: return (6, 3)
    case let unit? where UTF16.isLeadSurrogate(unit):
      let isPair =
        bytes[min(offset + 6, bytes.count)...].starts(with: "\\u".utf8)
        && codeUnit(at: offset + 8).map(UTF16.isTrailSurrogate) == true
      return isPair ? (12, 4) : (6, 3)
    case let unit?: return (6, unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3)
    }
  }

  /// The number that four hexadecimal digits write.
  func codeUnit(at offset: Int) -> UInt16? {
    guard offset + 4 <= bytes.count else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[offset..<(offset + 4)] {
      guard let digit = hexadecimalDigit(byte) else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}
