import Testing

@testable import PolicyLint

@Suite struct KernelMissingTests {
  @Test func `EPERM for what is newer`() throws {
    try expectFindings(
      of: KernelMissing.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣{ "errno": "EPERM" },
          "rules": [{ "syscalls": ["read"] }] }
        """,
      ["1️⃣": "get errno(EPERM)"])
  }

  @Test func `what is newer is allowed`() throws {
    try expectFindings(
      of: KernelMissing.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"allow",
          "rules": [{ "syscalls": ["read"], "action": "kill-process" }] }
        """,
      ["1️⃣": "get allow"])
  }

  @Test func `ENOSYS anyway`() throws {
    try expectNothing(
      of: KernelMissing.self,
      in: """
        { "architectures": ["x86_64"], "default": { "errno": "ENOSYS" },
          "rules": [{ "syscalls": ["read"] }] }
        """)
  }

  @Test func `set`() throws {
    try expectNothing(
      of: KernelMissing.self,
      in: rules(
        """
        { "syscalls": ["read"] }
        """))
  }
}
