package import SourceDiagnostics

/// Something that a loader does with a file of another format, and that its author may not expect.
///
/// The policy means what the loader makes of it; remarks are for the linter.
package struct PolicyRemark: Hashable, Sendable {
  /// What kind of thing it is; the linter has a rule for each.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A name that is no system call.
    case unknownName
    /// A key that no loader reads.
    case ignoredKey
    /// A key whose letters have another case, which some loaders read.
    case foldedKey
    /// Conditions of which each is a rule by itself.
    case splitConditions
    /// A rule with conditions that gives way to one without.
    case conditionsLost
    /// A rule with the action of the default.
    case equalsDefault
    /// A comparison under a mask of 0, which always holds.
    case emptyMask
    /// A comparison under a mask with the value left out, in a rule that refuses calls.
    case missingValue
    /// Bits of a value that are outside of the mask.
    case valueBeyondMask
    /// A value of which a 32-bit ABI sees a part.
    case cutValue
    /// A condition that is not looked at where a call is made through another one.
    case widenedByMultiplexer
    /// A condition on an argument that the call does not have.
    case absentArgument
    /// A number of an error that an action has no use for, or 0.
    case pointlessErrno
    /// A flag or path for which there is no use.
    case pointlessSetting
    /// A capability or architecture in a condition that nothing has.
    case unknownRequirement
    /// A setting that confines, too, and is not read.
    case unreadSetting
    /// What another reader of the format makes something else of.
    case otherDialect
  }

  package var kind: Kind
  package var severity: Diagnostic.Severity
  package var range: SourceRange
  /// What the loader does: lower case, no full stop.
  package var problem: String
  /// What to write instead, in the file's own syntax: lower case, no full stop.
  package var advice: String
  /// The text that it is about, if that is not the one of the file.
  package var source: SourceText?
}
