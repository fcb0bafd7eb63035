import SourceDiagnostics

/// Units of systemd and their drop-ins, with what `SystemCallFilter=` and its neighbours say.
struct UnitFormat: PolicyFormat {
  var takesOwnSyntax: Bool { false }
  var textName: String? { "a unit of systemd" }

  func holds(_ content: PolicyContent) -> Bool {
    content.lines.first?.isSection == true
      && content.lines.contains { line in UnitDecoder.sections.contains(line.section ?? "") }
  }

  func decode(
    _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
    diagnostics: inout [Diagnostic]
  ) -> Bool {
    var decoder = UnitDecoder(file.source, budget: budget)
    decoder.decode(into: &file)
    budget = decoder.budget
    diagnostics += decoder.diagnostics
    return !decoder.diagnostics.containsErrors
  }
}
