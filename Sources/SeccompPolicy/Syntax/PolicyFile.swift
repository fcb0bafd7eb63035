package import ClassicBPF
package import LinuxABI
package import SeccompFilter
package import SourceDiagnostics

/// A value and where it stands in its file.
package struct Located<Value: Sendable>: Sendable {
  package var value: Value
  package var range: SourceRange
}

/// One policy file as it was written, with nothing looked up yet.
package struct PolicyFile: Sendable {
  package let source: SourceText
  /// The format that it is in, which says what may be written into it.
  package let format: any PolicyFormat
  /// Which of several documents is meant, where that was said.
  var document: Int?
  package var name: String?
  package var description: String?
  package var extends: [Located<String>] = []
  package var architectures: Located<[Located<ArchitectureName>]>?
  package var defaultAction: Located<ActionSyntax>?
  package var foreign: Located<ActionSyntax>?
  package var kernel: Located<KernelVersion>?
  package var newer: Located<ActionSyntax>?
  package var beyond: BeyondSyntax?
  package var groups: [GroupSyntax] = []
  package var flags: Located<[PolicyFlag]>?
  package var rules: [RuleSyntax] = []
  package var lint: LintDirective?
  /// What depends on the system on which the policy is to be in force; nothing once it is settled.
  package var unsettled: (any UnsettledSyntax)?
  /// What the loader of another format does that the author may not expect.
  package var remarks: [PolicyRemark] = []

  /// A file that has not been decoded.
  init(source: SourceText, format: any PolicyFormat) {
    self.source = source
    self.format = format
  }
}

/// Numbers that are answered before rules are asked, because the file's calls are all below them.
package struct BeyondSyntax: Sendable {
  /// The numbers on each ABI, as the register carries them; none that a rule of the file names.
  package var numbers: [ABI: IntervalSet<UInt32>]
  package var action: Located<ActionSyntax>
}

/// Findings of the linter that an author has looked at and wants to see no more.
package struct LintDirective: Sendable {
  /// The identifiers of the lint rules.
  package var ignored: [Located<String>]
  /// Why that is right.
  package var reason: String
}

/// An entry of `architectures`.
package enum ArchitectureName: Hashable, Sendable {
  /// The machine's own ABI, whichever that is.
  case native
  case abi(ABI)
}

/// A group of calls that a file defines.
package struct GroupSyntax: Sendable {
  package var name: Located<String>
  package var members: [Located<CallSelector>]
}

/// One entry of `syscalls`, or of a group.
package enum CallSelector: Hashable, Sendable {
  /// `name`, or `name?` where it need not be known.
  case name(String, isOptional: Bool)
  /// `@group`.
  case group(String)
  /// `#number`.
  case number(UInt32)
  /// `#first..#last`.
  case numbers(ClosedRange<UInt32>)
  /// `!` before one of the others.
  indirect case not(CallSelector)
}

/// An action whose error may be a name, which has another number on another ABI.
package enum ActionSyntax: Hashable, Sendable {
  case fixed(FilterAction)
  case errno(named: String)

  /// Whether the call is executed as it would be without a filter.
  package var passes: Bool {
    switch self {
    case .fixed(let action): action.passes
    case .errno: false
    }
  }
}

/// One rule.
package struct RuleSyntax: Sendable {
  package var range: SourceRange
  package var calls: [Located<CallSelector>]
  package var callsRange: SourceRange
  /// The alternatives of `where`: in each, all conditions must hold.
  package var alternatives: [[ConditionSyntax]]?
  package var action: Located<ActionSyntax>?
  package var otherwise: Located<ActionSyntax>?
  package var architectures: [Located<ABI>]?
  package var comment: String?
  package var lint: LintDirective?
  /// Whether it speaks for its calls only, and not for their forms through `socketcall` or `ipc`.
  package var isLiteral = false
  /// The text that it stands in, if that is not the one of the file; then it is among those of the policy.
  package var source: SourceText?
}

/// What is asked of one argument.
package struct ConditionSyntax: Sendable {
  package var argument: Located<ArgumentReference>
  package var comparisons: [Located<ComparisonSyntax>]
  package var width: Located<Int>?
  package var isStrict = false
}

/// One operator with its operands.
package enum ComparisonSyntax: Sendable {
  case oneOf([OperandSyntax])
  case noneOf([OperandSyntax])
  case order(OrderOperator, Located<ValueSyntax>)
  case bits(BitOperator, Located<ValueSyntax>)
  case field([Located<ValueSyntax>])
  case masked(mask: Located<ValueSyntax>, value: Located<ValueSyntax>)
  /// The bits of the register under a mask are one of these numbers, whatever the width is.
  case among(mask: UInt64, IntervalSet<UInt64>)

  /// Whether the operands are what is not to be there.
  package var excludes: Bool {
    switch self {
    case .noneOf, .bits(.hasNone, _): true
    case .oneOf, .order, .bits, .field, .masked, .among: false
    }
  }
}

/// The operators that compare as in C.
package enum OrderOperator: String, Sendable { case lt, le, gt, ge }

/// The operators that look at single bits.
package enum BitOperator: String, Sendable { case has, hasAny, hasNone, only }

/// An element of a list of values.
package enum OperandSyntax: Sendable {
  case value(Located<ValueSyntax>)
  case range(from: Located<ValueSyntax>, to: Located<ValueSyntax>, SourceRange)
}

/// A value: a number, or an expression of constants.
package indirect enum ValueSyntax: Sendable {
  case number(Int128)
  case constant(String)
  case not(Located<ValueSyntax>)
  case or([Located<ValueSyntax>])
}
