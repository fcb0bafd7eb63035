import ClassicBPF
import LinuxABI
import SourceDiagnostics

/// A value and where it stands in its file.
struct Located<Value: Sendable>: Sendable {
  var value: Value
  var range: SourceRange
}

/// One policy file as it was written, with nothing looked up yet.
struct PolicyFile: Sendable {
  let source: SourceText
  var name: String?
  var description: String?
  var extends: [Located<String>] = []
  var architectures: Located<[Located<ArchitectureName>]>?
  var defaultAction: Located<ActionSyntax>?
  var foreign: Located<ActionSyntax>?
  var kernel: Located<KernelVersion>?
  var newer: Located<ActionSyntax>?
  var groups: [GroupSyntax] = []
  var flags: Located<[PolicyFlag]>?
  var rules: [RuleSyntax] = []
}

/// An entry of `architectures`.
enum ArchitectureName: Hashable, Sendable {
  /// The machine's own ABI, whichever that is.
  case native
  case abi(ABI)
}

/// A group of calls that a file defines.
struct GroupSyntax: Sendable {
  var name: Located<String>
  var members: [Located<CallSelector>]
}

/// One entry of `syscalls`, or of a group.
enum CallSelector: Hashable, Sendable {
  /// `name`, or `name?` where it need not be known.
  case name(String, isOptional: Bool)
  /// `@group`.
  case group(String)
  /// `#number`.
  case number(UInt32)
  /// `!` before one of the others.
  indirect case not(CallSelector)
}

/// An action whose error may be a name, which has another number on another ABI.
enum ActionSyntax: Hashable, Sendable {
  case fixed(FilterAction)
  case errno(named: String)
}

/// One rule.
struct RuleSyntax: Sendable {
  var range: SourceRange
  var calls: [Located<CallSelector>]
  var callsRange: SourceRange
  /// The alternatives of `where`: in each, all conditions must hold.
  var alternatives: [[ConditionSyntax]]?
  var action: Located<ActionSyntax>?
  var otherwise: Located<ActionSyntax>?
  var architectures: [Located<ABI>]?
  var comment: String?
}

/// What is asked of one argument.
struct ConditionSyntax: Sendable {
  var argument: Located<String>
  var comparisons: [Located<ComparisonSyntax>]
  var width: Located<Int>?
  var isStrict = false
}

/// One operator with its operands.
enum ComparisonSyntax: Sendable {
  case oneOf([OperandSyntax])
  case noneOf([OperandSyntax])
  case order(OrderOperator, Located<ValueSyntax>)
  case bits(BitOperator, Located<ValueSyntax>)
  case field([Located<ValueSyntax>])
  case masked(mask: Located<ValueSyntax>, value: Located<ValueSyntax>)
}

/// The operators that compare as in C.
enum OrderOperator: String, Sendable { case lt, le, gt, ge }

/// The operators that look at single bits.
enum BitOperator: String, Sendable { case has, hasAny, hasNone, only }

/// An element of a list of values.
enum OperandSyntax: Sendable {
  case value(Located<ValueSyntax>)
  case range(from: Located<ValueSyntax>, to: Located<ValueSyntax>, SourceRange)
}

/// A value: a number, or an expression of constants.
indirect enum ValueSyntax: Sendable {
  case number(Int128)
  case constant(String)
  case not(Located<ValueSyntax>)
  case or([Located<ValueSyntax>])
}
