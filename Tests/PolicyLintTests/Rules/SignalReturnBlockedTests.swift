import Testing

@testable import PolicyLint

@Suite struct SignalReturnBlockedTests {
  @Test func `by default`() throws {
    try expectFindings(
      of: SignalReturnBlocked.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣{ "errno": "EPERM" }, "kernel": "6.18",
          "rules": [{ "syscalls": ["read"] }] }
        """,
      ["1️⃣": "'rt_sigreturn' is not allowed"])
  }

  @Test func `allowed`() throws {
    try expectNothing(
      of: SignalReturnBlocked.self,
      in: rules(
        """
        { "syscalls": ["rt_sigreturn"] }
        """))
  }
}
