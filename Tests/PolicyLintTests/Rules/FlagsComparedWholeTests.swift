import Testing

@testable import PolicyLint

@Suite struct FlagsComparedWholeTests {
  @Test func `a denial`() throws {
    try expectFindings(
      of: FlagsComparedWhole.self,
      in: """
        { "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
          "rules": [{ "syscalls": ["unshare"], "where": { "unshare_flags": 1️⃣"CLONE_NEWUSER" }, "action": "kill-process" }] }
        """,
      ["1️⃣": "with one flag more the call is not denied"])
  }

  @Test func `a permission`() throws {
    try expectFindings(
      of: FlagsComparedWhole.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "type": 1️⃣"SOCK_STREAM" } }
        """),
      ["1️⃣": "with a harmless flag the call is refused"])
  }

  @Test func `the value of its field`() throws {
    try expectNothing(
      of: FlagsComparedWhole.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "type": { "is": "SOCK_STREAM" } } }
        """))
  }

  @Test func `all that is meant`() throws {
    try expectNothing(
      of: FlagsComparedWhole.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "type": ["SOCK_STREAM", "SOCK_STREAM|SOCK_CLOEXEC"] } }
        """))
  }
}
