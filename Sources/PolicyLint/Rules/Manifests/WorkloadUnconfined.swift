import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// Containers that run without a filter because it is said so.
enum WorkloadUnconfined: ManifestRule {
  static let about = LintRuleDescription(
    id: "workload-unconfined", family: .manifests, severity: .warning,
    title: "containers that run without a filter",
    problem:
      "A manifest says `Unconfined`, or that a container is privileged, which runs without a filter "
      + "whatever profile it has: every call of the kernel is open to it.",
    advice: "Name a profile, or take the one of the container engine: `RuntimeDefault`.",
    bad: "", good: "",
    references: ["https://kubernetes.io/docs/tutorials/security/seccomp/"])

  static func check(_ manifest: ManifestContext) -> [Finding] {
    var seen: Set<SourceLocation> = []
    return manifest.containers.compactMap { workload, container in
      guard let location = container.location, seen.insert(location).inserted else { return nil }
      let who = "\(workload.phrase), container \(quoted(container.name)),"
      switch container.profile {
      case .unconfined:
        return finding(
          at: location, "\(who) runs without a filter",
          advice: "write 'type: RuntimeDefault', or 'type: Localhost' and 'localhostProfile'")
      case .privileged:
        return finding(
          at: location, "\(who) is privileged, and runs without a filter whatever profile it has",
          advice: "remove 'privileged', and grant the capabilities that it needs")
      case .none, .runtimeDefault, .localhost, .malformed: return nil
      }
    }
  }
}
