import TestSupport
import Testing
import Toolbox

struct UTF8DecodingTests {
  @Test func `decodes every scalar`() {
    var wrong: [Unicode.Scalar] = []
    for value in UInt32(0)...0x10ffff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = Array(scalar.utf8)
      let (decoded, length) = decodeScalar(in: bytes, at: 0)
      if decoded != scalar || length != bytes.count { wrong.append(scalar) }
    }
    #expect(wrong.isEmpty)
  }

  @Test(
    arguments: [
      [0x80], [0xbf], [0xc0, 0xaf], [0xc1, 0xbf], [0xc2], [0xc2, 0x41], [0xe0, 0x9f, 0xbf],
      [0xe1, 0x80], [0xe1, 0x80, 0x41], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf],
      [0xf0, 0x8f, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80], [0xf1, 0x80, 0x80],
      [0xf5, 0x80, 0x80, 0x80],
      [0xf8, 0x88, 0x80, 0x80, 0x80], [0xfe], [0xff],
    ] as [[UInt8]])
  func `takes what is invalid byte by byte`(bytes: [UInt8]) {
    let (scalar, length) = decodeScalar(in: bytes, at: 0)
    #expect(scalar == nil)
    #expect(length == 1)
  }

  @Test(arguments: seeds(20))
  func `agrees with the standard library on what is valid`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let interesting: [UInt8] = [
      0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed,
      0xef,
      0xf0, 0xf1, 0xf4, 0xf5, 0xff,
    ]
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        interesting.randomElement(using: &random) ?? 0
      }
      var scalars = String.UnicodeScalarView()
      var isValid = true
      var offset = 0
      while offset < bytes.count {
        let (scalar, length) = decodeScalar(in: bytes, at: offset)
        if let scalar { scalars.append(scalar) } else { isValid = false }
        offset += length
      }
      let expected = String(validating: bytes, as: UTF8.self)
      #expect(isValid == (expected != nil), "\(bytes)")
      if let expected { #expect(expected.unicodeScalars.elementsEqual(scalars), "\(bytes)") }
    }
  }
}
