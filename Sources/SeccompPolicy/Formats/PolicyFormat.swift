package import SourceDiagnostics

/// A way to write policies down: how a file of it is told from others, and what such a file says.
///
/// Whatever the format is, a file becomes a ``PolicyFile``; what comes after knows no formats, but for
/// what a person may be told to write. ``PolicyFormats`` has the list.
package protocol PolicyFormat: Sendable {
  /// Whether sekat's own syntax can be written into a file of this format.
  ///
  /// If not, the linter changes nothing in such a file, and advises in words.
  var takesOwnSyntax: Bool { get }

  /// What a file of it is, as a phrase such as `a policy of minijail`; `nil` for objects of JSON.
  var textName: String? { get }

  /// Whether a file is in this format, by what is in it.
  func holds(_ content: PolicyContent) -> Bool

  /// Reads a file of this format, and reports every mistake.
  ///
  /// - Parameters:
  ///   - content: What is in the file.
  ///   - file: What it says; filled in here.
  ///   - budget: How much the files of the policy may still say.
  ///   - diagnostics: Where mistakes are reported.
  /// - Returns: Whether it is a policy; if not, much of the rest would be misunderstood.
  func decode(
    _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
    diagnostics: inout [Diagnostic]
  ) -> Bool
}

extension PolicyFormat {
  /// Nothing, for an object of JSON.
  package var textName: String? { nil }
}
