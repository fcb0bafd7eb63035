import Testing

@testable import PolicyLint

@Suite struct PointerComparedTests {
  @Test func `an address`() throws {
    try expectFindings(
      of: PointerCompared.self,
      in: rules(
        """
        { "syscalls": ["openat"], "where": { 1️⃣"filename": "0x7f0000000000" } }
        """),
      ["1️⃣": "'filename' of 'openat' is an address"])
  }

  @Test func `a mask of an address`() throws {
    try expectFindings(
      of: PointerCompared.self,
      in: rules(
        """
        { "syscalls": ["read"], "where": { 1️⃣"buf": { "hasNone": "0xf" } } }
        """),
      ["1️⃣": "is an address"])
  }

  @Test func `null or not`() throws {
    try expectNothing(
      of: PointerCompared.self,
      in: rules(
        """
        { "syscalls": ["prlimit64"], "where": { "new_rlim": 0, "old_rlim": { "ne": 0 } } }
        """))
  }
}
