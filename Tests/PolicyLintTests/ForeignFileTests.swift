import JSONSyntax
import SeccompFilter
import SourceDiagnostics
import Testing

@testable import PolicyLint
@testable import SeccompPolicy

/// Files that are in another format than sekat's own: nothing of sekat's is written into them.
@Suite struct ForeignFileTests {
  /// A format of these tests, `{"wrapped": policy}`, which can say all that sekat's own can.
  private struct WrappedFormat: PolicyFormat {
    var takesOwnSyntax: Bool { false }

    func holds(_ content: PolicyContent) -> Bool { content.has("wrapped") }

    func decode(
      _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
      diagnostics: inout [Diagnostic]
    ) -> Bool {
      guard case .json(let root) = content, let policy = root["wrapped"] else { return false }
      return SekatFormat().decode(
        .json(policy), into: &file, within: &budget, diagnostics: &diagnostics)
    }
  }

  private static let formats = PolicyFormats.standard.after([WrappedFormat()])

  /// Keys and actions of sekat's own, and marks of JSON.
  private static let ownSyntax =
    ["\"", "{", "[", "builtin:", "-process"]
    + [
      SekatDecoder.keys, SekatDecoder.ruleKeys, SekatDecoder.conditionKeys, SekatDecoder.lintKeys,
    ].flatMap { $0 }.map { "'\($0)'" }

  private func lint(_ text: String, files: [String: String] = [:]) throws -> LintOutcome {
    try LintOutcome(text, files: files, formats: Self.formats)
  }

  @Test(arguments: Linter.rules.map { $0.about }.filter { !$0.bad.isEmpty }.map(\.id))
  func `what is found is the same, is not mended, and advised in words`(id: String) throws {
    // Their own examples are in another format already.
    guard let about = Linter.rule(named: id)?.about,
      about.family != .programs && about.family != .profiles
    else { return }
    let own = try lint(about.bad).report.findings
    let report = try lint("{ \"wrapped\": \(about.bad) }").report
    #expect(report.findings.map(\.rule) == own.map(\.rule))
    #expect(report.findings.contains { $0.rule == id })
    for finding in report.findings {
      #expect(finding.fix == nil, "\(finding.rule)")
      let found = Self.ownSyntax.filter { finding.advice.contains($0) }
      #expect(found == [], "\(finding.rule): \(finding.advice)")
    }
    for source in Set(report.findings.compactMap(\.location?.source)) {
      #expect(LintReport.fixed(source, report.findings) == nil)
    }
  }

  @Test func `sekat's own file is mended, and that of another tool is not`() throws {
    let text = rules(##"{ "syscalls": ["#0"] }"##)
    let own = try #require(lint(text).findings(of: BareNumber.self).first)
    #expect(own.fix != nil && own.advice == #"write "read""#)
    let foreign = try #require(
      lint("{\"wrapped\": \(text)}").findings(of: BareNumber.self).first)
    #expect(foreign.fix == nil && foreign.advice == "write the name")
    #expect(foreign.problem == own.problem)
  }

  /// A base is not touched, and a rule that comes first goes into the policy's own file.
  @Test func `a fix is made where it is sekat's own file that changes`() throws {
    let base = """
      { "wrapped": { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "io_uring_setup", "io_uring_enter"], "comment": "fast" }] } }
      """
    let own = #"{ "extends": ["base.json"], "rules": [{ "syscalls": ["write"] }] }"#
    let found = try #require(
      lint(own, files: ["base": base]).findings(of: IOURingOpen.self).first)
    #expect(found.location?.source.name == "builtin:base")
    #expect(found.advice.hasPrefix("put this rule first: {"))
    #expect(found.fix?.edits.map(\.location.source.name) == ["builtin:test"])

    let turned = try #require(
      lint(
        #"{ "wrapped": \#(own) }"#,
        files: ["base": String(base.dropFirst(13).dropLast(2))]
      ).findings(of: IOURingOpen.self).first)
    #expect(turned.location?.source.name == "builtin:base")
    #expect(turned.advice == "answer the io_uring calls with ENOSYS, on which programs fall back")
    #expect(turned.fix == nil)
  }
}
