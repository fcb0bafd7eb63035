public import SourceDiagnostics

extension LintReport {
  /// A file with fixes made.
  ///
  /// Of fixes that touch each other only the first is made, and one that needs everything else to
  /// stay only where there is no other; the linter may be asked again.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - findings: Findings of the report, the fixes of which are to be made.
  /// - Returns: The new content, and the findings that were fixed; `nil` where there is nothing to
  ///   be fixed.
  public static func fixed(
    _ source: SourceText, _ findings: [Finding]
  ) -> (bytes: [UInt8], findings: [Finding])? {
    var chosen: [Fix.Edit] = []
    var fixed: [Finding] = []
    let fixes = findings.filter { $0.fix?.isLone == false }
    for finding in fixes + findings.filter({ $0.fix?.isLone == true }) {
      if !chosen.isEmpty && finding.fix?.isLone == true { break }
      guard let fix = finding.fix, !fix.edits.isEmpty,
        fix.edits.allSatisfy({ $0.location.source == source })
      else { continue }
      let touches = fix.edits.contains { edit in
        chosen.contains { $0.location.range.touches(edit.location.range) }
      }
      if touches { continue }
      chosen += fix.edits
      fixed.append(finding)
    }
    if chosen.isEmpty { return nil }
    var bytes = source.bytes
    // From the end on, so that what comes before stays where it is.
    for edit in chosen.sorted(by: { $0.location.range.lowerBound > $1.location.range.lowerBound }) {
      bytes.replaceSubrange(edit.location.range.range, with: edit.text.utf8)
    }
    return (bytes, fixed)
  }
}

extension SourceRange {
  fileprivate func touches(_ other: SourceRange) -> Bool {
    lowerBound <= other.upperBound && other.lowerBound <= upperBound
  }
}
