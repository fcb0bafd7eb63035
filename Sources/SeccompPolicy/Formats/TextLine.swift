/// A line of a text without its comment.
package struct TextLine {
  let text: Substring
  let words: [Substring]

  private init(_ line: Substring) {
    let end = line.hasPrefix("#") || line.hasPrefix(";") ? line.startIndex : line.endIndex
    text = line[..<end]
    words = text.split { $0 == " " || $0 == "\t" }
  }

  /// So much of a file tells what it is.
  private static let lookedAt = 1 << 16
  private static let blanks = [9, 10, 13, 32].map { UInt8($0) }

  /// The first lines with words of a text that does not begin like a JSON object.
  static func first(of bytes: some Collection<UInt8>) -> [TextLine] {
    let start = bytes.prefix(lookedAt)
    // Behind the brace of an object there is no letter.
    var first = start.drop { blanks.contains($0) }
    if first.first == UInt8(ascii: "{") {
      first = first.dropFirst().drop { blanks.contains($0) }
      guard first.first?.isLetter == true else { return [] }
    }
    if first.isEmpty || start.contains(0) { return [] }
    return String(decoding: start, as: UTF8.self)
      .split(whereSeparator: \.isNewline).map(TextLine.init).filter { !$0.words.isEmpty }
  }
}
