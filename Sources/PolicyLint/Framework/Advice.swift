import SeccompPolicy
import SourceDiagnostics

/// What to do about a finding: in sekat's own syntax, and in words for files in which that means
/// nothing.
///
/// A literal is advice in words that are right everywhere.
struct Advice: ExpressibleByStringInterpolation, Sendable {
  /// What to write into one of sekat's own policies.
  let own: String
  /// The same in words, for a file of another format.
  let words: String
  /// The file in which it would be written, if it is not the one that the finding is about.
  let file: SourceText?

  init(_ own: String, words: String, in file: SourceText? = nil) {
    self.own = own
    self.words = words
    self.file = file
  }

  init(words: String) { self.init(words, words: words) }

  init(stringLiteral words: String) { self.init(words: words) }
}

extension LintContext {
  /// The policy's own file, which a rule is put into that comes before those of all bases.
  var ownFile: SourceText? { policy?.source.files[0].source }

}

extension Finding {
  /// The finding as it is right for the files that it is about.
  ///
  /// In a file that does not take sekat's own syntax nothing is changed, and the advice is in words; so
  /// it is for a compiled filter. All findings go through here, so that no rule can forget it.
  ///
  /// - Parameter policy: The policy; `nil` for a compiled filter.
  /// - Returns: The finding as it is shown.
  func fitting(_ policy: Policy?) -> Finding {
    func takesOwnSyntax(_ source: SourceText?) -> Bool {
      policy?.syntax.first { $0.source == source ?? policy?.files[0].source }?
        .format.takesOwnSyntax == true
    }
    var fitting = self
    if !takesOwnSyntax(words.file ?? location?.source) { fitting.advice = words.words }
    if fix?.edits.allSatisfy({ takesOwnSyntax($0.location.source) }) == false { fitting.fix = nil }
    return fitting
  }
}
