import SourceDiagnostics
import Testing

@testable import PolicyLint

/// Fixes: what they change, what they leave alone, and that they help.
@Suite struct FixTests {
  /// A policy after the fixes of one rule.
  private func fixed(_ text: String, for rule: any LintRule.Type) throws -> String {
    var report = try LintOutcome(text).report
    report.keep(LintSelection(selected: [rule.about.id]))
    let source = try #require(report.findings.first?.location?.source)
    let (bytes, findings) = try #require(report.fixed(source))
    #expect(findings.count == report.findings.count)
    let result = String(decoding: bytes, as: UTF8.self)
    #expect(try LintOutcome(result).findings(of: rule).isEmpty, "\(result)")
    return result
  }

  @Test func `an entry goes with its comma`() throws {
    let text = rules(
      #"{ "syscalls": ["read", "write"] }, { "syscalls": ["read", "close", "write"] }"#)
    #expect(
      try fixed(text, for: RepeatedCall.self)
        == rules(#"{ "syscalls": ["read", "write"] }, { "syscalls": ["close"] }"#))
  }

  @Test func `a rule goes with its line`() throws {
    let text = """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [
          { "syscalls": ["read"] },

          { "syscalls": ["read"] },
          {"syscalls":["exit_group"]   }
        ]
      }
      """
    let expected = """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [
          { "syscalls": ["read"] },

          {"syscalls":["exit_group"]   }
        ]
      }
      """
    #expect(try fixed(text, for: RepeatedCall.self) == expected)
  }

  @Test func `the last rule goes with the comma before it`() throws {
    let text = rules(
      """
      { "syscalls": ["read"] },
      { "syscalls": ["mount"], "action": { "errno": "EPERM" } }
      """)
    #expect(
      try fixed(text, for: WithoutEffect.self) == rules(#"{ "syscalls": ["read"] }"#))
  }

  @Test func `a relative joins its family`() throws {
    let text = rules(
      #"{ "syscalls": ["chmod", "fchmodat"], "action": "kill-process" }"#, default: #""allow""#)
    let expected = rules(
      #"{ "syscalls": ["chmod", "fchmodat", "fchmodat2"], "action": "kill-process" }"#,
      default: #""allow""#)
    #expect(try fixed(text, for: RelativeLeftOpen.self) == expected)
  }

  @Test func `what is in memory gets ENOSYS`() throws {
    let text = rules(
      #"{ "syscalls": ["open", "openat", "open_by_handle_at"], "action": { "errno": "EACCES" } }"#,
      default: #""allow""#)
    let expected = rules(
      """
      { "syscalls": ["openat2"], "action": { "errno": "ENOSYS" } },
          { "syscalls": ["open", "openat", "open_by_handle_at", "creat"], "action": { "errno": "EACCES" } }
      """, default: #""allow""#)
    #expect(try fixed(text, for: RelativeLeftOpen.self) == expected)
  }

  @Test func `clone3 gets ENOSYS before the rule that refuses it`() throws {
    let text = rules(
      """
      { "syscalls": ["clone", "futex"] },
          { "syscalls": ["clone3", "fork"], "action": "kill-process" }
      """)
    let expected = rules(
      """
      { "syscalls": ["clone", "futex"] },
          { "syscalls": ["clone3"], "action": { "errno": "ENOSYS" } },
          { "syscalls": ["clone3", "fork"], "action": "kill-process" }
      """)
    #expect(try fixed(text, for: NeedsENOSYS.self) == expected)
  }

  @Test func `a number becomes a name`() throws {
    #expect(
      try fixed(rules(##"{ "syscalls": ["#0", "write"] }"##), for: BareNumber.self)
        == rules(#"{ "syscalls": ["read", "write"] }"#))
  }

  @Test func `fixes that touch wait for each other`() throws {
    let text = rules(
      """
      { "syscalls": ["read", "write"] },
      { "syscalls": ["read", "write", "close"] }
      """)
    let report = try LintOutcome(text).report
    let source = try #require(report.findings.first?.location?.source)
    let first = try #require(report.fixed(source))
    let second = try LintOutcome(String(decoding: first.bytes, as: UTF8.self)).report
    #expect(first.findings.count >= 1)
    #expect(second.findings.filter { $0.rule == RepeatedCall.about.id }.count < 2)
  }
}
