import SourceDiagnostics

/// A word or a sign of kafel's language.
struct KafelToken {
  enum Kind {
    case word
    case number
    case sign
    case string
    /// What the language does not have.
    case nothing
    case end
  }

  var kind: Kind
  var text: String
  var range: Range<Int>

  var located: SourceRange { SourceRange(range) }
}

/// Divides a policy of kafel into words and signs.
struct KafelScanner {
  private var scanner: TextScanner
  /// A comment without an end.
  private(set) var openComment: Range<Int>?

  init(_ bytes: [UInt8]) { scanner = TextScanner(bytes) }

  private static let signs: [StaticString] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "&", "|", "!", "(", ")", "{", "}", "[", "]", ",",
    "#", ";",
  ]

  /// The next token; the last one is the end.
  mutating func next() -> KafelToken {
    skip()
    let start = scanner.offset
    let kind = take()
    let range = start..<scanner.offset
    return KafelToken(kind: kind, text: scanner.text(range), range: range)
  }

  private mutating func take() -> KafelToken.Kind {
    guard let byte = scanner.next else { return .end }
    if byte.isDigit || byte == UInt8(ascii: "-") && scanner.peek(1)?.isDigit == true {
      scanner.offset += 1
      scanner.take(while: \.isWordByte)
      return .number
    }
    if byte.isWordByte {
      scanner.take(while: \.isWordByte)
      return .word
    }
    if byte == UInt8(ascii: "\"") {
      scanner.offset += 1
      scanner.take { $0 != UInt8(ascii: "\"") && $0 != 0x0a }
      _ = scanner.take("\"")
      return .string
    }
    for sign in Self.signs where scanner.take(sign) { return .sign }
    scanner.take { !$0.isWhitespace && !$0.isWordByte }
    return .nothing
  }

  /// Passes over blanks and comments.
  private mutating func skip() {
    while let byte = scanner.next {
      if byte.isWhitespace {
        scanner.offset += 1
      } else if scanner.isAt("//") {
        scanner.take { $0 != 0x0a }
      } else if scanner.isAt("/*") {
        skipComment()
      } else {
        return
      }
    }
  }

  private mutating func skipComment() {
    let start = scanner.offset
    scanner.offset += 2
    while !scanner.isAtEnd {
      if scanner.take("*/") { return }
      scanner.offset += 1
    }
    openComment = start..<start + 2
  }
}
