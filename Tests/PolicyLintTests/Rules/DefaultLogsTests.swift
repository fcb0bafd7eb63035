import Testing

@testable import PolicyLint

@Suite struct DefaultLogsTests {
  @Test func `as default`() throws {
    try expectFindings(
      of: DefaultLogs.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"log", "kernel": "6.18",
          "rules": [{ "syscalls": ["read"], "action": "kill-process" }] }
        """,
      ["1️⃣": "'log' allows"])
  }

  @Test func `in a rule`() throws {
    try expectNothing(
      of: DefaultLogs.self,
      in: rules(
        """
        { "syscalls": ["kill"], "action": "log" }
        """))
  }
}
