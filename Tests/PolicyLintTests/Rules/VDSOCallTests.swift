import LinuxABI
import SourceDiagnostics
import Testing

@testable import PolicyLint

@Suite struct VDSOCallTests {
  @Test func `a denial`() throws {
    try expectFindings(
      of: VDSOCall.self,
      in: """
        { "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
          "rules": [{ "syscalls": [1️⃣"clock_gettime"], "action": { "errno": "EPERM" } }] }
        """,
      ["1️⃣": "'clock_gettime' is mostly answered by the vDSO"])
  }

  @Test func `a default that kills`() throws {
    try expectFindings(
      of: VDSOCall.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"kill-process", "kernel": "6.18",
          "rules": [{ "syscalls": ["read"] }] }
        """,
      [
        "1️⃣":
          "'clock_gettime', 'gettimeofday', 'clock_getres', 'time' and 'getcpu' are mostly answered"
      ])
  }

  @Test func `a default with an error, where the clock decides`() throws {
    try expectFindings(
      of: VDSOCall.self,
      in: """
        { "architectures": ["i386"], "default": 1️⃣{ "errno": "EPERM" }, "kernel": "6.18",
          "rules": [{ "syscalls": ["clock_gettime", "read"] }] }
        """,
      ["1️⃣": "'gettimeofday' and 'clock_gettime64' are mostly"])
  }

  @Test(arguments: [
    (#""kill-process""#, #""allow""#, Diagnostic.Severity.warning),
    (#"{ "errno": "EPERM" }"#, #""allow""#, .note),
    (#""allow""#, #""kill-process""#, .error),
    (#""allow""#, #"{ "errno": "ENOSYS" }"#, .warning),
  ])
  func `it is as bad as what happens`(
    standard: String, action: String, severity: Diagnostic.Severity
  ) throws {
    let call = action == #""allow""# ? "read" : "gettimeofday"
    let outcome = try LintOutcome(
      rules(
        """
        { "syscalls": ["\(call)"], "action": \(action) }
        """, default: standard))
    #expect(outcome.findings(of: VDSOCall.self).map(\.severity) == [severity])
  }

  @Test func `each ABI has its own`() throws {
    for abi in ABI.allCases {
      #expect(VDSO.functions(on: abi).contains { $0.readsClock }, "\(abi.name)")
      for function in VDSO.functions(on: abi) {
        let name = function.name
        let call = try #require(Syscall.named(name), "\(name)")
        #expect(call.number(on: abi) != nil, "\(abi.name) \(name)")
        #expect(!name.hasPrefix("clock_") || function.tests(of: call, on: abi).count == 1)
      }
    }
  }

  @Test func `clocks that the vDSO does not know`() throws {
    try expectNothing(
      of: VDSOCall.self,
      in: """
        { "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
          "rules": [{ "syscalls": ["clock_gettime"], "where": { "which_clock": "CLOCK_THREAD_CPUTIME_ID" },
                      "action": { "errno": "EPERM" } }] }
        """)
  }

  @Test func `one clock of several`() throws {
    try expectFindings(
      of: VDSOCall.self,
      in: """
        { "architectures": ["aarch64"], "default": 1️⃣"kill-process", "kernel": "6.18",
          "rules": [{ "syscalls": ["clock_gettime", "clock_getres"], "where": { "which_clock": "CLOCK_MONOTONIC" } },
                    { "syscalls": ["gettimeofday"] }] }
        """,
      ["1️⃣": "'clock_gettime' and 'clock_getres' are"])
  }

  @Test func `allowed`() throws {
    try expectNothing(
      of: VDSOCall.self,
      in: rules(
        """
        { "syscalls": ["clock_gettime", "gettimeofday"] }
        """))
  }
}
