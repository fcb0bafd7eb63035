import JSONSyntax
import SourceDiagnostics

/// The seccomp profiles of container engines: OCI's `linux.seccomp`, alone or in a `config.json`, with
/// what Docker and containers/common add to it.
struct OCIFormat: PolicyFormat {
  var takesOwnSyntax: Bool { false }

  func holds(_ content: PolicyContent) -> Bool {
    // Go's loaders do not mind the case of letters.
    let isNamed = content.members.contains {
      ["defaultaction", "archmap"].contains($0.key.lowercased())
    }
    if isNamed || content.has("ociVersion") && content.has("linux") { return true }
    return content.members.contains { $0.key == "syscalls" && Self.areRules($0.value) }
  }

  private static func areRules(_ node: JSONNode) -> Bool {
    guard case .array(let elements) = node.value else { return false }
    return elements.contains { $0["names"] != nil || $0["name"] != nil }
  }

  func decode(
    _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
    diagnostics: inout [Diagnostic]
  ) -> Bool {
    guard case .json(let root) = content else { return false }
    var decoder = OCIDecoder(file.source, budget: budget)
    decoder.decode(root, into: &file)
    budget = decoder.budget
    diagnostics += decoder.diagnostics
    return !decoder.diagnostics.containsErrors
  }
}
