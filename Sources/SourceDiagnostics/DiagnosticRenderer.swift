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

  /// Chooses the looks.
  ///
  /// - Parameters:
  ///   - color: Whether to colour with ANSI escape sequences.
  ///   - limit: How many diagnostics are shown of a list.
  ///   - width: The columns that a line of source may take, at least 20.
  public init(color: Bool, limit: Int = 100, width: Int = 92) {
    self.color = color
    self.limit = limit
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
    var text = ""
    if let location { text += styled("\(location): ", .bold) }
    text += styled("\(severity.rawValue): ", .of(severity))
    text += severity == .note && id == nil ? escaped(message) : styled(escaped(message), .bold)
    if let id { text += styled(" [\(escaped(id))]", .faint) }
    text += "\n"
    if let location, showsExcerpt { text += excerpt(of: location) }
    return text
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
  private func styled(_ text: String, _ style: Style) -> String {
    color ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
  }
}

/// Parameters of the ANSI sequence "select graphic rendition".
private enum Style: String {
  case bold = "1"
  case faint = "2"
  case error = "1;31"
  case warning = "1;35"
  case note = "1;36"
  case mark = "1;32"

  static func of(_ severity: Diagnostic.Severity) -> Style {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}
