import Testing

@testable import PolicyLint

@Suite struct ConditionWithoutEffectTests {
  @Test func `a later rule allows the rest`() throws {
    try expectFindings(
      of: ConditionWithoutEffect.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { 1️⃣"domain": "AF_UNIX" } },
        { "syscalls": ["read", "socket"] }
        """),
      ["1️⃣": "the condition on 'socket' restricts nothing"])
  }

  @Test func `a base allows more`() throws {
    try expectFindings(
      of: ConditionWithoutEffect.self,
      in: """
        { "extends": ["builtin:default"],
          "rules": [{ "syscalls": ["socket"], "where": { 1️⃣"domain": "AF_UNIX" } }] }
        """,
      ["1️⃣": "add an 'else' such as"])
  }

  @Test func `an else`() throws {
    try expectNothing(
      of: ConditionWithoutEffect.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "domain": "AF_UNIX" }, "else": "kill-process" },
        { "syscalls": ["read"] }
        """))
  }
}
