/// A line of a unit, with those that continue it.
struct UnitLine {
  /// The parts, each without the blanks around it and without the backslash at its end.
  private(set) var parts: [Range<Int>]

  /// Divides a text into lines, without comments and empty ones.
  static func all(of bytes: [UInt8]) -> [UnitLine] {
    var lines: [UnitLine] = []
    var open: UnitLine?
    var scanner = TextScanner(bytes)
    while !scanner.isAtEnd {
      var part = scanner.take { $0 != 0x0a }
      if !scanner.isAtEnd { scanner.offset += 1 }
      part = trimmed(part, bytes)
      // Comments do not end a line that goes on.
      if let first = part.first,
        bytes[first] == UInt8(ascii: "#") || bytes[first] == UInt8(ascii: ";")
      {
        continue
      }
      let slashes = bytes[part].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
      let goesOn = slashes % 2 == 1
      if goesOn { part = trimmed(part.dropLast(), bytes) }
      if open == nil && part.isEmpty && !goesOn { continue }
      open = open ?? UnitLine(parts: [])
      open?.parts.append(part)
      if !goesOn, let line = open {
        lines.append(line)
        open = nil
      }
    }
    if let open { lines.append(open) }
    return lines
  }

  /// The place before the first `=`, and what comes behind it; `nil` where there is none.
  func assignment(in bytes: [UInt8]) -> (key: Range<Int>, value: [Range<Int>])? {
    guard let first = parts.first,
      let equals = first.first(where: { bytes[$0] == UInt8(ascii: "=") })
    else { return nil }
    let key = Self.trimmed(first.lowerBound..<equals, bytes)
    return (key, [Self.trimmed(equals + 1..<first.upperBound, bytes)] + parts.dropFirst())
  }

  /// The words of some parts.
  static func words(of parts: [Range<Int>], in bytes: [UInt8]) -> [Range<Int>] {
    var words: [Range<Int>] = []
    for part in parts {
      var scanner = TextScanner(bytes, in: part)
      while !scanner.isAtEnd {
        scanner.take(while: \.isWhitespace)
        let word = scanner.take { !$0.isWhitespace }
        if !word.isEmpty { words.append(word) }
      }
    }
    return words
  }

  private static func trimmed(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, bytes[start].isWhitespace { start += 1 }
    while start < end, bytes[end - 1].isWhitespace { end -= 1 }
    return start..<end
  }
}
