import Testing

@testable import PolicyLint

@Suite struct ThreadsBlockedTests {
  @Test func `no end`() throws {
    try expectFindings(
      of: ThreadsBlocked.self,
      in: rules(
        """
        { "syscalls": [1️⃣"clone", "futex"] }
        """),
      ["1️⃣": "'exit' is not allowed"])
  }

  @Test func `no threads at all`() throws {
    try expectNothing(
      of: ThreadsBlocked.self,
      in: rules(
        """
        { "syscalls": ["clone"], "where": { "flags": { "hasNone": "CLONE_THREAD" } } }
        """))
  }
}
