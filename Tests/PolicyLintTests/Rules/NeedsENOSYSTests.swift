import Testing

@testable import PolicyLint

@Suite struct NeedsENOSYSTests {
  @Test func `clone3 by default`() throws {
    try expectFindings(
      of: NeedsENOSYS.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣{ "errno": "EPERM" }, "kernel": "6.18",
          "rules": [{ "syscalls": ["clone"] }] }
        """,
      ["1️⃣": "'clone3' is refused with EPERM"])
  }

  @Test func `clone3 by a rule`() throws {
    try expectFindings(
      of: NeedsENOSYS.self,
      in: rules(
        """
        { "syscalls": ["clone"] },
        { "syscalls": [1️⃣"clone3"], "action": "kill-process" }
        """),
      ["1️⃣": "refused with 'kill-process'"])
  }

  @Test func `faccessat2`() throws {
    try expectFindings(
      of: NeedsENOSYS.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣{ "errno": "EPERM" }, "kernel": "6.18",
          "rules": [{ "syscalls": ["faccessat", "newfstatat"] }] }
        """,
      ["1️⃣": "'faccessat2' and 'statx' are refused"])
  }

  @Test func `ENOSYS`() throws {
    try expectNothing(
      of: NeedsENOSYS.self,
      in: rules(
        """
        { "syscalls": ["clone"] },
        { "syscalls": ["clone3"], "action": { "errno": "ENOSYS" } }
        """))
  }

  @Test func `newer than the policy`() throws {
    try expectNothing(
      of: NeedsENOSYS.self,
      in: """
        { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "5.1",
          "rules": [{ "syscalls": ["clone", "faccessat"] }] }
        """)
  }

  @Test func `without the older call`() throws {
    try expectNothing(
      of: NeedsENOSYS.self,
      in: rules(
        """
        { "syscalls": ["read"] }
        """))
  }
}
