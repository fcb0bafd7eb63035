import Glibc
import PolicyLint
import SeccompPolicy
import SourceDiagnostics

/// Changes a policy file so that findings go away.
///
/// A new version is written beside the file, read and linted like any other, and only then put in
/// the file's place, in one step. What is not changed stays byte for byte.
struct LintFixer {
  private let input: LintInput
  private let selection: LintSelection

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
    guard let path = Self.resolved(file.source.name) else {
      throw CommandFailure("cannot find \(quoted(file.source.name)): \(errorText(errno))")
    }
    let temporary = "\(path).\(getpid()).tmp"
    var (report, source) = (report, file.source)
    var made: [Finding] = []
    defer { _ = unsafe unlink(temporary) }
    // A fix may make room for another one; each time there are fewer findings.
    while let (bytes, findings) = report.fixed(source) {
      try Self.write(bytes, to: temporary, mode: file.mode)
      let (policy, linted) = try input.lint(at: temporary)
      var next = linted
      next.keep(selection)
      guard next.findings.count < report.findings.count else {
        let names = Set(findings.map(\.rule)).sorted().joined(separator: ", ")
        let reason = "the changes for \(names) would bring other findings, and are not made"
        if made.isEmpty {
          throw CommandFailure("\(quoted(file.source.name)): \(reason)", status: .found)
        }
        Terminal.complain("sekat: \(quoted(file.source.name)): \(reason)\n")
        break
      }
      made += findings
      report = next
      source = policy.files[0].source
    }
    if made.isEmpty { return nil }
    if isDryRun {
      let diff = LineDiff(from: file.source.bytes, to: source.bytes)
      Terminal.print(diff.unified(named: file.source.name), terminator: "")
      return report
    }
    try Self.write(source.bytes, to: temporary, mode: file.mode)
    try Self.replace(path, by: temporary)
    // The places are those of versions that nobody has seen.
    for finding in made {
      Terminal.complain(
        "\(escaped(file.source.name)): \(finding.fix?.summary ?? "") [\(finding.rule)]\n")
    }
    // Findings are shown as those of the file, not of the new version beside it.
    return try input.reloaded(selection)
  }

  private static func resolved(_ path: String) -> String? {
    guard let text = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }

  private static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32
  ) throws(CommandFailure) {
    try OutputFile.write(bytes, to: path)
    _ = unsafe chmod(path, mode_t(mode & 0o7777))
  }

  private static func replace(_ path: String, by temporary: String) throws(CommandFailure) {
    if unsafe rename(temporary, path) != 0 {
      throw CommandFailure("cannot write \(quoted(path)): \(errorText(errno))")
    }
  }
}

extension LintInput {
  /// What is found now in the file of the policy.
  func reloaded(_ selection: LintSelection) throws(CommandFailure) -> LintReport {
    guard let name = policy?.files.first?.source.name else { return LintReport() }
    var (_, report) = try lint(at: name)
    report.keep(selection)
    return report
  }
}
