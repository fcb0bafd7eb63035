import Testing

@testable import PolicyLint

@Suite struct WritableCodeTests {
  @Test func `pkey_mprotect is forgotten`() throws {
    try expectFindings(
      of: WritableCode.self,
      in: rules(
        """
        { "syscalls": [1️⃣"mprotect"], "where": { "prot": { "hasNone": "PROT_EXEC" } }, "else": { "errno": "EPERM" } },
        { "syscalls": ["pkey_mprotect"] }
        """),
      ["1️⃣": "'pkey_mprotect' can do it"])
  }

  @Test func `no such claim`() throws {
    try expectNothing(
      of: WritableCode.self,
      in: rules(
        """
        { "syscalls": ["mmap", "mprotect", "pkey_mprotect"] }
        """))
  }
}
