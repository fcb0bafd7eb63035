import Testing

@testable import PolicyLint

@Suite struct TrapWithoutHandlerTests {
  @Test func `in a rule and its else`() throws {
    try expectFindings(
      of: TrapWithoutHandler.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "family": "AF_UNIX" }, "else": 1️⃣{ "trap": 7 } },
        { "syscalls": ["kill"], "action": 2️⃣{ "trap": 7 } }
        """),
      ["1️⃣": "", "2️⃣": ""])
  }

  @Test func `as default`() throws {
    try expectFindings(
      of: TrapWithoutHandler.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣{ "trap": 7 }, "kernel": "6.18",
          "rules": [{ "syscalls": ["read"] }] }
        """,
      ["1️⃣": ""])
  }

  @Test func `another action`() throws {
    try expectNothing(
      of: TrapWithoutHandler.self,
      in: rules(
        """
        { "syscalls": ["kill"], "action": "kill-process" }
        """))
  }
}
