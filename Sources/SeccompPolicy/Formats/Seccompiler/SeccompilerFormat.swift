import JSONSyntax
import SourceDiagnostics

/// Filters by name, as the crate seccompiler and Firecracker's compiler read them.
///
/// Both read the same words, and differ in what they make of some: see ``SeccompilerDialect``.
struct SeccompilerFormat: DecodedFormat {
  typealias Decoder = SeccompilerDecoder

  var takesOwnSyntax: Bool { false }

  /// Whether there is a filter; what stands beside it is reported, since every key names a filter.
  func holds(_ content: PolicyContent) -> Bool {
    content.members.contains { Self.isFilter($0.value) }
  }

  private static func isFilter(_ node: JSONNode) -> Bool {
    node["filter"] != nil
      && ["default_action", "filter_action", "mismatch_action", "match_action"]
        .contains { node[$0] != nil }
  }
}
