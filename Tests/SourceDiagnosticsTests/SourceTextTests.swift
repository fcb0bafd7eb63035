import SourceDiagnostics
import TestSupport
import Testing
import Toolbox

struct SourceTextTests {
  struct Place: CustomTestStringConvertible {
    let text: String
    let offset: Int
    let position: String
    var testDescription: String { "\(text.debugDescription) at \(offset)" }
  }

  static let places = [
    Place(text: "", offset: 0, position: "1:1"),
    Place(text: "", offset: 5, position: "1:1"),
    Place(text: "ab\ncd", offset: 0, position: "1:1"),
    Place(text: "ab\ncd", offset: 2, position: "1:3"),
    Place(text: "ab\ncd", offset: 3, position: "2:1"),
    Place(text: "ab\ncd", offset: 5, position: "2:3"),
    Place(text: "ab\ncd", offset: 99, position: "2:3"),
    Place(text: "ab\ncd", offset: -1, position: "1:1"),
    Place(text: "ab\n", offset: 3, position: "2:1"),
    Place(text: "a\r\nb", offset: 3, position: "2:1"),
    Place(text: "a\rb", offset: 2, position: "1:3"),
    Place(text: "\tb", offset: 1, position: "1:2"),
    // é has two bytes, € three, 😀 four, and so e + U+0301 two scalars.
    Place(text: "é€😀x", offset: 2, position: "1:2"),
    Place(text: "é€😀x", offset: 5, position: "1:3"),
    Place(text: "é€😀x", offset: 9, position: "1:4"),
    Place(text: "é€😀x", offset: 7, position: "1:3"),
    Place(text: "e\u{301}x", offset: 3, position: "1:3"),
  ]

  @Test(arguments: places)
  func `counts lines and columns from 1, columns in scalars`(place: Place) {
    let source = SourceText(name: "f", bytes: Array(place.text.utf8))
    #expect(source.position(of: place.offset).description == place.position)
  }

  @Test func `counts an invalid byte as one column`() {
    let source = SourceText(name: "f", bytes: [0xff, 0xe2, 0x82, 0x41, 0xed, 0xa0, 0x80])
    #expect((0...7).map { source.position(of: $0).column } == Array(1...8))
  }

  @Test(arguments: seeds(30))
  func `positions in long texts are those of counting from the beginning`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces: [[UInt8]] = [
      [0x61], [0x0a], [0x0d, 0x0a], Array("é".utf8), Array("€".utf8), Array("😀".utf8), [0x80],
      [0xf0, 0x9f], [0x09],
    ]
    // Some texts have few line feeds, some none.
    let choice = pieces.filter { _ in random.next(upperBound: UInt(3)) > 0 } + [[0x62]]
    var bytes: [UInt8] = []
    var expected: [SourcePosition] = []
    while bytes.count < 20_000 {
      bytes += choice.randomElement(using: &random) ?? []
    }
    var line = 1
    var column = 1
    var offset = 0
    while offset < bytes.count {
      let length = decodeScalar(in: bytes, at: offset).length
      for _ in 0..<length { expected.append(SourcePosition(line: line, column: column)) }
      if bytes[offset] == 0x0a { (line, column) = (line + 1, 1) } else { column += 1 }
      offset += length
    }
    let source = SourceText(name: "f", bytes: bytes)
    // Everywhere near the places that the text remembers, and here and there elsewhere.
    let offsets = expected.indices.filter { $0 % 4096 < 6 || $0 % 4096 > 4090 || $0 % 89 == 0 }
    let wrong = offsets.first { source.position(of: $0) != expected[$0] }
    #expect(wrong == nil)
    #expect(source.position(of: bytes.count) == SourcePosition(line: line, column: column))
  }

  @Test func `texts are equal only to themselves`() {
    let first = SourceText(name: "f", bytes: [])
    let second = SourceText(name: "f", bytes: [])
    #expect(first == first)
    #expect(first != second)
    #expect(Set([first, second, first]).count == 2)
  }

  @Test func `a location is described by file, line and column`() {
    let source = SourceText(name: "a\u{1b}b.json", bytes: Array("x\ny".utf8))
    let location = SourceDiagnostics.SourceLocation(source: source, range: SourceRange(2..<3))
    #expect(location.description == "a\\u{1b}b.json:2:1")
  }
}
