import Testing

@testable import PolicyLint

@Suite struct TerminalInjectionTests {
  @Test func `any request`() throws {
    try expectFindings(
      of: TerminalInjection.self,
      in: rules(
        """
        { "syscalls": [1️⃣"ioctl"] }
        """),
      ["1️⃣": "TIOCSTI and TIOCLINUX"])
  }

  @Test func `one of them`() throws {
    try expectFindings(
      of: TerminalInjection.self,
      in: rules(
        """
        { "syscalls": [1️⃣"ioctl"], "where": { "cmd": { "ne": "TIOCLINUX" } } }
        """),
      ["1️⃣": "with TIOCSTI"])
  }

  @Test func `by default`() throws {
    try expectFindings(
      of: TerminalInjection.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"allow", "kernel": "6.18",
          "rules": [{ "syscalls": ["mount"], "action": "kill-process" }] }
        """,
      ["1️⃣": "types into the terminal"])
  }

  @Test func `neither`() throws {
    try expectNothing(
      of: TerminalInjection.self,
      in: rules(
        """
        { "syscalls": ["ioctl"], "where": { "cmd": { "notIn": ["TIOCSTI", "TIOCLINUX"] } } }
        """))
  }
}
