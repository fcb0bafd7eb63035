import JSONSyntax
import SourceDiagnostics

/// The resource `SeccompProfile` of the Security Profiles Operator, which writes a profile of container
/// engines of it.
struct KubernetesFormat: PolicyFormat {
  var takesOwnSyntax: Bool { false }

  func holds(_ content: PolicyContent) -> Bool {
    guard case .json(let root) = content else { return false }
    return ManifestResource(root)?.kind == "SeccompProfile"
  }

  func decode(
    _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
    diagnostics: inout [Diagnostic]
  ) -> Bool {
    guard case .json(let root) = content else { return false }
    var reader = KubernetesReader(file.source, budget: budget)
    guard let profile = reader.profile(in: root) else {
      diagnostics += reader.diagnostics
      return false
    }
    var decoder = OCIDecoder(file.source, budget: reader.budget)
    let isPolicy = decoder.decode(profile: profile, into: &file)
    budget = decoder.budget
    file.name = reader.name
    file.remarks = reader.remarks.all + file.remarks
    let mistakes = reader.diagnostics + decoder.diagnostics
    diagnostics += mistakes
    return isPolicy && !mistakes.containsErrors
  }
}
