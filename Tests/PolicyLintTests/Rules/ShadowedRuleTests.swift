import Testing

@testable import PolicyLint

@Suite struct ShadowedRuleTests {
  @Test func `a denial after a permission`() throws {
    try expectFindings(
      of: ShadowedRule.self,
      in: rules(
        """
        { "syscalls": ["read", "kill"] },
        1️⃣{ "syscalls": ["kill"], "action": { "errno": "EACCES" } }
        """),
      ["1️⃣": "with another verdict, so this rule has no effect"])
  }

  @Test func `one entry of several`() throws {
    try expectFindings(
      of: ShadowedRule.self,
      in: rules(
        """
        { "syscalls": ["read", "kill"] },
        { "syscalls": ["tkill", 1️⃣"kill"], "action": { "errno": "EACCES" } }
        """),
      ["1️⃣": "'kill' is decided by an earlier rule"])
  }

  @Test func `a condition that an earlier one includes`() throws {
    try expectFindings(
      of: ShadowedRule.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "domain": ["AF_UNIX", "AF_INET"] } },
        1️⃣{ "syscalls": ["socket"], "where": { "domain": "AF_INET" }, "action": "kill-process" }
        """),
      ["1️⃣": "put the stricter rule first"])
  }

  @Test func `an exception before a group`() throws {
    try expectNothing(
      of: ShadowedRule.self,
      in: rules(
        """
        { "syscalls": ["ptrace"], "action": { "errno": "EACCES" } },
        { "syscalls": ["@debug"] }
        """))
  }

  @Test func `the exception from a rule`() throws {
    try expectNothing(
      of: ShadowedRule.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "domain": "AF_INET" }, "action": "kill-process" },
        { "syscalls": ["socket"] }
        """))
  }
}
