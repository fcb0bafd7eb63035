import JSONSyntax

/// Formats of JSON objects, told by their keys.
extension UnreadFormat {
  static let objects = [kubernetesObject]

  static let kubernetesObject = UnreadFormat("a resource of Kubernetes", noPolicy) {
    if case .json(let root) = $0 { ManifestResource(root) != nil } else { false }
  }

  private static let noPolicy =
    " that is no policy, as a SeccompProfile is one; 'sekat lint FOLDER' says which profiles workloads use"
}
