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

  @Test func `a rare call`() throws {
    try expectNothing(
      of: HotCallFiltered.self,
      in: rules(
        """
        { "syscalls": ["mmap"], "where": { "prot": { "hasNone": "PROT_EXEC" } } }
        """))
  }
}
