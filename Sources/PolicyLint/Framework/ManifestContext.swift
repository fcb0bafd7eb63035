package import SeccompPolicy
import SourceDiagnostics

/// Workloads that are linted, and the profiles that lie beside them.
package struct ManifestContext: Sendable {
  let workloads: [Workload]
  let profiles: [ManifestProfile]

  /// Workloads of one file.
  ///
  /// - Parameters:
  ///   - workloads: The workloads.
  ///   - profiles: The profiles of the folder.
  package init(_ workloads: [Workload], beside profiles: [ManifestProfile]) {
    self.workloads = workloads
    self.profiles = profiles
  }

  /// Each container with its workload, in order.
  var containers: [(workload: Workload, container: Workload.Container)] {
    workloads.flatMap { workload in workload.containers.map { (workload, $0) } }
  }
}

/// A profile in a folder of manifests, as a workload may name it.
package struct ManifestProfile: Sendable {
  /// Its path from the folder.
  package let path: String
  /// What it is called, if it is a resource of Kubernetes.
  package let resource: String?

  /// A profile.
  ///
  /// - Parameters:
  ///   - path: Its path from the folder.
  ///   - resource: What it is called, if it is a resource of Kubernetes.
  package init(path: String, resource: String?) {
    self.path = path
    self.resource = resource
  }

  /// Whether a `localhostProfile` may mean it.
  ///
  /// A file is installed somewhere in the kubelet's folder, and which part of its path is kept is not
  /// known. Of a resource the operator makes `operator/NAME.json`, older ones with a namespace in between.
  ///
  /// - Parameter name: The `localhostProfile`.
  /// - Returns: Whether it may.
  package func isMeant(by name: String) -> Bool {
    if let resource {
      let parts = name.split(separator: "/")
      return parts.count > 1 && parts[0] == "operator" && parts.last == "\(resource).json"[...]
    }
    return path == name || path.hasSuffix("/" + name) || name.hasSuffix("/" + path)
  }
}

/// A rule about workloads, and not about what a filter decides.
protocol ManifestRule: LintRule {
  /// Looks for findings.
  static func check(_ manifest: ManifestContext) -> [Finding]
}

extension ManifestRule {
  static func check(_ context: LintContext) -> [Finding] { [] }
}

extension Linter {
  /// Lints workloads.
  ///
  /// - Parameter manifest: The workloads of one file.
  /// - Returns: What was found.
  package func lint(_ manifest: ManifestContext) -> LintReport {
    var report = LintReport()
    for case let rule as any ManifestRule.Type in Self.rules {
      report.findings += rule.check(manifest)
    }
    report.sort { location in (0, location.range.lowerBound) }
    return report
  }
}
