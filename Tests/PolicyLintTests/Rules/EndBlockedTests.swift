import Testing

@testable import PolicyLint

@Suite struct EndBlockedTests {
  @Test func `killed at the end`() throws {
    try expectFindings(
      of: EndBlocked.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"kill-process", "kernel": "6.18",
          "rules": [{ "syscalls": ["read"] }] }
        """,
      ["1️⃣": "'exit_group' is not allowed"])
  }

  @Test func `exit does it too`() throws {
    try expectNothing(
      of: EndBlocked.self,
      in: rules(
        """
        { "syscalls": ["exit"] }
        """))
  }
}
