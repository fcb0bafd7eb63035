import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// Profiles that workloads name, and that are not there.
enum WorkloadProfileMissing: ManifestRule {
  static let about = LintRuleDescription(
    id: "workload-profile-missing", family: .manifests, severity: .note,
    title: "profiles that are not beside the workload",
    problem:
      "A workload names a profile by its path in the kubelet's folder, and no file or `SeccompProfile` of "
      + "the folder that is linted would get there. Where it is not on the node, the container does not "
      + "start. What means no profile at all is a warning.",
    advice: "Correct the name, or keep the profile beside the workload, where it is linted.",
    bad: "", good: "",
    references: ["https://kubernetes.io/docs/tutorials/security/seccomp/"])

  static func check(_ manifest: ManifestContext) -> [Finding] {
    var seen: Set<SourceLocation> = []
    return manifest.containers.compactMap { workload, container in
      guard let location = container.location, seen.insert(location).inserted else { return nil }
      switch container.profile {
      case .malformed(let sentence):
        return finding(
          at: location, "\(workload.phrase): \(sentence)",
          advice: "write 'type: RuntimeDefault', or 'type: Localhost' and 'localhostProfile'",
          severity: .warning)
      case .localhost(let name):
        if manifest.profiles.contains(where: { $0.isMeant(by: name) }) { return nil }
        let names = manifest.profiles.map { $0.resource.map { "operator/\($0).json" } ?? $0.path }
        return finding(
          at: location,
          "\(workload.phrase) uses \(quoted(name)), and nothing in the folder is installed there"
            + suggestion(for: name, among: names),
          advice: "see that it is on every node, or keep it beside the workload")
      case .none, .runtimeDefault, .unconfined, .privileged: return nil
      }
    }
  }
}
