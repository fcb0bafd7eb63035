import JSONSyntax
package import SourceDiagnostics
import Toolbox

/// Pods that a manifest makes, and under which profiles their containers run.
package struct Workload: Sendable {
  /// What makes them, such as `Deployment 'web'`.
  package let phrase: String
  /// The key under which the containers are.
  package let location: SourceLocation
  package let containers: [Container]

  /// A container, and its profile.
  package struct Container: Sendable {
    package let name: String
    package let profile: WorkloadProfile
    /// Where the profile is said: of the container, of all in its pod, or nowhere.
    package let location: SourceLocation?
  }

  /// The pods in a resource, or in a list of resources.
  static func all(in root: JSONNode, of source: SourceText) -> [Workload] {
    if case .array(let items)? = root["items"]?.value {
      return items.flatMap { all(in: $0, of: source) }
    }
    guard let resource = ManifestResource(root) else { return [] }
    let spec = root["spec"]
    let pods = [
      root["template"]?["spec"], spec, spec?["template"]?["spec"],
      spec?["jobTemplate"]?["spec"]?["template"]?["spec"],
    ]
    return pods.compactMap { $0 }.compactMap {
      Workload(pod: $0, of: resource.phrase, in: source)
    }
  }

  private init?(pod: JSONNode, of phrase: String, in source: SourceText) {
    guard case .object(let members) = pod.value,
      let key = members.first(where: { $0.key == "containers" })
    else { return nil }
    self.phrase = phrase
    location = SourceLocation(source: source, range: key.keyRange)
    let common = WorkloadProfile.said(in: pod["securityContext"])
    containers = ["initContainers", "containers", "ephemeralContainers"].flatMap { key in
      guard case .array(let nodes)? = pod[key]?.value else { return [Container]() }
      return nodes.map { node in
        let said = WorkloadProfile.said(in: node["securityContext"]) ?? common
        let name: String = if case .string(let name)? = node["name"]?.value { name } else { "" }
        return Container(
          name: name, profile: said?.profile ?? .none,
          location: said.map { SourceLocation(source: source, range: $0.range) })
      }
    }
  }
}

/// What a manifest says about the filter of a container.
package enum WorkloadProfile: Hashable, Sendable {
  /// Nothing.
  case none
  /// That of the container engine.
  case runtimeDefault
  case unconfined
  /// It is privileged, and runs without a filter whatever else is said.
  case privileged
  /// A file in the kubelet's folder of profiles.
  case localhost(String)
  /// What is not understood; a sentence without a full stop.
  case malformed(String)

  /// What a `securityContext` says, and where.
  static func said(
    in context: JSONNode?
  ) -> (profile: WorkloadProfile, range: SourceRange)? {
    guard let context else { return nil }
    if let privileged = context["privileged"], case .bool(true) = privileged.value {
      return (.privileged, privileged.range)
    }
    guard let node = context["seccompProfile"] else { return nil }
    if case .null = node.value { return nil }
    guard let type = node["type"], case .string(let word) = type.value else {
      return (.malformed("'seccompProfile' needs a 'type'"), node.range)
    }
    switch word {
    case "RuntimeDefault": return (.runtimeDefault, type.range)
    case "Unconfined": return (.unconfined, type.range)
    case "Localhost":
      guard let path = node["localhostProfile"], case .string(let text) = path.value, !text.isEmpty
      else { return (.malformed("the type 'Localhost' needs 'localhostProfile'"), type.range) }
      return (.localhost(text), path.range)
    default:
      return (
        .malformed(
          "unknown type \(quoted(word))"
            + suggestion(for: word, among: ["Localhost", "RuntimeDefault", "Unconfined"])),
        type.range
      )
    }
  }
}
