import Testing

@testable import PolicyLint

@Suite struct ForkBlockedTests {
  private static let rest = #"{ "syscalls": ["execve", "wait4", "exit", "futex"] }"#

  @Test func `clone without fork and vfork`() throws {
    try expectFindings(
      of: ForkBlocked.self,
      in: rules(
        """
        { "syscalls": ["clone"], "where": { "flags": { "hasNone": "CLONE_NEWUSER" } } },
        \(Self.rest)
        """, default: #"1️⃣{ "errno": "EPERM" }"#),
      ["1️⃣": "'fork' and 'vfork', with which shells and programs of musl do, get EPERM"])
  }

  @Test func `clone without vfork, under a default that kills`() throws {
    try expectFindings(
      of: ForkBlocked.self,
      in: rules(
        """
        { "syscalls": ["fork", "clone"] },
        \(Self.rest)
        """, default: #"1️⃣"kill-process""#),
      ["1️⃣": "'vfork', with which shells and programs of musl do, gets 'kill-process'"])
  }

  @Test func `fork without clone`() throws {
    try expectFindings(
      of: ForkBlocked.self,
      in: rules(
        """
        { "syscalls": ["fork", "vfork"] },
        { "syscalls": ["clone"], "where": { "flags": { "has": "CLONE_THREAD" } } },
        \(Self.rest)
        """, default: #"1️⃣{ "errno": "EPERM" }"#),
      ["1️⃣": "'fork' is allowed, but not 'clone', with which glibc makes processes"])
  }

  @Test(arguments: [
    // Threads alone.
    #"{ "syscalls": ["clone"], "where": { "flags": { "has": "CLONE_THREAD" } } }, \#(rest)"#,
    #"{ "syscalls": ["clone", "exit", "futex"] }"#,
    // All of them, or none.
    #"{ "syscalls": ["clone", "fork", "vfork"] }, \#(rest)"#,
    rest,
    // Denied by name.
    #"{ "syscalls": ["fork", "vfork"], "action": { "errno": "ENOSYS" } }, { "syscalls": ["clone"] }, \#(rest)"#,
  ])
  func `nothing to say`(text: String) throws {
    try expectNothing(of: ForkBlocked.self, in: rules(text))
  }

  @Test func `an ABI that has clone alone`() throws {
    try expectNothing(
      of: ForkBlocked.self,
      in: """
        { "architectures": ["aarch64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
          "rules": [{ "syscalls": ["clone", "execve", "wait4", "exit", "futex"] }] }
        """)
  }
}
