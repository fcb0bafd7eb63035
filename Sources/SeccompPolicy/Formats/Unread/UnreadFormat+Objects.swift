import JSONSyntax

/// Formats of JSON objects, told by their keys.
extension UnreadFormat {
  static let objects = [kubernetesObject, seccompiler]

  static let kubernetesObject = UnreadFormat("a Kubernetes resource", notYet) {
    $0.has("apiVersion") && $0.has("kind")
  }

  static let seccompiler = UnreadFormat("a seccompiler filter (as Firecracker uses)", notYet) {
    !$0.members.isEmpty && $0.members.allSatisfy { isThread($0.value) }
  }

  private static let notYet =
    ", which sekat does not read yet; sekat's own policies have 'default' and 'rules'"

  /// Whether a value is the filter of one thread in seccompiler's format.
  private static func isThread(_ node: JSONNode) -> Bool {
    node["filter"] != nil
      && ["default_action", "filter_action", "mismatch_action", "match_action"]
        .contains { node[$0] != nil }
  }
}
