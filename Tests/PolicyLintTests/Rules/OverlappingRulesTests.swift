import Testing

@testable import PolicyLint

@Suite struct OverlappingRulesTests {
  @Test func `neither is the exception`() throws {
    try expectFindings(
      of: OverlappingRules.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "family": "AF_INET" } },
        1️⃣{ "syscalls": ["socket"], "where": { "type": { "is": "SOCK_RAW" } }, "action": "kill-process" }
        """),
      ["1️⃣": "neither rule is a special case"])
  }

  @Test func `an exception comes first`() throws {
    try expectNothing(
      of: OverlappingRules.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "family": "AF_INET", "type": { "is": "SOCK_RAW" } }, "action": "kill-process" },
        { "syscalls": ["socket"], "where": { "family": "AF_INET" } }
        """))
  }
}
