/// A part of a string literal, byte by byte.
///
/// Reading the tables through it makes no strings. This is the only file of the module that touches
/// raw memory.
struct StaticText: Sendable {
  private let literal: StaticString
  private let start: Int
  /// The length in bytes.
  let count: Int

  /// All of a literal.
  init(_ literal: StaticString) {
    self.init(literal, start: 0, count: literal.utf8CodeUnitCount)
  }

  private init(_ literal: StaticString, start: Int, count: Int) {
    self.literal = literal
    self.start = start
    self.count = count
  }

  static let blank = UInt8(ascii: " ")

  /// The bytes; the literal lives as long as the program, and the part lies within it.
  private var bytes: UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: literal.utf8Start + start, count: count)
  }

  /// One byte.
  subscript(_ index: Int) -> UInt8 {
    precondition(index >= 0 && index < count, "an offset within the text")
    return unsafe literal.utf8Start[start + index]
  }

  /// A part of the part.
  subscript(_ range: Range<Int>) -> StaticText {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a range within the text")
    return StaticText(literal, start: start + range.lowerBound, count: range.count)
  }

  /// A copy.
  var string: String { unsafe String(decoding: bytes, as: UTF8.self) }

  /// Whether the bytes are those of a string.
  func equals(_ string: String) -> Bool {
    let other = string.utf8Span.span
    guard other.count == count else { return false }
    for index in 0..<count where self[index] != other[index] { return false }
    return true
  }

  /// Less than, equal to or greater than 0 as the word that begins at an offset is to another one.
  ///
  /// Words end before a blank or a line feed, and after the last one there is such a byte.
  func compareWord(at start: Int, with word: Span<UInt8>) -> Int {
    let bytes = unsafe bytes
    for index in word.indices {
      let own = unsafe bytes[start + index]
      if own <= Self.blank { return -1 }
      if own != word[index] { return Int(own) - Int(word[index]) }
    }
    return unsafe bytes[start + word.count] > Self.blank ? 1 : 0
  }

  /// The parts between separators.
  func split(_ separator: UInt8) -> Parts { Parts(text: self, separator: separator) }

  /// A part between separators, counted from 0; `nil` where there are fewer.
  func part(_ index: Int, separator: UInt8 = Self.blank) -> StaticText? {
    var parts = split(separator)
    for _ in 0..<index where parts.next() == nil { return nil }
    return parts.next()
  }

  /// What follows the first parts between blanks, blanks included; `nil` where there are no more.
  func rest(after count: Int) -> StaticText? {
    var found = 0
    for index in 0..<self.count where self[index] == Self.blank {
      found += 1
      if found == count { return self[index + 1..<self.count] }
    }
    return nil
  }

  /// The number, decimal or `0x…`, negative as two's complement; `nil` for anything else.
  var number: UInt64? {
    var offset = 0
    let isNegative = count > 1 && self[0] == UInt8(ascii: "-")
    if isNegative { offset += 1 }
    let isHex = count - offset > 2 && self[offset + 1] == UInt8(ascii: "x")
    if isHex { offset += 2 }
    guard offset < count else { return nil }
    var value: UInt64 = 0
    while offset < count {
      let digit: UInt8
      switch self[offset] {
      case let byte where byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"): digit = byte - 48
      case let byte where isHex && byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f"):
        digit = byte - 87
      default: return nil
      }
      value = value &* (isHex ? 16 : 10) &+ UInt64(digit)
      offset += 1
    }
    return isNegative ? 0 &- value : value
  }
}

extension StaticText {
  /// The parts of a text between separators, at least one.
  struct Parts: Sequence, IteratorProtocol {
    fileprivate let text: StaticText
    fileprivate let separator: UInt8
    private var start: Int? = 0

    fileprivate init(text: StaticText, separator: UInt8) {
      self.text = text
      self.separator = separator
    }

    mutating func next() -> StaticText? {
      guard let start else { return nil }
      var end = start
      while end < text.count && text[end] != separator { end += 1 }
      self.start = end < text.count ? end + 1 : nil
      return text[start..<end]
    }
  }
}

extension StaticText: Hashable {
  /// Whether the bytes are the same.
  static func == (left: Self, right: Self) -> Bool {
    unsafe left.bytes.elementsEqual(right.bytes)
  }

  /// Feeds the bytes to a hasher.
  func hash(into hasher: inout Hasher) {
    unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
  }
}
