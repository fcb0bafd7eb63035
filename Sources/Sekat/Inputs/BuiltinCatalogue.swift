package import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// The policies that come with sekat, for those who want to read them.
package enum BuiltinCatalogue {
  /// What stands before a name on a command line.
  package static let prefix = "builtin:"

  /// The names, each as a command line has it.
  package static let references = names.map { prefix + $0 }

  /// The names without that.
  package static let names = BuiltinPolicies.shipped.names

  /// One of them.
  package struct Entry {
    /// The name as a command line has it.
    package let reference: String
    /// What it says it is for; empty where it says nothing.
    package let description: String
    /// Whether it is a policy by itself, and no piece for others to extend.
    package let isWhole: Bool
  }

  /// All of them: the policies first, then the pieces.
  package static func entries() throws(SekatError) -> [Entry] {
    var entries: [Entry] = []
    for reference in references {
      let policy = try PolicyInput.load(reference)
      entries.append(
        Entry(
          reference: reference, description: policy.syntax[0].description ?? "",
          isWhole: policy.first { $0.defaultAction } != nil))
    }
    return entries.filter(\.isWhole) + entries.filter { !$0.isWhole }
  }

  /// The name as a command line has it of what was named with or without its prefix.
  ///
  /// - Throws: ``SekatError`` where there is none, with the nearest name.
  package static func reference(named name: String) throws(SekatError) -> String {
    let reference = name.hasPrefix(prefix) ? name : prefix + name
    if references.contains(reference) { return reference }
    let near = suggestion(
      for: String(reference.dropFirst(prefix.count)), among: names)
    throw SekatError(
      "no policy \(quoted(name)) comes with sekat\(near)\nSee 'sekat policies'.")
  }

  /// One of them as it is written.
  package static func text(of reference: String) throws(SekatError) -> [UInt8] {
    try PolicyInput.load(reference).files[0].source.bytes
  }

  /// One of them to be asked; of a piece, what it leaves to the policy that extends it gets
  /// ``ResolvedReport/left``.
  package static func policy(_ reference: String) throws(SekatError) -> Policy {
    let policy = try PolicyInput.load(reference)
    if policy.first({ $0.defaultAction }) != nil { return policy }
    return try PolicyInput.load(
      text: #"{ "extends": ["\#(reference)"], "default": { "trace": \#(ResolvedReport.mark) } }"#,
      for: nil)
  }
}
