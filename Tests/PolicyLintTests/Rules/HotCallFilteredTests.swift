import Testing

@testable import PolicyLint

@Suite struct HotCallFilteredTests {
  @Test func `read with a condition`() throws {
    try expectFindings(
      of: HotCallFiltered.self,
      in: rules(
        """
        { "syscalls": [1️⃣"read"], "where": { "count": { "le": 4096 } } }
        """),
      ["1️⃣": "instructions of the filter each time"])
  }

  @Test func `it is worth it`() throws {
    try expectNothing(
      of: HotCallFiltered.self,
      in: rules(
        """
        { "syscalls": ["read"], "where": { "count": { "le": 4096 } }, "comment": "small reads only" }
        """))
  }

  @Test func `the rule with the condition is the cause, and not the one that allows the rest`()
    throws
  {
    let rest = #"{ "syscalls": ["@network-io"] }"#
    try expectFindings(
      of: HotCallFiltered.self,
      in: rules(
        """
        { "syscalls": [1️⃣"sendto"], "where": { "addr": { "ne": 0 } }, "action": { "errno": "EPERM" } },
        \(rest)
        """),
      ["1️⃣": "'sendto' runs"])
    try expectNothing(
      of: HotCallFiltered.self,
      in: rules(
        """
        { "syscalls": ["sendto"], "where": { "addr": { "ne": 0 } }, "action": { "errno": "EPERM" },
          "comment": "no datagrams" },
        \(rest)
        """))
  }

  @Test func `a rare call`() throws {
    try expectNothing(
      of: HotCallFiltered.self,
      in: rules(
        """
        { "syscalls": ["mmap"], "where": { "prot": { "hasNone": "PROT_EXEC" } } }
        """))
  }
}
