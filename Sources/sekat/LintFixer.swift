import Glibc
import PolicyLint
import SeccompPolicy
import SourceDiagnostics

/// Changes a policy file so that findings go away.
///
/// A new version is linted like any other, and only then put in the file's place, in one step. What
/// is not changed stays byte for byte.
struct LintFixer {
  private let input: LintInput
  private let selection: LintSelection
  /// How many rules may be linted, in all versions together, until no other is tried.
  private static let mostRules = 20_000

  init(_ input: LintInput, _ selection: LintSelection) {
    self.input = input
    self.selection = selection
  }

  /// Fixes a file, as often as there is something to be fixed.
  ///
  /// - Parameters:
  ///   - report: What was found in it.
  ///   - isDryRun: Whether to print what would change, and change nothing.
  /// - Returns: What is found in it now, or `nil` where it was not changed.
  /// - Throws: `CommandFailure` where it cannot be changed, or a change would do harm.
  func fix(_ report: LintReport, isDryRun: Bool) throws(CommandFailure) -> LintReport? {
    guard let file = input.policy?.files.first, !file.isBuiltin, file.source.name != "<stdin>"
    else {
      if input.policy == nil {
        throw CommandFailure("'--fix' changes policies, not compiled filters")
      }
      throw CommandFailure("'--fix' changes files, and \(quoted(input.policy?.name ?? "")) is none")
    }
    if LintReport.fixed(file.source, report.findings) == nil { return nil }
    let name = file.source.name
    guard let target = FixTarget(name) else {
      throw CommandFailure("cannot find \(quoted(name)): \(errorText(errno))")
    }
    if !isDryRun && target.isReadOnly {
      throw CommandFailure("\(quoted(name)) is read-only, and is not changed")
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
    if room <= 0 {
      Terminal.complain(
        "sekat: \(quoted(name)): there may be more to change, which takes another run\n")
    }
    if !refused.isEmpty {
      let names = Set(refused.map(\.finding.rule)).sorted().joined(separator: ", ")
      let brought = Set(refused.flatMap(\.brought)).sorted().joined(separator: ", ")
      let reason =
        "\(quoted(name)): \(made.isEmpty ? "the" : "other") changes for \(names) would bring new "
        + "findings (\(brought)), and are not made"
      if made.isEmpty { throw CommandFailure(reason, status: .found) }
      Terminal.complain("sekat: \(reason)\n")
    }
    if made.isEmpty { return nil }
    if isDryRun {
      let diff = LineDiff(from: file.source.bytes, to: version.file.source.bytes)
      Terminal.print(diff.unified(named: name), terminator: "")
      return version.report
    }
    try target.replace(with: version.file.source.bytes)
    // The places are those of versions that nobody has seen.
    for finding in made {
      Terminal.complain(
        "\(escaped(name)): \(finding.fix?.summary ?? "") [\(finding.rule)]\n")
    }
    return version.report
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
  /// - Throws: `CommandFailure` where a version cannot be looked at.
  private func better(
    _ version: Version, _ findings: [Finding], _ refused: inout [Refusal], _ room: inout Int
  ) throws(CommandFailure) -> (Version, [Finding])? {
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

/// The file that a name leads to, which is replaced where it is: links stay what they are.
private struct FixTarget {
  private let path: String
  private let status: stat

  init?(_ name: String) {
    guard let text = unsafe realpath(name, nil) else { return nil }
    path = unsafe String(cString: text)
    unsafe free(text)
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.status = status
  }

  /// The permissions.
  var mode: mode_t { status.st_mode & 0o7777 }

  /// Whether nobody is to write to it, which a new file in its place would get around.
  var isReadOnly: Bool { status.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH) == 0 }

  /// Puts another content in the place of the file, in one step, with its owner and permissions.
  func replace(with bytes: [UInt8]) throws(CommandFailure) {
    func failure() -> CommandFailure {
      CommandFailure("cannot change \(quoted(path)): \(errorText(errno))")
    }
    let temporary = "\(path).\(getpid()).tmp"
    defer { _ = unsafe unlink(temporary) }
    do throws(CommandFailure) {
      try OutputFile.write(bytes, to: temporary)
    } catch {
      throw failure()
    }
    // Only root can keep what belongs to another user; that it goes to us is no mechanical change.
    let isKept = unsafe chown(temporary, status.st_uid, status.st_gid) == 0
    if !isKept && status.st_uid != geteuid() { throw failure() }
    guard unsafe chmod(temporary, mode) == 0, unsafe rename(temporary, path) == 0 else {
      throw failure()
    }
  }
}
