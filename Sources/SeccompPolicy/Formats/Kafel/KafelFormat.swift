import SourceDiagnostics

/// Policies in the language of kafel, which nsjail takes.
struct KafelFormat: PolicyFormat {
  var takesOwnSyntax: Bool { false }
  var textName: String? { "a policy in kafel's language" }

  func holds(_ content: PolicyContent) -> Bool { content.lines.contains(where: \.isKafel) }

  func decode(
    _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
    diagnostics: inout [Diagnostic]
  ) -> Bool {
    var decoder = KafelDecoder(file.source, budget: budget)
    decoder.decode(into: &file)
    budget = decoder.budget
    diagnostics += decoder.diagnostics
    return !decoder.diagnostics.containsErrors
  }
}
