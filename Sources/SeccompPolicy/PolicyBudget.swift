import JSONSyntax
import SourceDiagnostics

/// How much the files of a policy have said, of what there is a limit for.
package struct PolicyBudget {
  /// How much they may say.
  let limits: PolicyLimits
  var values = 0
  var rules = 0
  var ignored = 0

  init(_ limits: PolicyLimits) { self.limits = limits }

  /// Counts the values of a file.
  ///
  /// - Parameters:
  ///   - root: All that the file says.
  ///   - source: The file.
  ///   - diagnostics: Where it is reported that the files of the policy say too much.
  /// - Returns: Whether they may say that.
  mutating func allows(
    _ root: JSONNode, in source: SourceText, _ diagnostics: inout [Diagnostic]
  ) -> Bool {
    values += root.valueCount
    if values <= limits.values { return true }
    diagnostics.append(
      Diagnostic(
        .error, id: "too-many-values",
        "the files of the policy have more than \(limits.values) values in all",
        at: SourceLocation(source: source, range: root.range)))
    return false
  }
}

extension JSONNode {
  /// How many values there are, this one included.
  fileprivate var valueCount: Int {
    switch value {
    case .null, .bool, .number, .string: 1
    case .array(let elements): elements.reduce(1) { $0 + $1.valueCount }
    case .object(let members): members.reduce(1) { $0 + $1.value.valueCount }
    }
  }
}
