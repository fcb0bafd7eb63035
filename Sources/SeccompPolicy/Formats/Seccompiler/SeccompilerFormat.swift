import JSONSyntax
import SourceDiagnostics

/// Filters by name, as the crate seccompiler and Firecracker's compiler read them.
///
/// Both read the same words, and differ in what they make of some: see ``SeccompilerDialect``.
struct SeccompilerFormat: PolicyFormat {
  var takesOwnSyntax: Bool { false }

  func holds(_ content: PolicyContent) -> Bool {
    !content.members.isEmpty && content.members.allSatisfy { Self.isFilter($0.value) }
  }

  private static func isFilter(_ node: JSONNode) -> Bool {
    node["filter"] != nil
      && ["default_action", "filter_action", "mismatch_action", "match_action"]
        .contains { node[$0] != nil }
  }

  func decode(
    _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
    diagnostics: inout [Diagnostic]
  ) -> Bool {
    guard case .json(let root) = content else { return false }
    var decoder = SeccompilerDecoder(file.source, budget: budget)
    decoder.decode(root, into: &file)
    budget = decoder.budget
    diagnostics += decoder.diagnostics
    return !decoder.diagnostics.containsErrors
  }
}
