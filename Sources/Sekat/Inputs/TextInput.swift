import SeccompPolicy
package import SourceDiagnostics

/// Text files that the user names.
package enum TextInput {
  /// Reads a file, or for `-` standard input.
  package static func read(_ path: String) throws(SekatError) -> SourceText {
    var diagnostics: [Diagnostic] = []
    guard let text = SourceText(contentsOf: path, diagnostics: &diagnostics) else {
      throw SekatError(diagnostics)
    }
    return text
  }
}
