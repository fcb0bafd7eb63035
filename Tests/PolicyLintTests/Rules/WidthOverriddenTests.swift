import Testing

@testable import PolicyLint

@Suite struct WidthOverriddenTests {
  @Test func `64 bits of an int`() throws {
    try expectFindings(
      of: WidthOverridden.self,
      in: rules(
        """
        { "syscalls": ["ioctl"], "where": { "cmd": { "ne": "TIOCSTI", "width": 1️⃣64 } } }
        """),
      ["1️⃣": "the kernel looks at 32 bits of"])
  }

  @Test func `half of a size`() throws {
    try expectFindings(
      of: WidthOverridden.self,
      in: rules(
        """
        { "syscalls": ["write"], "where": { "count": { "le": 4096, "width": 1️⃣32 } } }
        """),
      ["1️⃣": "compares only 32"])
  }

  @Test(arguments: ["i386", "arm"])
  func `64 bits of what a 32-bit program passes`(abi: String) throws {
    try expectFindings(
      of: WidthOverridden.self,
      in: """
        {
          "architectures": ["\(abi)"], "default": { "errno": "EPERM" }, "kernel": "6.18",
          "rules": [{ "syscalls": ["write"], "where": { "count": { "le": 4096, "width": 1️⃣64 } } }]
        }
        """,
      ["1️⃣": "the kernel looks at 32 bits of"])
  }

  @Test func `strict`() throws {
    try expectNothing(
      of: WidthOverridden.self,
      in: rules(
        """
        { "syscalls": ["ioctl"], "where": { "cmd": { "ne": "TIOCSTI", "strict": true } } }
        """))
  }
}
