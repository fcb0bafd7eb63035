import TestSupport
import Testing
import Toolbox

struct EscapingTests {
  @Test(arguments: [
    (
      "plain text with \\ and \"quotes\" and 'quotes'",
      "plain text with \\ and \"quotes\" and 'quotes'"
    ),
    ("", ""),
    ("tab\tline\nreturn\r", "tab\\tline\\nreturn\\r"),
    ("\u{0}\u{1}\u{1b}[31m\u{7f}", "\\u{0}\\u{1}\\u{1b}[31m\\u{7f}"),
    // C1 controls, among them the one-character CSI.
    ("\u{80}\u{9b}31m\u{9f}", "\\u{80}\\u{9b}31m\\u{9f}"),
    // Bidirectional controls.
    (
      "a\u{202e}b\u{2066}c\u{2069}\u{200f}\u{61c}",
      "a\\u{202e}b\\u{2066}c\\u{2069}\\u{200f}\\u{61c}"
    ),
    // Nothing to see.
    (
      "a\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{ad}\u{34f}\u{e0041}\u{fe0f}",
      "a\\u{200b}\\u{200c}\\u{200d}\\u{2060}\\u{feff}\\u{ad}\\u{34f}\\u{e0041}\\u{fe0f}"
    ),
    // Breaks, and spaces that are not U+0020.
    (
      "\u{2028}\u{2029}\u{a0}\u{2003}\u{3000}\u{3164}",
      "\\u{2028}\\u{2029}\\u{a0}\\u{2003}\\u{3000}\\u{3164}"
    ),
    // Private, unassigned, noncharacters.
    ("\u{e000}\u{378}\u{ffff}\u{10ffff}", "\\u{e000}\\u{378}\\u{ffff}\\u{10ffff}"),
    ("é ß Ω 中 😀 e\u{301}", "é ß Ω 中 😀 e\u{301}"),
  ])
  func `escapes what does not show`(text: String, expected: String) {
    #expect(Array(escaped(text).unicodeScalars) == Array(expected.unicodeScalars))
    #expect(escaped(Array(text.utf8)) == escaped(text))
    #expect(escaped(escaped(text)) == escaped(text))
  }

  @Test(
    arguments: [
      ([0x61, 0xff, 0x62], "a\\xffb"), ([0xc0, 0xaf], "\\xc0\\xaf"), ([0xe2, 0x82], "\\xe2\\x82"),
      ([0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"), ([0xc3, 0xa9, 0xc3], "é\\xc3"),
      ([0x1b, 0x80], "\\u{1b}\\x80"), ([], ""),
    ] as [([UInt8], String)])
  func `shows invalid bytes in hexadecimal`(bytes: [UInt8], expected: String) {
    #expect(escaped(bytes) == expected)
  }

  @Test(arguments: seeds(50))
  func `lets no control, format or invalid character through, whatever the bytes`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<500).map { _ in UInt8.random(in: 0...255, using: &random) }
    for scalar in escaped(bytes).unicodeScalars {
      let properties = scalar.properties
      #expect(
        ![.control, .format, .lineSeparator, .paragraphSeparator, .unassigned]
          .contains(properties.generalCategory))
      #expect(scalar != "\u{fffd}")
    }
  }

  @Test func `quotes and cuts`() {
    #expect(quoted("openat") == "'openat'")
    #expect(quoted("a\u{1b}") == "'a\\u{1b}'")
    #expect(quoted("éaé", limit: 3) == "'éaé'")
    #expect(quoted("éaéb", limit: 3) == "'éaé…'")
    #expect(quoted("") == "''")
    #expect(quoted(String(repeating: "x", count: 1 << 20)).count == 83)
  }
}
