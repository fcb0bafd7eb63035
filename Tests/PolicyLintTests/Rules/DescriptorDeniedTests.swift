import Testing

@testable import PolicyLint

@Suite struct DescriptorDeniedTests {
  @Test func `a number`() throws {
    try expectFindings(
      of: DescriptorDenied.self,
      in: rules(
        """
        { "syscalls": ["write"], "where": { 1️⃣"fd": 3 }, "action": { "errno": "EBADF" } },
        { "syscalls": ["write"] }
        """),
      ["1️⃣": "another number"])
  }

  @Test func `allowed numbers`() throws {
    try expectNothing(
      of: DescriptorDenied.self,
      in: rules(
        """
        { "syscalls": ["write"], "where": { "fd": [1, 2] } }
        """))
  }
}
