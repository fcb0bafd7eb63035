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

  @Test func `strict`() throws {
    try expectNothing(
      of: WidthOverridden.self,
      in: rules(
        """
        { "syscalls": ["ioctl"], "where": { "cmd": { "ne": "TIOCSTI", "strict": true } } }
        """))
  }
}
