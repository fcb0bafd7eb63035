/// Sekat's own policies.
struct SekatFormat: DecodedFormat {
  typealias Decoder = SekatDecoder

  var takesOwnSyntax: Bool { true }

  /// Whether a file has a key of sekat's that no other format has; without one it may still be a
  /// policy, if no other format holds it.
  func holds(_ content: PolicyContent) -> Bool {
    guard case .json(let root) = content, content.has("rules") || content.has("extends") else {
      return false
    }
    // A role of Kubernetes has rules, too.
    return ManifestResource(root) == nil
  }
}
