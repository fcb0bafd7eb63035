package import PolicyLint
import SourceDiagnostics

/// A policy with fixes made, which is not yet in the place of its file.
package struct FixedPolicy {
  private let old: SourceText
  private let new: SourceText
  private let target: FixTarget
  /// What is found in it now.
  package let report: LintReport
  /// The findings whose fixes were made.
  package let made: [Finding]
  /// Which fixes were not made, as they would do harm, and why.
  package let refusal: String?
  /// Whether there may be more to be fixed, which takes another run.
  package let isUnfinished: Bool

  init(
    old: SourceText, new: SourceText, target: FixTarget, report: LintReport, made: [Finding],
    refusal: String?, isUnfinished: Bool
  ) {
    (self.old, self.new, self.target) = (old, new, target)
    (self.report, self.made, self.refusal) = (report, made, refusal)
    self.isUnfinished = isUnfinished
  }

  /// The file, as it was named.
  package var name: String { old.name }

  /// What changes in the file, as `diff -u` prints it.
  package var difference: String {
    LineDiff(from: old.bytes, to: new.bytes).unified(named: name)
  }

  /// Puts this version in the place of the file, in one step.
  ///
  /// - Throws: ``SekatError`` where that cannot be done; the file is then as it was.
  package func write() throws(SekatError) {
    try target.replace(with: new.bytes)
  }
}
