package import JSONSyntax

/// What is in a file, as far as formats are told by it.
package enum PolicyContent {
  /// A text that does not begin like a JSON object: its first lines.
  case text([TextLine])
  /// A value of JSON.
  case json(JSONNode)

  /// The lines; none of JSON.
  var lines: [TextLine] { if case .text(let lines) = self { lines } else { [] } }

  /// Whether it is a text in YAML: its first line begins a document or is a key, or a key of Kubernetes
  /// stands somewhere.
  var isYAML: Bool {
    guard let first = lines.first else { return false }
    return first.words[0] == "---" || first.text.hasPrefix("%YAML") || first.isYAMLKey || isManifest
  }

  /// Whether a line says the version of a resource of Kubernetes.
  var isManifest: Bool { lines.contains { $0.text.hasPrefix("apiVersion:") } }

  /// The members of a JSON object; none of anything else.
  var members: [JSONMember] {
    guard case .json(let root) = self, case .object(let members) = root.value else { return [] }
    return members
  }

  /// Whether it is a JSON object with a key.
  func has(_ key: String) -> Bool { members.contains { $0.key == key } }
}
