import ClassicBPF
import SourceDiagnostics

/// What a file of filters by name says, with nothing chosen yet.
struct SeccompilerFile: UnsettledSyntax {
  /// The first character of the file's object, for what no part of it says.
  var range: SourceRange
  var filters: [Filter] = []

  /// One filter, which is for one kind of thread.
  struct Filter {
    var name: Located<String>
    /// What happens to calls that no rule holds for: `default_action`.
    var otherwise: Located<FilterAction>
    /// What happens to calls that a rule holds for: `filter_action`.
    var action: Located<FilterAction>
    var rules: [Rule] = []
    /// Whether it has keys that only the crate knows.
    var isOfCrate = false
    /// What the two make something else of.
    var differences: [DialectDifference] = []
  }

  /// An element of `filter`.
  struct Rule {
    var range: SourceRange
    var call: Located<String>
    /// All must hold; none where there are no `args`.
    var conditions: [Condition] = []
    var comment: String?
  }

  /// An element of `args`.
  struct Condition {
    var index: Int
    /// Whether its type is `dword`.
    var isWord: Bool
    var comparison: RegisterOperator
    var mask: UInt64
    var value: UInt64
    var range: SourceRange
  }
}

/// Something that the two readers make something else of.
struct DialectDifference {
  var range: SourceRange
  /// Who refuses it, if one of them does.
  var refusedBy: SeccompilerDialect?
  /// What is so, as a clause.
  var problem: String
  /// What each of them makes of it, as a clause with the reader as the subject; nothing for who takes it
  /// as it is meant.
  var meaning: [SeccompilerDialect: String]
}
