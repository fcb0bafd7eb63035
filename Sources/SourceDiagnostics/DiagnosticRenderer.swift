import Toolbox

/// Turns diagnostics into text for people.
///
/// ```
/// policy.json:3:20: error: unknown syscall 'opnat'; did you mean 'openat'? [unknown-syscall]
///     3 |   { "syscalls": ["opnat"] }
///       |                  ^~~~~~~
/// ```
public struct DiagnosticRenderer: Sendable {
  /// Whether to colour with ANSI escape sequences.
  public var color: Bool
  /// How many diagnostics are shown of a list.
  public var limit: Int
  /// The columns that a line of source may take; longer ones are cut around the place.
  public var width: Int
  /// The columns in which sentences are wrapped; `nil` leaves each on its line.
  public var sentenceWidth: Int?

  /// Chooses the looks.
  ///
  /// - Parameters:
  ///   - color: Whether to colour with ANSI escape sequences.
  ///   - limit: How many diagnostics are shown of a list.
  ///   - width: The columns that a line of source may take, at least 20.
  ///   - sentenceWidth: The columns in which sentences are wrapped; `nil` leaves each on its line.
  public init(color: Bool, limit: Int = 100, width: Int = 92, sentenceWidth: Int? = nil) {
    self.color = color
    self.limit = limit
    self.sentenceWidth = sentenceWidth
    self.width = max(width, 20)
  }

  /// Renders a list, and says how many were left out.
  ///
  /// - Parameter diagnostics: The diagnostics, in the order in which they are shown.
  /// - Returns: Whole lines, each ended by a line feed; nothing for an empty list.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    var text = ""
    for diagnostic in diagnostics.prefix(limit) { text += render(diagnostic) }
    if diagnostics.count > limit { text += "… and \(diagnostics.count - limit) more\n" }
    return text
  }

  /// Renders one diagnostic with its excerpt and notes.
  ///
  /// - Parameter diagnostic: The diagnostic.
  /// - Returns: Whole lines, each ended by a line feed.
  public func render(_ diagnostic: Diagnostic) -> String {
    var text = block(
      diagnostic.severity, diagnostic.message, id: diagnostic.id, at: diagnostic.location,
      showsExcerpt: diagnostic.showsExcerpt)
    if let help = diagnostic.help {
      text += styled("help: ", .mark) + wrapped(help, after: "help: ".count) + "\n"
    }
    for note in diagnostic.notes {
      text += block(
        .note, note.message, id: nil, at: note.location, showsExcerpt: diagnostic.showsExcerpt)
    }
    return text
  }

  /// The head line and the excerpt of a diagnostic or a note.
  private func block(
    _ severity: Diagnostic.Severity, _ message: String, id: String?, at location: SourceLocation?,
    showsExcerpt: Bool
  ) -> String {
    let place = location.map { "\($0): " } ?? ""
    let kind = "\(severity.rawValue): "
    let suffix = id.map { " [\(escaped($0))]" } ?? ""
    let sentence = wrapped(message, after: place.count + kind.count, room: suffix.count)
    var text = styled(place, .bold) + styled(kind, .of(severity))
    text += severity == .note && id == nil ? sentence : styled(sentence, .bold)
    if !suffix.isEmpty { text += styled(suffix, .faint) }
    text += "\n"
    if let location, showsExcerpt { text += excerpt(of: location) }
    return text
  }

  /// A sentence in as many lines as it needs.
  ///
  /// - Parameters:
  ///   - sentence: The sentence, which may be raw.
  ///   - column: How many columns stand before it.
  ///   - room: How many columns are needed behind it.
  /// - Returns: The sentence, without an end of its last line.
  private func wrapped(_ sentence: String, after column: Int, room: Int = 0) -> String {
    let sentence = escaped(sentence)
    guard let sentenceWidth, column + sentence.count + room > sentenceWidth else { return sentence }
    let lines = Toolbox.wrapped(
      sentence.split(separator: " "), width: max(sentenceWidth - room, 20),
      first: String(repeating: " ", count: column), indent: 4)
    return String(lines.dropFirst(column).dropLast())
  }

  /// The line of source and the line that marks the place in it.
  private func excerpt(of location: SourceLocation) -> String {
    let excerpt = SourceExcerpt(of: location, width: width)
    let number = String(location.start.line)
    let margin = max(number.count, 5)
    let gutter = String(repeating: " ", count: margin - number.count) + number + " |"
    let blank = String(repeating: " ", count: margin) + " |"
    let marks = "^" + String(repeating: "~", count: max(excerpt.markWidth - 1, 0))
    return styled(gutter, .faint) + (excerpt.text.isEmpty ? "" : " ") + excerpt.text + "\n"
      + styled(blank, .faint) + String(repeating: " ", count: excerpt.indentation + 1)
      + styled(marks, .mark) + "\n"
  }

  /// Colours a text, if colours are wanted.
  private func styled(_ text: String, _ style: TextStyle) -> String {
    text.isEmpty ? "" : style.applied(to: text, color)
  }
}
