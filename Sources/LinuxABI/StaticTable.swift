/// A table as sorted text in the binary, searched by bisection.
///
/// Each line is a key and further fields with one blank between them; lines are sorted by the
/// bytes of their keys. This is the only place of the module that touches raw memory.
package struct StaticTable: Sendable {
  private let text: StaticString

  package init(_ text: StaticString) { self.text = text }

  /// One line, by where it begins and ends.
  package struct Line: Hashable, Sendable {
    fileprivate let start: Int
    fileprivate let end: Int
  }

  /// The bytes from one place to another; both are places of lines or fields in this table.
  private func bytes(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
    // The literal lives as long as the program, and `start...end` lies within it.
    unsafe UnsafeBufferPointer(start: text.utf8Start + start, count: end - start)
  }

  private subscript(_ index: Int) -> UInt8 { unsafe text.utf8Start[index] }

  private static let newline = UInt8(ascii: "\n")
  private static let blank = UInt8(ascii: " ")

  /// The line of a key, if there is one.
  package func line(of key: String) -> Line? {
    guard !key.isEmpty else { return nil }
    let key = Array(key.utf8)
    var low = 0
    var high = text.utf8CodeUnitCount
    while low < high {
      let line = line(around: (low + high) / 2)
      switch compare(line, with: key) {
      case ..<0: low = line.end + 1
      case 0: return line
      default: high = line.start
      }
    }
    return nil
  }

  /// The line that a place is on.
  private func line(around place: Int) -> Line {
    var start = place
    while start > 0 && self[start - 1] != Self.newline { start -= 1 }
    var end = place
    while end < text.utf8CodeUnitCount && self[end] != Self.newline { end += 1 }
    return Line(start: start, end: end)
  }

  /// Less than, equal to or greater than 0 as the key of the line is to the one looked for.
  private func compare(_ line: Line, with key: [UInt8]) -> Int {
    var place = line.start
    for byte in key {
      let own = place < line.end ? self[place] : Self.blank
      if own == Self.blank || own != byte { return own == Self.blank ? -1 : Int(own) - Int(byte) }
      place += 1
    }
    return place < line.end && self[place] != Self.blank ? 1 : 0
  }

  /// The text of a field, counted from 0, or `nil` where the line has fewer.
  package func field(_ index: Int, of line: Line) -> String? {
    guard let range = range(ofField: index, in: line) else { return nil }
    return unsafe String(decoding: bytes(range.lowerBound, range.upperBound), as: UTF8.self)
  }

  /// The number in a field, decimal or `0x…`, negative as two's complement; `nil` for `-` and `=`.
  package func number(_ index: Int, of line: Line) -> UInt64? {
    guard let range = range(ofField: index, in: line) else { return nil }
    var place = range.lowerBound
    let isNegative = range.count > 1 && self[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    let isHex = range.upperBound - place > 2 && self[place + 1] == UInt8(ascii: "x")
    if isHex { place += 2 }
    var value: UInt64 = 0
    while place < range.upperBound {
      let digit: UInt8
      switch self[place] {
      case let byte where byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"): digit = byte - 48
      case let byte where isHex && byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f"):
        digit = byte - 87
      default: return nil
      }
      value = value &* (isHex ? 16 : 10) &+ UInt64(digit)
      place += 1
    }
    return isNegative ? 0 &- value : value
  }

  /// Whether a field is `-`, or not there.
  package func isAbsent(_ index: Int, of line: Line) -> Bool {
    guard let range = range(ofField: index, in: line) else { return true }
    return range.count == 1 && self[range.lowerBound] == UInt8(ascii: "-")
  }

  private func range(ofField index: Int, in line: Line) -> Range<Int>? {
    var start = line.start
    var remaining = index
    while remaining > 0 {
      while start < line.end && self[start] != Self.blank { start += 1 }
      if start == line.end { return nil }
      start += 1
      remaining -= 1
    }
    var end = start
    while end < line.end && self[end] != Self.blank { end += 1 }
    return start..<end
  }
}

extension StaticTable: Sequence {
  /// The lines in order.
  package func makeIterator() -> AnyIterator<Line> {
    var start = 0
    return AnyIterator {
      while start < text.utf8CodeUnitCount {
        let line = line(around: start)
        start = line.end + 1
        if line.end > line.start { return line }
      }
      return nil
    }
  }
}
