import SourceDiagnostics

/// A word or a sign in a line of a policy of minijail.
struct MinijailToken {
  enum Kind {
    /// `@include` and its like.
    case directive
    case path
    case number
    /// The name of a call, an argument, a constant or an action.
    case word
    case sign
  }

  var kind: Kind
  var text: String
  var range: Range<Int>

  /// Whether it is this sign or word.
  func reads(_ text: String) -> Bool { self.text == text && kind != .path }

  var located: SourceRange { SourceRange(range) }
}

/// Divides a policy of minijail into lines and words.
struct MinijailScanner {
  private var scanner: TextScanner
  /// Comments behind something else in their line, the first one.
  private(set) var trailingComment: Range<Int>?
  /// A comment that ends in a backslash.
  private(set) var continuedComment: Range<Int>?

  init(_ bytes: [UInt8]) { scanner = TextScanner(bytes) }

  /// What a line has, or the part of it that is nothing.
  enum Line {
    case tokens([MinijailToken])
    case nothing(Range<Int>)
  }

  /// The next line that has something, with those that continue it; `nil` at the end.
  mutating func nextLine() -> Line? {
    var tokens: [MinijailToken] = []
    while let next = scanner.next {
      if next.isWhitespace && next != 0x0a {
        scanner.offset += 1
      } else if next == 0x0a {
        scanner.offset += 1
        if !tokens.isEmpty { return .tokens(tokens) }
      } else if next == UInt8(ascii: "#") {
        skipComment(after: tokens)
      } else if isAtContinuation {
        scanner.take { $0 != 0x0a }
        scanner.offset += 1
      } else if let token = token() {
        tokens.append(token)
      } else {
        let range = scanner.take { !$0.isWhitespace }
        scanner.take { $0 != 0x0a }
        return .nothing(range)
      }
    }
    return tokens.isEmpty ? nil : .tokens(tokens)
  }

  /// A backslash before the end of the line.
  private var isAtContinuation: Bool {
    guard scanner.next == UInt8(ascii: "\\") else { return false }
    return scanner.peek(1) == 0x0a || scanner.peek(1) == 0x0d && scanner.peek(2) == 0x0a
      || scanner.peek(1) == nil
  }

  private mutating func skipComment(after tokens: [MinijailToken]) {
    let range = scanner.take { $0 != 0x0a }
    if !tokens.isEmpty { trailingComment = trailingComment ?? range }
    let last = range.last { !scanner.bytes[$0].isWhitespace }
    if let last, scanner.bytes[last] == UInt8(ascii: "\\") {
      continuedComment = continuedComment ?? range
    }
  }

  private mutating func token() -> MinijailToken? {
    let start = scanner.offset
    guard let kind = takeToken(), scanner.offset > start else { return nil }
    let range = start..<scanner.offset
    return MinijailToken(kind: kind, text: scanner.text(range), range: range)
  }

  private mutating func takeToken() -> MinijailToken.Kind? {
    guard let next = scanner.next else { return nil }
    let slash = UInt8(ascii: "/")
    if next == UInt8(ascii: "@") {
      scanner.offset += 1
      scanner.take { $0.isLetter }
      return .directive
    }
    if next == slash || next == UInt8(ascii: ".") && scanner.peek(1) == slash {
      scanner.take { !$0.isWhitespace }
      return .path
    }
    if next == UInt8(ascii: ".") {
      // No path that a reader takes, and nothing else either.
      scanner.take { !$0.isWhitespace && $0 != UInt8(ascii: ":") }
      return .word
    }
    if next.isDigit || next == UInt8(ascii: "-") && scanner.peek(1)?.isDigit == true {
      scanner.offset += 1
      scanner.take { $0.isWordByte }
      return .number
    }
    if next.isWordByte {
      scanner.take { $0.isWordByte || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "@") }
      return .word
    }
    for sign: StaticString in [
      "||", "&&", "==", "!=", "<=", ">=", ":", ";", ",", "~", "(", ")", "{", "}", "[", "]", "|",
      "&", "<", ">", "=",
    ] where scanner.take(sign) {
      return .sign
    }
    return nil
  }
}
