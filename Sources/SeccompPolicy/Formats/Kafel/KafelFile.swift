import ClassicBPF
import SourceDiagnostics

/// What a policy of kafel says, with nothing looked up yet but its constants and policies.
struct KafelFile: UnsettledSyntax {
  /// The rules of the top level with all that they use, of which the first that holds decides.
  var rules: [Rule] = []
  /// What happens where none holds.
  var standard: Located<FilterAction>?

  /// A call, and what happens to it.
  struct Rule {
    var range: SourceRange
    var call: Call
    var action: Located<FilterAction>
    /// Nothing where the rule holds for all arguments.
    var condition: Condition?
    /// The names after `ON`, if there are some.
    var architectures: [String]?
  }

  /// What stands for a call.
  struct Call {
    var name: Located<String>
    /// Set where a number stands for the name.
    var number: UInt32?
    /// The names that the rule gives to the registers, if it gives some.
    var parameters: [String]?
  }

  /// What must hold.
  indirect enum Condition: Sendable {
    case all([Condition])
    case any([Condition])
    case not(Condition)
    case comparison(Comparison)
  }

  /// Two values that are compared.
  struct Comparison: Sendable {
    enum Operator: String, CaseIterable {
      case equal = "=="
      case notEqual = "!="
      case less = "<"
      case lessOrEqual = "<="
      case greater = ">"
      case greaterOrEqual = ">="
    }

    var comparison: Operator
    var left: Operand
    var right: Operand
    var range: SourceRange
  }

  /// A value.
  indirect enum Operand: Sendable {
    case number(UInt64)
    case argument(Located<String>)
    /// The bits that all have.
    case and([Operand])
    /// The bits that one has.
    case or([Operand])
  }
}
