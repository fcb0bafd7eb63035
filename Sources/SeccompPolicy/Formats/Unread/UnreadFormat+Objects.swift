import JSONSyntax

/// Formats of JSON objects, told by their keys.
extension UnreadFormat {
  static let objects = [kubernetesObject]

  static let kubernetesObject = UnreadFormat("a Kubernetes resource", notYet) {
    $0.has("apiVersion") && $0.has("kind")
  }

  private static let notYet =
    ", which sekat does not read yet; sekat's own policies have 'default' and 'rules'"
}
