import JSONSyntax

/// A policy format of another tool, told by its keys.
enum ForeignFormat {
  case oci
  case kubernetes
  case seccompiler

  /// The format of an object with these members, if it is one of them and none of ours.
  init?(_ members: [JSONMember]) {
    func has(_ key: String) -> Bool { members.contains { $0.key == key } }
    if has("rules") || has("extends") { return nil }
    if has("defaultAction") || has("archMap") || has("linux") && has("ociVersion") {
      self = .oci
    } else if has("apiVersion") && has("kind") {
      self = .kubernetes
    } else if !members.isEmpty && members.allSatisfy({ Self.isThread($0.value) }) {
      self = .seccompiler
    } else {
      return nil
    }
  }

  /// The name of the format as a phrase.
  var name: String {
    switch self {
    case .oci: "an OCI seccomp profile (as Docker and Podman use)"
    case .kubernetes: "a Kubernetes resource"
    case .seccompiler: "a seccompiler filter (as Firecracker uses)"
    }
  }

  /// Whether a value is the filter of one thread in seccompiler's format.
  private static func isThread(_ node: JSONNode) -> Bool {
    guard case .object(let members) = node.value else { return false }
    let keys = Set(members.map(\.key))
    return keys.contains("filter")
      && !keys.isDisjoint(with: [
        "default_action", "filter_action", "mismatch_action", "match_action",
      ])
  }
}
