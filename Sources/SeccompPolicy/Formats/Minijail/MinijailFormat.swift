import LinuxABI
import SourceDiagnostics

/// The policies of minijail, as minijail0 and compile_seccomp_policy.py read them.
struct MinijailFormat: PolicyFormat {
  var takesOwnSyntax: Bool { false }
  var textName: String? { "a policy of minijail" }

  func holds(_ content: PolicyContent) -> Bool {
    content.lines.contains(where: \.isMinijailRule) && !content.isManifest
  }

  func decode(
    _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
    diagnostics: inout [Diagnostic]
  ) -> Bool {
    var decoder = MinijailDecoder(file.source, budget: budget)
    decoder.decode(into: &file)
    budget = decoder.budget
    diagnostics += decoder.diagnostics
    return !decoder.diagnostics.containsErrors
  }
}
