import Testing

@testable import PolicyLint

@Suite struct WithoutEffectTests {
  @Test func `what the default does`() throws {
    try expectFindings(
      of: WithoutEffect.self,
      in: rules(
        """
        { "syscalls": ["read"] },
        1️⃣{ "syscalls": ["mount"], "action": { "errno": "EPERM" } }
        """),
      ["1️⃣": "does what 'default' does"])
  }

  @Test func `a comment is reason enough`() throws {
    try expectNothing(
      of: WithoutEffect.self,
      in: rules(
        """
        { "syscalls": ["read"] },
        { "syscalls": ["mount"], "action": { "errno": "EPERM" }, "comment": "never" }
        """))
  }

  @Test func `a rule that keeps others from deciding`() throws {
    try expectNothing(
      of: WithoutEffect.self,
      in: rules(
        """
        { "syscalls": ["write"], "where": { "fd": 2 }, "action": { "errno": "EPERM" } },
        { "syscalls": ["write"] }
        """))
  }
}
