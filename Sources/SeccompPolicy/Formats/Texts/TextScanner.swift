/// Reads a text byte by byte, for formats that are no JSON.
struct TextScanner {
  let bytes: [UInt8]
  /// Where the part ends that is read.
  let end: Int
  var offset: Int

  /// A scanner of a part of a text.
  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    offset = range.lowerBound
    end = range.upperBound
  }

  /// A scanner of a whole text.
  init(_ bytes: [UInt8]) { self.init(bytes, in: 0..<bytes.count) }

  var isAtEnd: Bool { offset >= end }

  /// The next byte; `nil` at the end.
  var next: UInt8? { offset < end ? bytes[offset] : nil }

  /// The byte so many places further on.
  func peek(_ distance: Int) -> UInt8? {
    offset + distance < end ? bytes[offset + distance] : nil
  }

  /// Whether a text of ASCII comes next.
  func isAt(_ text: StaticString) -> Bool {
    guard offset + text.utf8CodeUnitCount <= end else { return false }
    return text.withUTF8Buffer { buffer in
      unsafe bytes[offset..<offset + buffer.count].elementsEqual(buffer)
    }
  }

  /// Takes a text of ASCII, if it comes next.
  mutating func take(_ text: StaticString) -> Bool {
    guard isAt(text) else { return false }
    offset += text.utf8CodeUnitCount
    return true
  }

  /// Takes bytes as long as they are of a kind; where they stand.
  @discardableResult
  mutating func take(while isWanted: (UInt8) -> Bool) -> Range<Int> {
    let start = offset
    while offset < end, isWanted(bytes[offset]) { offset += 1 }
    return start..<offset
  }

  /// The text of a part.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension UInt8 {
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  var isLetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }

  /// Whether it may be in the name of a constant or a call.
  var isWordByte: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }

  /// Whether it is a blank that ends no line.
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

  /// Whether it is a blank, or ends a line.
  var isWhitespace: Bool { isBlank || self == 0x0a || self == 0x0d || self == 0x0c || self == 0x0b }
}
