/// How a text is set off on a terminal: parameters of the ANSI sequence "select graphic rendition".
package enum TextStyle: String {
  case bold = "1"
  case faint = "2"
  case error = "1;31"
  case warning = "1;35"
  case note = "1;36"
  case mark = "1;32"

  /// The style of what is so bad.
  static func of(_ severity: Diagnostic.Severity) -> TextStyle {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }

  /// A text in this style.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - color: Whether escape sequences are wanted at all.
  /// - Returns: The text, as it was where they are not.
  package func applied(to text: String, _ color: Bool) -> String {
    color ? "\u{1b}[\(rawValue)m\(text)\u{1b}[0m" : text
  }
}
