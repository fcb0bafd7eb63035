/// How many columns of a terminal a visible scalar takes.
///
/// - Parameter scalar: A scalar that is printed as it is.
/// - Returns: 0 for marks that combine, 2 for wide East Asian characters and emoji, otherwise 1.
package func displayWidth(of scalar: Unicode.Scalar) -> Int {
  if scalar.value < 0x300 { return 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark: return 0
  default: break
  }
  if scalar.properties.isEmojiPresentation {
    // Two regional indicators make one flag.
    return (0x1f1e6...0x1f1ff).contains(scalar.value) ? 1 : 2
  }
  return wideCharacters.contains { $0.contains(scalar.value) } ? 2 : 1
}

/// The blocks of wide characters other than emoji, from Unicode's EastAsianWidth.txt (W and F).
private let wideCharacters: [ClosedRange<UInt32>] = [
  0x1100...0x115f,  // Hangul consonants
  0x2e80...0x303e,  // radicals, CJK punctuation
  0x3041...0xa4cf,  // kana, CJK, Yi
  0xa960...0xa97f,  // Hangul consonants, continued
  0xac00...0xd7a3,  // Hangul syllables
  0xf900...0xfaff,  // CJK compatibility
  0xfe30...0xfe6f,  // CJK compatibility forms
  0xff01...0xff60,  // full-width forms
  0xffe0...0xffe6,  // full-width signs
  0x20000...0x3fffd,  // CJK extensions
]
