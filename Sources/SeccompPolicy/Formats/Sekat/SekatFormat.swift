import JSONSyntax
import SourceDiagnostics

/// Sekat's own policies.
struct SekatFormat: PolicyFormat {
  var takesOwnSyntax: Bool { true }

  /// Whether a file has a key of sekat's that no other format has; without one it may still be a
  /// policy, if no other format holds it.
  func holds(_ content: PolicyContent) -> Bool { content.has("rules") || content.has("extends") }

  func decode(
    _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
    diagnostics: inout [Diagnostic]
  ) -> Bool {
    guard case .json(let root) = content else { return false }
    var decoder = SekatDecoder(file.source, budget: budget)
    let isPolicy = decoder.decode(root, into: &file)
    budget = decoder.budget
    diagnostics += decoder.diagnostics
    return isPolicy
  }
}
