import Glibc
package import PolicyLint
import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// Changes a policy file so that findings go away.
///
/// A new version is linted like any other, and only then put in the file's place, in one step. What
/// is not changed stays byte for byte.
package struct LintFixer {
  private let input: LintInput
  private let selection: LintSelection
  /// How many rules may be linted, in all versions together, until no other is tried.
  private static let mostRules = 20_000

  package init(_ input: LintInput, _ selection: LintSelection) {
    self.input = input
    self.selection = selection
  }

  /// Fixes a policy, as often as there is something to be fixed; its file is not changed yet.
  ///
  /// - Parameters:
  ///   - report: What was found in it.
  ///   - isWritten: Whether the file is to be changed afterwards, so that it must be one that can be.
  /// - Returns: The new version, or `nil` where no finding has a fix.
  /// - Throws: ``SekatError`` where there is no file that could be changed.
  package func fix(
    _ report: LintReport, isWritten: Bool
  ) throws(SekatError) -> FixedPolicy? {
    guard let file = input.policy?.files.first, !file.isBuiltin, file.source.name != "<stdin>"
    else {
      if input.policy == nil {
        throw SekatError("'--fix' changes policies, not compiled filters")
      }
      throw SekatError("'--fix' changes files, and \(quoted(input.policy?.name ?? "")) is none")
    }
    if LintReport.fixed(file.source, report.findings) == nil { return nil }
    let name = file.source.name
    guard let target = FixTarget(name) else {
      throw SekatError("cannot find \(quoted(name)): \(SystemError.last.text)")
    }
    if isWritten && target.isReadOnly {
      throw SekatError("\(quoted(name)) is read-only, and is not changed")
    }
    var version = Version(file: file, report: report)
    var made: [Finding] = []
    var refused: [Refusal] = []
    // A fix may make room for another one; each time there are fewer findings.
    var room = Self.mostRules
    while let (next, findings) = try better(version, version.report.findings, &refused, &room) {
      version = next
      made += findings
    }
    return FixedPolicy(
      old: file.source, new: version.file.source, target: target, report: version.report,
      made: made, refusal: Self.sentence(on: refused, of: name, besides: made),
      isUnfinished: room <= 0)
  }

  private static func sentence(
    on refused: [Refusal], of name: String, besides made: [Finding]
  ) -> String? {
    if refused.isEmpty { return nil }
    let rules = Set(refused.map(\.finding.rule)).sorted().joined(separator: ", ")
    let brought = Set(refused.flatMap(\.brought)).sorted().joined(separator: ", ")
    return
      "\(quoted(name)): \(made.isEmpty ? "the" : "other") changes for \(rules) would bring new "
      + "findings (\(brought)), and are not made"
  }

  /// How many rules there are to be linted, and one more.
  private var size: Int {
    input.policy?.syntax.reduce(1) { $0 + $1.rules.count } ?? 1
  }

  /// A version of the file, and what is found in it.
  private struct Version {
    var file: Policy.File
    var report: LintReport
  }

  /// A finding whose fix does harm, and the rules of which it brings findings.
  private struct Refusal {
    var finding: Finding
    var brought: [String]
  }

  /// A version in which less is found: with all fixes of some findings made, or with those of a part
  /// of them.
  ///
  /// - Parameters:
  ///   - version: The version before.
  ///   - findings: Findings in it.
  ///   - refused: Findings whose fixes do harm; they are not tried again.
  ///   - room: How many rules may still be linted.
  /// - Returns: The version with the findings that were fixed, or `nil` where there is none.
  /// - Throws: `SekatError` where a version cannot be looked at.
  private func better(
    _ version: Version, _ findings: [Finding], _ refused: inout [Refusal], _ room: inout Int
  ) throws(SekatError) -> (Version, [Finding])? {
    let open = findings.filter { finding in
      finding.fix != nil
        && !refused.contains {
          $0.finding.rule == finding.rule && $0.finding.problem == finding.problem
        }
    }
    let source = version.file.source
    if room <= 0 { return nil }
    room -= size
    guard let (bytes, fixed) = LintReport.fixed(source, open) else { return nil }
    let file = Policy.File(
      SourceText(name: source.name, bytes: bytes), trust: version.file.trust)
    var report = try input.lint(file)
    report.keep(selection)
    if report.findings.count < version.report.findings.count {
      return (Version(file: file, report: report), fixed)
    }
    if fixed.count == 1 {
      let (before, after) = (version.report.countsByRule, report.countsByRule)
      let brought = after.filter { $0.value > before[$0.key] ?? 0 }.map(\.key)
      // One finding may make room for another one of its rule.
      refused += fixed.map { Refusal(finding: $0, brought: brought.isEmpty ? [$0.rule] : brought) }
      return try better(version, open, &refused, &room)
    }
    let (half, rest) = (fixed[..<(fixed.count / 2)], fixed[(fixed.count / 2)...])
    if let better = try better(version, Array(half), &refused, &room) { return better }
    return try better(version, Array(rest), &refused, &room)
  }
}

extension LintReport {
  /// How many findings there are of each rule.
  fileprivate var countsByRule: [String: Int] {
    findings.reduce(into: [:]) { $0[$1.rule, default: 0] += 1 }
  }
}
