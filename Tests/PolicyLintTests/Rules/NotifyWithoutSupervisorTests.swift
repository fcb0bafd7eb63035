import Testing

@testable import PolicyLint

@Suite struct NotifyWithoutSupervisorTests {
  @Test func `in a rule and its else`() throws {
    try expectFindings(
      of: NotifyWithoutSupervisor.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "family": "AF_UNIX" }, "else": 1️⃣"notify" },
        { "syscalls": ["kill"], "action": 2️⃣"notify" }
        """),
      ["1️⃣": "", "2️⃣": ""])
  }

  @Test func `as default`() throws {
    try expectFindings(
      of: NotifyWithoutSupervisor.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"notify", "kernel": "6.18",
          "rules": [{ "syscalls": ["read"] }] }
        """,
      ["1️⃣": ""])
  }

  @Test func `another action`() throws {
    try expectNothing(
      of: NotifyWithoutSupervisor.self,
      in: rules(
        """
        { "syscalls": ["kill"], "action": "kill-process" }
        """))
  }
}
