import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// Containers about whose filter nothing is said.
enum WorkloadProfileUnset: ManifestRule {
  static let about = LintRuleDescription(
    id: "workload-profile-unset", family: .manifests, severity: .note,
    title: "containers without a profile",
    problem:
      "Where no manifest names a profile it is up to the node: the kubelet leaves containers without a "
      + "filter, unless it was started with `--seccomp-default`.",
    advice: "Say `seccompProfile` in the `securityContext` of the pod.", bad: "", good: "",
    references: ["https://kubernetes.io/docs/tutorials/security/seccomp/"])

  /// So many containers are named.
  private static let most = 5

  static func check(_ manifest: ManifestContext) -> [Finding] {
    manifest.workloads.compactMap { workload in
      let bare = workload.containers.filter { $0.profile == .none }.map { quoted($0.name) }
      if bare.isEmpty { return nil }
      let names = bare.prefix(most).joined(separator: ", ") + (bare.count > most ? ", …" : "")
      return finding(
        at: workload.location,
        "\(workload.phrase) has no profile for \(bare.count == 1 ? "container" : "containers") \(names)",
        advice: "write 'seccompProfile: {type: RuntimeDefault}' into the pod's 'securityContext'")
    }
  }
}
