import Testing

@testable import PolicyLint

@Suite struct RepeatedCallTests {
  @Test func `a call twice`() throws {
    try expectFindings(
      of: RepeatedCall.self,
      in: rules(
        """
        { "syscalls": ["read", "write"] },
        { "syscalls": ["close", 1️⃣"write"] }
        """),
      ["1️⃣": "remove the entry"])
  }

  @Test func `a rule twice`() throws {
    try expectFindings(
      of: RepeatedCall.self,
      in: rules(
        """
        { "syscalls": ["read", "write"] },
        1️⃣{ "syscalls": ["read"] }
        """),
      ["1️⃣": "remove the rule"])
  }

  @Test func `a restriction after a permission`() throws {
    try expectFindings(
      of: RepeatedCall.self,
      in: rules(
        """
        { "syscalls": ["@network-io"] },
        1️⃣{ "syscalls": ["socket"], "where": { "domain": "AF_UNIX" } }
        """),
      ["1️⃣": "put the rule first, with an 'else'"])
  }

  @Test func `groups that overlap`() throws {
    try expectNothing(
      of: RepeatedCall.self,
      in: rules(
        """
        { "syscalls": ["@basic-io"] },
        { "syscalls": ["@default", "@file-system"] }
        """))
  }
}
