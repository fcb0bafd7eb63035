import ClassicBPF
import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Testing

@testable import PolicyLint

@Suite struct AbsentCallsTests {
  @Test func `names of another ABI`() throws {
    try expectFindings(
      of: AbsentCalls.self,
      in: rules(
        """
        { "syscalls": ["read", 1️⃣"_llseek", "mmap2"] }
        """),
      ["1️⃣": "'_llseek' and 'mmap2' do not exist on x86_64"])
  }

  @Test func `one that is meant to be optional`() throws {
    try expectNothing(
      of: AbsentCalls.self,
      in: rules(
        """
        { "syscalls": ["read", "mmap2?"] }
        """))
  }

  @Test func `a denial of a name that other ABIs have`() throws {
    try expectFindings(
      of: AbsentCalls.self,
      in: """
        { "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
          "rules": [{ "syscalls": ["mount", 1️⃣"umount"], "action": { "errno": "EPERM" } }] }
        """,
      [
        "1️⃣":
          "'umount' does not exist on x86_64, so that nothing is denied by it; did you mean 'umount2'?"
      ])
  }

  @Test(arguments: [
    ("x86_64", "waitpid", "wait4"), ("x86_64", "signal", "rt_sigaction"),
    ("x86_64", "socketcall", "socket"), ("x86_64", "send", "sendto"),
    ("x86_64", "recv", "recvfrom"),
    ("x86_64", "chown32", "chown"), ("aarch64", "stat", "newfstatat"),
    ("aarch64", "open", "openat"),
    ("aarch64", "fork", "clone"), ("loongarch64", "getrlimit", "prlimit64"),
    ("riscv64", "rename", "renameat2"), ("i386", "newfstatat", "fstatat64"),
  ])
  func `what an ABI has instead`(abi: String, name: String, counterpart: String) throws {
    let outcome = try LintOutcome(
      """
      { "architectures": ["\(abi)"], "default": "allow", "kernel": "6.18",
        "rules": [{ "syscalls": ["\(name)"], "action": "kill-process" }] }
      """)
    let finding = try #require(outcome.findings(of: AbsentCalls.self).first)
    #expect(finding.severity == .warning)
    #expect(finding.advice == "did you mean '\(counterpart)'?")
    let number = finding.witness.flatMap {
      Syscall.named(counterpart)?.number(on: $0.call.abi ?? .x86_64)
    }
    #expect(finding.witness?.call.number == number)
  }

  @Test func `a denial of what nothing does`() throws {
    let outcome = try LintOutcome(
      """
      { "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
        "rules": [{ "syscalls": ["vm86"], "action": { "errno": "EPERM" } }] }
      """)
    let finding = try #require(outcome.findings(of: AbsentCalls.self).first)
    #expect(finding.severity == .warning && finding.advice.contains(#""vm86?""#))
  }

  @Test func `a denial beside the one that counts`() throws {
    let outcome = try LintOutcome(
      """
      { "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
        "rules": [{ "syscalls": ["umount", "umount2"], "action": { "errno": "EPERM" } }] }
      """)
    #expect(outcome.findings(of: AbsentCalls.self).map(\.severity) == [.note])
  }

  @Test func `a call that one of the ABIs has`() throws {
    try expectNothing(
      of: AbsentCalls.self,
      in: """
        { "architectures": ["x86_64", "i386"], "default": "allow", "kernel": "6.18",
          "rules": [{ "syscalls": ["umount"], "action": { "errno": "EPERM" } }] }
        """)
  }
}
