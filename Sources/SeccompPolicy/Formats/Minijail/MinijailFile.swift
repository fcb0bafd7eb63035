import ClassicBPF
import LinuxABI
import SourceDiagnostics

/// What a policy of minijail says, with nothing looked up yet.
struct MinijailFile {
  /// The statements, in their order.
  var items: [Item] = []
  /// Where `@denylist` stands.
  var denylist: SourceRange?
  /// What only one of the readers takes: the first of each.
  var onlyRead: [MinijailReader: Evidence] = [:]

  /// Something that only one reader takes.
  struct Evidence {
    var source: SourceText
    var range: SourceRange
    /// What it is, as the beginning of a sentence.
    var what: String
  }

  /// A line.
  enum Item {
    case statement(Statement)
    /// `@default`.
    case standard(Located<FilterAction>)
    /// `@include`, with the index of the path among those of the file.
    case include(Int, SourceRange)
  }

  /// What is said of some calls.
  struct Statement {
    /// The text that it stands in.
    var source: SourceText
    var range: SourceRange
    var calls: [Call]
    var callsRange: SourceRange
    var filters: [Filter]
  }

  /// A call, and where it is meant.
  struct Call {
    var name: Located<String>
    /// Set where a number stands for the name.
    var number: UInt32?
    /// The names of the architectures, if there are some.
    var architectures: [String]?

    /// Whether the statement speaks for the call on an ABI.
    func isMeant(on abi: ABI) -> Bool {
      architectures.map { names in names.contains { ABI.meant(by: $0) == abi } } ?? true
    }
  }

  /// A condition and an action, of which one may be missing.
  struct Filter {
    var range: SourceRange
    /// In each alternative, all conditions must hold; nothing where there is none.
    var alternatives: [[Condition]]?
    var action: Located<Action>?
  }

  /// What happens to a call.
  enum Action {
    case fixed(FilterAction)
    /// `return`, and the number.
    case errno(Located<ValueSyntax>)
  }

  /// A comparison of a register.
  struct Condition {
    enum Operator: String, CaseIterable {
      case equal = "=="
      case notEqual = "!="
      case less = "<"
      case lessOrEqual = "<="
      case greater = ">"
      case greaterOrEqual = ">="
      /// Whether they have a bit in common.
      case anyBit = "&"
      /// Whether all bits are among those of the value.
      case within = "in"
    }

    var index: Int
    var comparison: Operator
    var value: Located<ValueSyntax>
    var range: SourceRange
  }
}
