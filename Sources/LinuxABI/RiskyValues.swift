/// Values of an argument that few programs mean to use, and that lead far.
///
/// The facts are in `Sources/TableGenerator/Facts/risky-values.tsv`; the linter speaks of policies
/// that allow them, and the learner allows them only if they were seen.
package struct RiskyValues: Sendable {
  /// The names of the constants.
  package let names: [String]
  /// Whether each is a flag among others, and not the whole value.
  package let areFlags: Bool

  /// The risky values of an argument.
  ///
  /// - Parameters:
  ///   - argument: The name of the argument in the kernel's prototype.
  ///   - call: The name of the call.
  /// - Returns: The values, or `nil` where none is worse than the others.
  package static func of(_ argument: String, of call: String) -> RiskyValues? {
    let table = StaticTable.riskyValueRows
    guard let line = table.index(of: "\(call).\(argument)"),
      let names = table.field(2, ofLine: line)
    else { return nil }
    return RiskyValues(
      names: names.split(separator: ",").map(String.init),
      areFlags: table[line].part(1)?.equals("flags") == true)
  }
}
