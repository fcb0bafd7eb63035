import ClassicBPF
import FilterProof
import Foundation
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import TestSupport
import Testing

@testable import PolicyLint

/// What is true of all fixes: they leave fewer findings, none that is worse, and allow nothing.
@Suite struct FixPropertyTests {
  /// As the command makes them: in rounds, each of which has to leave fewer findings.
  @Test(arguments: Linter.rules.map { $0.about }.filter { $0.family != .programs }.map(\.id))
  func `fixes of an example bring nothing that is worse`(id: String) throws {
    guard let bad = Linter.rule(named: id)?.about.bad, !bad.isEmpty else { return }
    try makeFixes(bad)
  }

  @Test(arguments: SampleTests.names)
  func `fixes of a first policy bring nothing that is worse`(name: String) throws {
    try makeFixes(
      String(contentsOf: SampleTests.folder.appending(path: "\(name).json"), encoding: .utf8))
  }

  private func makeFixes(_ text: String, isOrdinary: Bool = true) throws {
    var text = text
    var outcome = try LintOutcome(text)
    var report = outcome.report
    while let source = report.findings.first(where: { $0.fix != nil })?.location?.source,
      let (bytes, findings) = LintReport.fixed(source, report.findings)
    {
      text = String(decoding: bytes, as: UTF8.self)
      let after = try LintOutcome(text)
      let next = after.report
      let names = Set(findings.map(\.rule))
      let errors = next.findings.filter { $0.severity == .error }.map(\.rule)
      let isBetter = next.findings.count < report.findings.count
      if isOrdinary {
        #expect(isBetter, "\(names): \(text)")
        #expect(Set(errors).isSubset(of: report.findings.map(\.rule)), "\(names): \(text)")
      }
      for (before, after) in zip(outcome.resolved, after.resolved) {
        let laxer = try FilterProver().regions(
          of: [.filter(before.filter), .filter(after.filter)], on: before.filter.machine
        ) { !$0[0].passes && $0[1].passes }
        #expect(laxer.isEmpty, "\(names): \(text)")
      }
      // The command does not go further than this either.
      if !isBetter { return }
      (outcome, report) = (after, next)
    }
  }

  /// Rules that have to do with each other in every way, in any order.
  ///
  /// Then a fix may bring another finding, and the command does not make it; but none lets a call
  /// through that was not.
  @Test(arguments: seeds(150)) func `fixes of any policy allow nothing`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pool = [
      #"{ "syscalls": ["chmod", "clone3"], "action": { "errno": "EACCES" } }"#,
      #"{ "syscalls": ["chmod", "fchmodat", "fchmodat2"], "action": "allow" }"#,
      #"{ "syscalls": ["clone", "clone3"], "action": "allow" }"#,
      #"{ "syscalls": ["clone"], "where": { "flags": { "hasAny": "CLONE_NEWUSER|CLONE_NEWNET" } }, "action": "kill-process" }"#,
      #"{ "syscalls": ["unshare"], "action": { "errno": "EPERM" } }"#,
      #"{ "syscalls": ["@file-system", "!openat2"], "action": "allow" }"#,
      #"{ "syscalls": ["openat"], "where": { "flags": { "is": "O_RDONLY" } }, "action": "allow", "else": { "errno": "EROFS" } }"#,
      #"{ "syscalls": ["openat", "creat", "openat2"], "action": "allow" }"#,
      #"{ "syscalls": ["io_uring_setup", "io_uring_enter"], "action": "allow" }"#,
      #"{ "syscalls": ["socket", "ptrace"], "action": { "errno": "EPERM" } }"#,
      #"{ "syscalls": ["socket"], "where": { "family": "AF_UNIX" }, "action": "allow" }"#,
      #"{ "syscalls": ["@process", "statx", "newfstatat"], "action": "allow" }"#,
      #"{ "syscalls": ["execve"], "architectures": ["i386"], "action": "kill-process" }"#,
    ]
    let chosen = (0..<Int.random(in: 2...9, using: &random)).map { _ in
      pool.randomElement(using: &random) ?? ""
    }
    let action = Bool.random(using: &random) ? #""allow""# : #"{ "errno": "EPERM" }"#
    try makeFixes(
      """
      { "architectures": ["x86_64", "i386"], "default": \(action), "kernel": "6.18",
        "rules": [
          \(chosen.joined(separator: ",\n    "))
        ] }
      """, isOrdinary: false)
  }
}
