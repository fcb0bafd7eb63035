import Testing

@testable import PolicyLint

@Suite struct X32LaxerTests {
  @Test func `a denial for one ABI`() throws {
    try expectFindings(
      of: X32Laxer.self,
      in: """
        { "architectures": ["x86_64", "x32"], "default": "allow", "kernel": "6.18",
          "rules": [{ "syscalls": [1️⃣"chroot"], "architectures": ["x86_64"], "action": "kill-process" }] }
        """,
      ["1️⃣": "'chroot' is denied to x86_64 and allowed through x32"])
  }

  @Test func `both alike`() throws {
    try expectNothing(
      of: X32Laxer.self,
      in: """
        { "architectures": ["x86_64", "x32"], "default": "allow", "kernel": "6.18",
          "rules": [{ "syscalls": ["chroot"], "action": "kill-process" }] }
        """)
  }
}
