import FilterProof
import Foundation
import SeccompFilter
import SeccompPolicy
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
    let (bytes, findings) = try #require(LintReport.fixed(source, report.findings))
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
      #"{ "syscalls": ["chmod", "fchmod", "fchmodat"], "action": "kill-process" }"#,
      default: #""allow""#)
    let expected = rules(
      #"{ "syscalls": ["chmod", "fchmod", "fchmodat", "fchmodat2"], "action": "kill-process" }"#,
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
          { "syscalls": ["fork"], "action": "kill-process" }
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
    let first = try #require(LintReport.fixed(source, report.findings))
    let second = try LintOutcome(String(decoding: first.bytes, as: UTF8.self)).report
    #expect(first.findings.count >= 1)
    #expect(second.findings.filter { $0.rule == RepeatedCall.about.id }.count < 2)
  }

  @Test func `an entry that would be dead goes, and so does its rule`() throws {
    let ring =
      #"{ "syscalls": ["io_uring_setup", "io_uring_enter", "io_uring_register"], "action": { "errno": "ENOSYS" } }"#
    let text = rules(
      """
      { "syscalls": ["read", "io_uring_setup", "io_uring_enter", "write"] },
          { "syscalls": ["io_uring_register"] },
          { "syscalls": ["close"] }
      """)
    let expected = rules(
      """
      \(ring),
          { "syscalls": ["read", "write"] },
          { "syscalls": ["close"] }
      """)
    #expect(try fixed(text, for: IOURingOpen.self) == expected)
    #expect(
      try fixed(
        rules(#"{ "syscalls": ["io_uring_enter", "io_uring_setup"] }"#), for: IOURingOpen.self)
        == rules(ring))
  }

  @Test func `a relative that does other things is denied for this one alone`() throws {
    let text = rules(
      #"{ "syscalls": ["unshare"], "action": { "errno": "EACCES" } }"#, default: #""allow""#)
    let result = try fixed(text, for: RelativeLeftOpen.self)
    let clone = #"{ "syscalls": ["clone"], "where": { "flags": { "hasAny": "CLONE_NEWUSER|"#
    #expect(result.contains(clone))
    #expect(result.contains(#"{ "syscalls": ["clone3"], "action": { "errno": "ENOSYS" } }"#))
    #expect(
      result.contains(#"{ "syscalls": ["unshare", "setns"], "action": { "errno": "EACCES" } }"#))
  }

  @Test func `on two ABIs the uses of a relative are the same`() throws {
    let text = """
      { "architectures": ["x86_64", "i386"], "default": "allow", "kernel": "6.18",
        "rules": [{ "syscalls": ["unshare"], "where": { "unshare_flags": { "has": "CLONE_NEWNET" } },
                    "action": { "errno": "EPERM" } }] }
      """
    let result = try fixed(text, for: RelativeLeftOpen.self)
    #expect(
      result.contains(
        #"{ "syscalls": ["clone"], "where": { "flags": { "has": "CLONE_NEWNET" } }, "action": "#))
  }

  @Test func `a rule for one ABI is not replaced by one for all`() throws {
    let text = """
      { "architectures": ["x86_64", "i386"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["clone3"], "architectures": ["x86_64"] }, { "syscalls": ["clone"] }
        ] }
      """
    let found = try LintOutcome(text).findings(of: NeedsENOSYS.self)
    #expect(found.count == 1 && found[0].fix == nil)
  }

  @Test func `what an earlier rule allows is not mended by a later one`() throws {
    let text = rules(
      """
      { "syscalls": ["fchmodat2"] },
      { "syscalls": ["chmod", "fchmodat"], "action": { "errno": "EACCES" } }
      """)
    let found = try LintOutcome(text).findings(of: RelativeLeftOpen.self)
    #expect(found.count == 1 && found[0].fix == nil)
  }

  /// Of these four any may go, but without the first two nothing denies what both are about.
  @Test func `rules that stand in for each other do not all go`() throws {
    func rule(_ families: String) -> String {
      #"{ "syscalls": ["socket"], "where": { "family": [\#(families)] }, "action": "kill-process" }"#
    }
    var text = rules(
      [
        rule(#""AF_INET", "AF_INET6""#), rule(#""AF_INET6", "AF_ALG""#), rule(#""AF_INET""#),
        rule(#""AF_ALG""#),
      ].joined(separator: ",\n"), default: #""allow""#)
    let before = try LintOutcome(text)
    for _ in 0..<5 {
      var report = try LintOutcome(text).report
      report.keep(LintSelection(selected: [WithoutEffect.about.id, RepeatedCall.about.id]))
      guard let source = report.findings.first?.location?.source,
        let (bytes, findings) = LintReport.fixed(source, report.findings)
      else { break }
      if findings.contains(where: { $0.fix?.isLone == true }) { #expect(findings.count == 1) }
      text = String(decoding: bytes, as: UTF8.self)
    }
    let after = try LintOutcome(text)
    #expect(after.findings(of: WithoutEffect.self).isEmpty)
    #expect(after.resolved[0].rules.count < 4)
    let filters = [before, after].map { $0.resolved[0].filter }
    let comparison = try FilterProver().compare(
      .filter(filters[0]), .filter(filters[1]), on: filters[0].machine)
    #expect(comparison == .equal, "\(text)")
  }
}
