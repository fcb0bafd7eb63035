/// What is asked of a register, in formats that compare as libseccomp does.
///
/// The raw value is the word that files of filters by name have for it.
package enum RegisterOperator: String, CaseIterable {
  case equal = "eq"
  case notEqual = "ne"
  case less = "lt"
  case lessOrEqual = "le"
  case greater = "gt"
  case greaterOrEqual = "ge"
  case maskedEqual = "masked_eq"

  /// What stands before libseccomp's names.
  static let prefix = "SCMP_CMP_"

  /// libseccomp's name for it, which profiles of container engines have.
  package var constant: String { Self.prefix + rawValue.uppercased() }

  /// The operator that libseccomp calls so.
  init?(constant: String) {
    guard let found = Self.allCases.first(where: { $0.constant == constant }) else { return nil }
    self = found
  }
}
