import Testing

@testable import PolicyLint

@Suite struct AllBitsNeededTests {
  @Test func `has in a denial`() throws {
    try expectFindings(
      of: AllBitsNeeded.self,
      in: """
        { "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
          "rules": [{ "syscalls": ["unshare"], "where": { "unshare_flags": { "has": 1️⃣"CLONE_NEWUSER|CLONE_NEWNS" } }, "action": "kill-process" }] }
        """,
      ["1️⃣": "write 'hasAny'"])
  }

  @Test func `writable and executable memory`() throws {
    try expectNothing(
      of: AllBitsNeeded.self,
      in: rules(
        """
        { "syscalls": ["mmap"], "where": { "prot": { "has": "PROT_WRITE|PROT_EXEC" } },
          "action": "kill-process" }
        """, default: #""allow""#))
  }

  @Test func `has in a permission`() throws {
    try expectNothing(
      of: AllBitsNeeded.self,
      in: rules(
        """
        { "syscalls": ["openat"], "where": { "flags": { "has": "O_CLOEXEC|O_NOFOLLOW" } } }
        """))
  }
}
