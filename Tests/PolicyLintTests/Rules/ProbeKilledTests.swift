import LinuxABI
import Testing

@testable import PolicyLint

@Suite struct ProbeKilledTests {
  private static func policy(_ calls: String, default action: String = #"1️⃣"kill-process""#)
    -> String
  {
    rules(#"{ "syscalls": [\#(calls)] }"#, default: action)
  }

  @Test func `an event loop`() throws {
    try expectFindings(
      of: ProbeKilled.self, in: Self.policy(#""epoll_ctl", "epoll_wait""#),
      ["1️⃣": "'epoll_pwait2' and 'io_uring_setup' are only tried by programs"])
  }

  @Test func `the runtime of Go`() throws {
    try expectFindings(
      of: ProbeKilled.self, in: Self.policy(#""sigaltstack", "wait4""#),
      ["1️⃣": "'pidfd_open' and 'sched_getaffinity' are only tried"])
  }

  @Test func `a rule that kills`() throws {
    try expectFindings(
      of: ProbeKilled.self,
      in: """
        { "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
          "rules": [{ "syscalls": [1️⃣"io_uring_setup", "io_uring_enter", "io_uring_register"], "action": "kill-process" }] }
        """,
      [
        "1️⃣":
          #"'io_uring_setup' is only tried by programs, which go on without it, but 'kill-process' ends them; answer it with { "errno": "ENOSYS" }"#
      ])
  }

  @Test(arguments: [
    // An error does no harm.
    policy(#""epoll_ctl", "epoll_wait", "sigaltstack""#, default: #"{ "errno": "EPERM" }"#),
    // Nobody makes these calls.
    policy(#""read", "write""#, default: #""kill-process""#),
    policy(
      #""epoll_ctl", "epoll_wait", "epoll_pwait2", "io_uring_setup""#, default: #""kill-process""#),
    rules(
      """
      { "syscalls": ["epoll_pwait2", "io_uring_setup"], "action": { "errno": "ENOSYS" } },
      { "syscalls": ["epoll_ctl", "epoll_wait"] }
      """, default: #""kill-process""#),
  ])
  func `nobody is killed`(policy: String) throws {
    try expectNothing(of: ProbeKilled.self, in: policy)
  }

  @Test func `the table is about calls that exist, and newer ones have an older one on each ABI`() {
    #expect(LibraryFallback.all.count > 20 && LibraryFallback.probes.count > 5)
    for row in LibraryFallback.all + LibraryFallback.probes {
      for name in [row.newer] + row.older + row.companions { #expect(Syscall.named(name) != nil) }
      #expect(!row.older.isEmpty || !row.companions.isEmpty, "\(row.newer)")
      guard !row.older.isEmpty, let newer = Syscall.named(row.newer) else { continue }
      for abi in ABI.allCases where newer.number(on: abi) != nil {
        let older = row.older.compactMap(Syscall.named).filter { $0.number(on: abi) != nil }
        // There ipc does what semtimedop does.
        let isMultiplexed = row.older.compactMap(Syscall.named).contains {
          MultiplexedCall.form(of: $0, on: abi) != nil
        }
        #expect(!older.isEmpty || isMultiplexed, "\(row.newer) on \(abi.name)")
      }
    }
    #expect(LibraryFallback.all.allSatisfy { !$0.survivesErrors })
  }
}
