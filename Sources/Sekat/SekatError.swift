package import FilterProof
package import SourceDiagnostics

/// Why something that was asked for is not done: a sentence, or what is wrong with a user's files.
package struct SekatError: Error {
  /// What kind of end it is.
  package enum Kind {
    /// The request or an input cannot be used.
    case unusable
    /// The question could not be decided within the bounds of a proof.
    case undecided
    /// It was decided, and the answer is no.
    case refuted
  }

  /// What kind of end it is.
  package let kind: Kind
  /// What there is to say, in one sentence; of files it is the first thing that is wrong.
  package let sentence: String
  /// What is wrong with files that the user gave, where that is what it is about.
  package let diagnostics: [Diagnostic]

  /// Something that one sentence says.
  package init(_ sentence: String, kind: Kind = .unusable) {
    self.kind = kind
    self.sentence = sentence
    diagnostics = []
  }

  /// A question that could not be decided within the bounds of a proof.
  package init(undecided error: ProofError) {
    self.init("not decided: \(error)", kind: .undecided)
  }

  /// Something that is wrong with files that the user gave.
  package init(_ diagnostics: [Diagnostic]) {
    kind = .unusable
    sentence = diagnostics.first?.message ?? ""
    self.diagnostics = diagnostics
  }
}
