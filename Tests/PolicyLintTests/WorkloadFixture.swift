import SeccompPolicy
import SourceDiagnostics

@testable import PolicyLint

/// A pod of this spec, in a folder with these profiles.
func workloadFindings(
  of rule: any LintRule.Type, _ spec: String, profiles: [ManifestProfile] = []
) -> [String] {
  let text =
    #"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"# + "\n" + spec
    + "}}"
  let source = SourceText(name: "pod.json", bytes: Array(text.utf8))
  let manifest = Manifest(source, isYAML: false)
  let report = Linter().lint(ManifestContext(manifest.workloads, beside: profiles))
  return report.findings.filter { $0.rule == rule.about.id }.map {
    "\($0.location.map { "\($0.start)" } ?? "-") \($0.severity.rawValue): \($0.problem)"
  }
}
