package import JSONSyntax
import Toolbox

/// What every resource of Kubernetes says of itself.
package struct ManifestResource: Sendable {
  package let apiVersion: String
  package let kind: String
  /// `metadata.name`.
  package let name: String?

  /// The resource that an object is; `nil` for what is none.
  package init?(_ root: JSONNode) {
    guard case .string(let apiVersion)? = root["apiVersion"]?.value,
      case .string(let kind)? = root["kind"]?.value
    else { return nil }
    self.apiVersion = apiVersion
    self.kind = kind
    name = if case .string(let name)? = root["metadata"]?["name"]?.value { name } else { nil }
  }

  /// What it is, such as `Deployment 'web'`.
  package var phrase: String { escaped(kind) + (name.map { " " + quoted($0) } ?? "") }
}
