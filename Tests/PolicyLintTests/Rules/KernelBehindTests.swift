import Testing

@testable import PolicyLint

@Suite struct KernelBehindTests {
  @Test func `long ago`() throws {
    try expectFindings(
      of: KernelBehind.self,
      in: """
        { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": 1️⃣"4.4",
          "rules": [{ "syscalls": ["read"] }] }
        """,
      ["1️⃣": "calls have come since Linux 4.4"])
  }

  @Test func `in the future`() throws {
    try expectFindings(
      of: KernelBehind.self,
      in: """
        { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": 1️⃣"99.0",
          "rules": [{ "syscalls": ["read"] }] }
        """,
      ["1️⃣": "the tables end with"])
  }

  @Test func `of these days`() throws {
    try expectNothing(
      of: KernelBehind.self,
      in: rules(
        """
        { "syscalls": ["read"] }
        """))
  }
}
