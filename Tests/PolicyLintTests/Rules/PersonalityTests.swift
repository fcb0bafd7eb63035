import Testing

@testable import PolicyLint

@Suite struct PersonalityTests {
  @Test func `any`() throws {
    try expectFindings(
      of: Personality.self,
      in: rules(
        """
        { "syscalls": [1️⃣"personality"] }
        """),
      ["1️⃣": "READ_IMPLIES_EXEC"])
  }

  @Test func `harmless ones`() throws {
    try expectNothing(
      of: Personality.self,
      in: rules(
        """
        { "syscalls": ["personality"], "where": { "personality": ["PER_LINUX", "0xffffffff"] } }
        """))
  }
}
