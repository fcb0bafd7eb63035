import Testing

@testable import PolicyLint

/// What `lint` in a policy silences, and what it does not.
@Suite struct SuppressionTests {
  private func outcome(_ file: String, _ rule: String = "", base: String? = nil) throws
    -> LintOutcome
  {
    let text = """
      {
        "extends": ["builtin:no-new-programs"\(base == nil ? "" : #", "base.json""#)], \(file)
        "rules": [{ "syscalls": ["ptrace"]\(rule) }]
      }
      """
    return try LintOutcome(text, files: base.map { ["base": $0] } ?? [:])
  }

  private let ignoring = #""lint": { "ignore": ["grants-tracing"], "reason": "it is a debugger" }"#

  @Test func `without it there is a finding`() throws {
    let report = try outcome("").report
    #expect(report.findings.map(\.rule) == ["grants-tracing"])
    #expect(report.suppressed.isEmpty)
  }

  @Test func `on the rule, and on the file`() throws {
    for report in [
      try outcome("", ", " + ignoring).report, try outcome(ignoring + ",").report,
    ] {
      #expect(report.findings.isEmpty)
      #expect(report.suppressed.map(\.finding.rule) == ["grants-tracing"])
      #expect(report.suppressed.map(\.reason) == ["it is a debugger"])
    }
  }

  @Test func `a file speaks for its bases`() throws {
    let base = #"{ "rules": [{ "syscalls": ["bpf"] }] }"#
    let surface =
      #""lint": { "ignore": ["grants-kernel-surface", "grants-tracing"], "reason": "tools" },"#
    let report = try outcome(surface, base: base).report
    #expect(report.findings.isEmpty)
    #expect(report.suppressed.count == 2)
  }

  @Test func `a base does not speak for the file`() throws {
    let base = "{ \(ignoring), \"rules\": [{ \"syscalls\": [\"bpf\"] }] }"
    let report = try outcome("", base: base).report
    #expect(report.findings.map(\.rule) == ["grants-tracing", "grants-kernel-surface"])
  }
}
