import Toolbox

/// What a program can do with a call that others would not expect of it.
///
/// The facts are in `Sources/TableGenerator/Facts/risks.tsv`; the linter speaks of classes of calls
/// that a policy grants, the learner of each call that it allows.
package enum SyscallRisk {
  /// Kinds of power that a policy should not grant without a word.
  package enum Class: String, CaseIterable, Sendable {
    case administration
    case fileHandles = "file-handles"
    case kernelReplacement = "kernel-replacement"
    case kernelSurface = "kernel-surface"
    case keyrings
    case mounts
    case obsolete
    case processAccess = "process-access"
    case tracing
  }

  /// What can be done with a call, as a clause without its subject: `loads programs into the kernel`.
  ///
  /// - Parameter name: The name of the call.
  /// - Returns: The clause, or `nil` where the call is harmless.
  package static func power(of name: String) -> String? {
    let table = StaticTable.riskRows
    return table.index(of: name).flatMap { table[$0].rest(after: 2)?.string }
  }

  /// The calls of a class.
  ///
  /// - Parameter kind: The class.
  /// - Returns: Their names, sorted; some are on few ABIs only.
  package static func calls(of kind: Class) -> [String] {
    let table = StaticTable.riskRows
    return (0..<table.count).compactMap { line in
      guard table[line].part(1)?.equals(kind.rawValue) == true else { return nil }
      return table[line].part(0)?.string
    }
  }
}
