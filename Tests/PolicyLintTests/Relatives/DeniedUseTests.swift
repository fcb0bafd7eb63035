import ClassicBPF
import Foundation
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Testing

@testable import PolicyLint

/// Denials by a condition: the same use through another call is found, and nothing else.
@Suite struct DeniedUseTests {
  private func outcome(_ rules: String, on abi: ABI = .x86_64) throws -> RelativesOutcome {
    try RelativesOutcome(RelativesOutcome.denying(rules, on: abi))
  }

  @Test func `a program that runs as somebody else`() throws {
    let outcome = try outcome(
      """
      { "syscalls": ["chmod", "fchmod", "fchmodat"], "where": { "mode": { "hasAny": "S_ISUID|S_ISGID" } },
        "action": { "errno": "EPERM" } }
      """)
    let problem = try #require(outcome.faults.first).problem
    for call in ["fchmodat2", "open", "openat", "openat2", "creat", "mknod", "mknodat"] {
      #expect(problem.contains("'\(call)'"), "\(call): \(problem)")
    }
    let fixed = try outcome.fixed()
    #expect(fixed.faults.isEmpty, "\(fixed.text)")
    for row in AbilityFacts.shared.rows where row.ability.hasPrefix("give files") {
      if row.way == "ring" { continue }
      let data = try #require(row.data(on: .x86_64))
      #expect(!fixed.isAllowed(data), "\(data.text): \(fixed.text)")
    }
    // Without the bits everything is as it was, but for what is in memory.
    for row in AbilityFacts.shared.rows where row.ability.hasPrefix("give files") {
      guard row.way != "ring", row.parameters == "registers", var data = row.data(on: .x86_64)
      else {
        continue
      }
      for index in 0..<6 { data.arguments[index] &= ~0xc00 }
      #expect(fixed.isAllowed(data), "\(data.text): \(fixed.text)")
    }
  }

  /// Rules, and a call that is to be found with the constant.
  @Test(arguments: [
    (
      #"{ "syscalls": ["kill"], "where": { "sig": "SIGKILL" }, "action": "trap" }"#, "tgkill",
      "SIGKILL"
    ),
    (
      #"{ "syscalls": ["fchmod"], "where": { "mode": { "has": "S_IWOTH" } }, "action": "trap" }"#,
      "chmod", "S_IWOTH"
    ),
    (
      #"{ "syscalls": ["setrlimit"], "where": { "resource": "RLIMIT_CORE" }, "action": "trap" }"#,
      "prlimit64", "RLIMIT_CORE"
    ),
    (#"{ "syscalls": ["setuid"], "where": { "uid": 0 }, "action": "trap" }"#, "setresuid", "0"),
    (
      #"{ "syscalls": ["open"], "where": { "flags": { "has": "O_DIRECT" } }, "action": "trap" }"#,
      "openat", "O_DIRECT"
    ),
    (
      #"{ "syscalls": ["open"], "where": { "flags": { "has": "O_DIRECT" } }, "action": "trap" }"#,
      "openat2", "O_DIRECT"
    ),
    (
      #"{ "syscalls": ["clone"], "where": { "flags": { "has": "CLONE_THREAD" } }, "action": "trap" }"#,
      "clone3", "threads"
    ),
    (
      #"{ "syscalls": ["sendto"], "where": { "flags": { "has": "MSG_OOB" } }, "action": "trap" }"#,
      "sendmsg", "MSG_OOB"
    ),
    (
      #"{ "syscalls": ["clock_settime"], "where": { "which_clock": "CLOCK_REALTIME" }, "action": "trap" }"#,
      "clock_adjtime", "CLOCK_REALTIME"
    ),
    (#"{ "syscalls": ["chown"], "where": { "user": 0 }, "action": "trap" }"#, "fchownat", "0"),
  ]) func `a value`(rule: String, call: String, constant: String) throws {
    let outcome = try outcome(rule)
    let found = try #require(outcome.faults.first, "\(rule)")
    #expect(found.problem.contains("'\(call)'"), "\(found.problem)")
    #expect(found.problem.contains(constant), "\(found.problem)")
    let fixed = try outcome.fixed()
    #expect(fixed.faults.isEmpty)
    let witness = try #require(found.witness).call
    #expect(outcome.isAllowed(witness) && !fixed.isAllowed(witness), "\(witness.text)")
  }

  @Test func `a family is denied in one call only`() throws {
    let outcome = try outcome(
      """
      { "syscalls": ["kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal"],
        "where": { "sig": ["SIGKILL", "SIGSTOP"] }, "action": { "errno": "EPERM" } }
      """)
    #expect(outcome.findings.isEmpty, "\(outcome.findings.map(\.problem))")
  }

  @Test func `denying modes says nothing of the modes of new files`() throws {
    let outcome = try outcome(
      #"{ "syscalls": ["chmod", "fchmod", "fchmodat", "fchmodat2"], "action": { "errno": "EPERM" } }"#
    )
    #expect(outcome.findings.isEmpty, "\(outcome.findings.map(\.problem))")
  }

  @Test func `threads are no processes`() throws {
    let outcome = try outcome(
      #"{ "syscalls": ["fork", "clone", "unshare", "setns"], "action": { "errno": "EPERM" } }"#)
    let problem = try #require(outcome.faults.first).problem
    #expect(problem.contains("'vfork'") && problem.contains("'clone3'"), "\(problem)")
    let onlyFork = try self.outcome(
      #"{ "syscalls": ["fork", "vfork"], "action": { "errno": "EPERM" } }"#
    ).fixed()
    #expect(onlyFork.text.contains(#"{ "flags": { "hasNone": "CLONE_THREAD" } }"#))
  }

  /// What the page that people read first shows is complete.
  @Test func `the policy of the README has no findings`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../README.md").standardized
    let readme = try String(contentsOf: file, encoding: .utf8)
    let policy = try #require(readme.firstMatch(of: /```json\n((?s).*?)```/)).1
    #expect(policy.contains("S_ISUID"))
    let outcome = try LintOutcome(String(policy))
    #expect(outcome.report.findings.map(\.problem) == [])
    let program = try NativeBackend().unprovedProgram(for: outcome.resolved[0].filter)
    for abi in outcome.resolved[0].filter.machine.abis {
      for row in AbilityFacts.shared.rows where row.ability == "give files: S_ISUID" {
        guard row.way != "ring", let data = row.data(on: abi) else { continue }
        #expect(program.action(on: data) != .allow, "\(data.text)")
      }
    }
  }
}
