import Testing

@testable import PolicyLint

@Suite struct KillThreadTests {
  @Test func `in a rule and its else`() throws {
    try expectFindings(
      of: KillThread.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "family": "AF_UNIX" }, "else": 1️⃣"kill-thread" },
        { "syscalls": ["kill"], "action": 2️⃣"kill-thread" }
        """),
      ["1️⃣": "", "2️⃣": ""])
  }

  @Test func `as default`() throws {
    try expectFindings(
      of: KillThread.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"kill-thread", "kernel": "6.18",
          "rules": [{ "syscalls": ["read"] }] }
        """,
      ["1️⃣": ""])
  }

  @Test func `another action`() throws {
    try expectNothing(
      of: KillThread.self,
      in: rules(
        """
        { "syscalls": ["kill"], "action": "kill-process" }
        """))
  }
}
