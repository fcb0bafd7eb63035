import JSONSyntax
import SourceDiagnostics

/// The seccomp profiles of container engines: OCI's `linux.seccomp`, alone or in a `config.json`, with
/// what Docker and containers/common add to it.
struct OCIFormat: DecodedFormat {
  typealias Decoder = OCIDecoder

  var takesOwnSyntax: Bool { false }

  func holds(_ content: PolicyContent) -> Bool {
    guard case .json(let root) = content else { return false }
    if Self.isProfile(root) { return true }
    if root.has(foldedTo: "ociVersion") && root.has(foldedTo: "linux") { return true }
    return root.members(foldedTo: "syscalls").contains { Self.areRules($0.value) }
  }

  /// Whether a file is a profile by itself, whatever else is in it.
  static func isProfile(_ root: JSONNode) -> Bool {
    root.has(foldedTo: "defaultAction") || root.has(foldedTo: "archMap")
  }

  private static func areRules(_ node: JSONNode) -> Bool {
    guard case .array(let elements) = node.value else { return false }
    return elements.contains { $0.has(foldedTo: "names") || $0.has(foldedTo: "name") }
  }
}
