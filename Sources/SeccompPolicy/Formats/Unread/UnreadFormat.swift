import JSONSyntax
package import SourceDiagnostics

/// A format of another tool that is told from sekat's own, but not read.
package struct UnreadFormat: PolicyFormat {
  /// Its name as a phrase, such as `a policy of minijail`.
  let name: String
  /// What can be done with a file of it: the rest of the sentence that says its name.
  let wayOut: String
  private let recognizes: @Sendable (PolicyContent) -> Bool

  init(
    _ name: String, _ wayOut: String, recognizes: @escaping @Sendable (PolicyContent) -> Bool
  ) {
    self.name = name
    self.wayOut = wayOut
    self.recognizes = recognizes
  }

  package var takesOwnSyntax: Bool { false }
  package var textName: String? { name }

  package func holds(_ content: PolicyContent) -> Bool { recognizes(content) }

  /// What a file of it is, and what can be done with it, as a sentence without a full stop.
  package var sentence: String { "this is \(name)\(wayOut)" }

  /// Says what the file is, and what can be done with it.
  package func decode(
    _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
    diagnostics: inout [Diagnostic]
  ) -> Bool {
    let range = if case .json(let root) = content { root.range } else { SourceRange(0..<0) }
    diagnostics.append(
      Diagnostic(
        .error, id: "foreign-format", sentence,
        at: SourceLocation(source: file.source, range: range)))
    return false
  }
}
