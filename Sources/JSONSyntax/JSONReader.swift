internal import SourceDiagnostics

/// A text, the offset up to which it has been read, and the mistakes found so far.
struct JSONReader {
  let source: SourceText
  let limits: JSONLimits
  /// The content of the source; never changed.
  let bytes: [UInt8]
  /// The offset of the next byte.
  var offset = 0
  /// How many values have begun.
  var values = 0
  var diagnostics: [Diagnostic] = []

  init(_ source: SourceText, limits: JSONLimits) {
    self.source = source
    self.limits = limits
    bytes = source.bytes
  }

  /// The next byte; `nil` at the end.
  var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// Whether the first thing in the text, as UTF-8, is an object or an array.
  var beginsLikeJSON: Bool {
    let first = bytes.first { !isWhitespace($0) }
    return (first == UInt8(ascii: "{") || first == UInt8(ascii: "["))
      && foreignEncoding == nil
  }

  /// Passes over blanks, tabulators and line ends.
  mutating func skipWhitespace() {
    while offset < bytes.count, isWhitespace(bytes[offset]) { offset += 1 }
  }

  /// A location in the text.
  func location(_ range: Range<Int>) -> SourceLocation {
    SourceLocation(source: source, range: SourceRange(range))
  }

  /// The mistake that ends the parsing.
  func error(
    _ id: String, _ message: String, at range: Range<Int>, notes: [Diagnostic.Note] = []
  ) -> JSONSyntaxError {
    JSONSyntaxError(
      diagnostic: Diagnostic(.error, id: id, message, at: location(range), notes: notes))
  }

  /// Reports a mistake that does not end the parsing, unless there were very many.
  mutating func report(
    _ id: String, _ message: String, at range: Range<Int>, notes: [Diagnostic.Note] = []
  ) throws(JSONSyntaxError) {
    if diagnostics.count >= limits.mistakes {
      throw error(
        "json-too-many-mistakes", "more than \(limits.mistakes) mistakes; the rest is not read",
        at: range)
    }
    diagnostics.append(error(id, message, at: range, notes: notes).diagnostic)
  }
}

/// Whether a byte is white space in JSON.
func isWhitespace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
}
