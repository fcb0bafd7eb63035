import Testing

@testable import PolicyLint

@Suite struct DefaultAllowsTests {
  @Test func `a list of what is forbidden`() throws {
    try expectFindings(
      of: DefaultAllows.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"allow", "kernel": "6.18",
          "rules": [{ "syscalls": ["mount"], "action": "kill-process" }] }
        """,
      ["1️⃣": "whatever no rule decides is allowed, among others 'ptrace'"])
  }

  @Test func `a list of what is allowed`() throws {
    try expectNothing(
      of: DefaultAllows.self,
      in: rules(
        """
        { "syscalls": ["read"] }
        """))
  }
}
