import JSONSyntax
import SourceDiagnostics

/// Reads a file, and counts how much it says.
protocol BudgetedReader: NodeReader {
  /// How much this file and those before it have said.
  var budget: PolicyBudget { get }

  /// Begins with a file.
  init(_ source: SourceText, budget: PolicyBudget)
}

/// Reads a whole file of a format that is JSON.
protocol FileDecoder: BudgetedReader {
  /// Reads the whole file; says whether it is a policy at all.
  mutating func decode(_ root: JSONNode, into file: inout PolicyFile) -> Bool
}

extension BudgetedReader {
  var mostMistakes: Int { budget.limits.mistakes }
  var mostSuggestions: Int { PolicyLimits.suggestions }
}

/// A format that is JSON, and that a decoder reads.
protocol DecodedFormat: PolicyFormat {
  /// What reads a file of it.
  associatedtype Decoder: FileDecoder
}

extension DecodedFormat {
  func decode(
    _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
    diagnostics: inout [Diagnostic]
  ) -> Bool {
    guard case .json(let root) = content else { return false }
    var decoder = Decoder(file.source, budget: budget)
    let isPolicy = decoder.decode(root, into: &file)
    budget = decoder.budget
    diagnostics += decoder.diagnostics
    return isPolicy
  }
}
