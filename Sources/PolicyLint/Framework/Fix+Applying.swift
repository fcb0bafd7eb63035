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
    var taken = TakenRanges()
    var fixed: [Finding] = []
    let fixes = findings.filter { $0.fix?.isLone == false }
    for finding in fixes + findings.filter({ $0.fix?.isLone == true }) {
      if !chosen.isEmpty && finding.fix?.isLone == true { break }
      guard let fix = finding.fix, !fix.edits.isEmpty,
        fix.edits.allSatisfy({ $0.location.source == source })
      else { continue }
      if fix.edits.contains(where: { taken.touches($0.location.range.range) }) { continue }
      for edit in fix.edits { taken.insert(edit.location.range.range) }
      chosen += fix.edits
      fixed.append(finding)
    }
    if chosen.isEmpty { return nil }
    var bytes: [UInt8] = []
    var start = 0
    for edit in chosen.sorted(by: { $0.location.range.lowerBound < $1.location.range.lowerBound }) {
      bytes += source.bytes[start..<edit.location.range.lowerBound]
      bytes += edit.text.utf8
      start = edit.location.range.upperBound
    }
    return (bytes + source.bytes[start...], fixed)
  }
}

/// Ranges of a text that do not touch each other, but for those of one fix.
private struct TakenRanges {
  /// The ranges by where they begin.
  private var ranges: [Range<Int>] = []

  func touches(_ range: Range<Int>) -> Bool {
    let next = index(of: range)
    return next > 0 && ranges[next - 1].upperBound >= range.lowerBound
      || next < ranges.count && ranges[next].lowerBound <= range.upperBound
  }

  mutating func insert(_ range: Range<Int>) { ranges.insert(range, at: index(of: range)) }

  /// The index of the first range that begins after the beginning of another.
  private func index(of range: Range<Int>) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].lowerBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
