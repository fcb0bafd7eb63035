import Testing

@testable import PolicyLint

@Suite struct RestartBlockedTests {
  @Test func `a sleep`() throws {
    try expectFindings(
      of: RestartBlocked.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"kill-process", "kernel": "6.18",
          "rules": [{ "syscalls": ["nanosleep"] }] }
        """,
      ["1️⃣": "stopped in it and continued dies"])
  }

  @Test func `no sleep`() throws {
    try expectNothing(
      of: RestartBlocked.self,
      in: rules(
        """
        { "syscalls": ["read"] }
        """))
  }

  @Test func `allowed`() throws {
    try expectNothing(
      of: RestartBlocked.self,
      in: rules(
        """
        { "syscalls": ["nanosleep", "restart_syscall"] }
        """))
  }
}
