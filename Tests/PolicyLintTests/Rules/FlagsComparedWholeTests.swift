import ClassicBPF
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

  @Test func `a list of values that may not be there`() throws {
    try expectFindings(
      of: FlagsComparedWhole.self,
      in: rules(
        """
        { "syscalls": ["openat"], "where": { "flags": { "notIn": [1️⃣"O_WRONLY", "O_RDWR"] } } }
        """),
      ["1️⃣": #"with one flag more the call is not denied; write { "is": "O_RDONLY" }"#])
  }

  @Test func `the call that shows it`() throws {
    let outcome = try LintOutcome(
      rules(
        """
        { "syscalls": ["openat"], "where": { "flags": { "ne": "O_WRONLY", "hasNone": "O_APPEND" } } }
        """))
    let finding = try #require(outcome.findings(of: FlagsComparedWhole.self).first)
    let flags = try #require(finding.witness?.call.arguments[2])
    #expect(finding.witness?.action == .allow)
    #expect(flags & 3 == 1 && flags & 0o2000 == 0 && flags & ~3 != 0)
  }

  @Test(arguments: [
    (
      #"{ "syscalls": ["socket"], "where": { "type": { "notIn": [1️⃣"SOCK_RAW", "SOCK_PACKET"] } } }"#,
      #"{ "syscalls": ["socket"], "where": { "type": { "is": ["SOCK_RAW", "SOCK_PACKET"] } }, "action""#
    ),
    (
      #"{ "syscalls": ["mmap"], "where": { "flags": { "ne": 1️⃣"MAP_SHARED" } } }"#,
      #"write { "is": ["MAP_"#
    ),
    (
      #"{ "syscalls": ["unshare"], "where": { "unshare_flags": { "notIn": [1️⃣"CLONE_NEWUSER", "CLONE_NEWNET"] } } }"#,
      #"write { "hasNone": "CLONE_NEWUSER|CLONE_NEWNET" }"#
    ),
    (
      #"{ "syscalls": ["open"], "where": { "flags": { "ne": 1️⃣"O_WRONLY|O_CREAT" } } }"#,
      #"{ "is": …, "hasNone": … }"#
    ),
    (
      #"{ "syscalls": ["clone"], "where": { "flags": { "ne": 1️⃣17 } }, "else": { "errno": "EPERM" } }"#,
      #"{ "flags": { "is": 17 } }"#
    ),
  ])
  func `what may not be there`(rule: String, advice: String) throws {
    try expectFindings(of: FlagsComparedWhole.self, in: rules(rule), ["1️⃣": advice])
  }

  @Test func `a denial of all but one value`() throws {
    try expectFindings(
      of: FlagsComparedWhole.self,
      in: """
        { "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
          "rules": [{ "syscalls": ["openat"], "where": { "flags": { "ne": 1️⃣"O_RDONLY" } }, "action": { "errno": "EROFS" } }] }
        """,
      ["1️⃣": "with a harmless flag the call is refused"])
  }

  @Test(arguments: [
    // Flags are kept out by themselves.
    #"{ "syscalls": ["open"], "where": { "flags": { "ne": "O_WRONLY", "only": "O_WRONLY" } } }"#,
    // Another rule allows all of them.
    """
    { "syscalls": ["open"], "where": { "flags": { "ne": "O_WRONLY", "only": "O_WRONLY" } } },
    { "syscalls": ["open"], "where": { "flags": { "has": "O_CREAT" } } }
    """,
    // There are no flags beside a family.
    #"{ "syscalls": ["socket"], "where": { "family": { "notIn": ["AF_INET", "AF_INET6"] } } }"#,
    #"{ "syscalls": ["openat"], "where": { "flags": { "is": "O_RDONLY" } } }"#,
  ])
  func `what keeps flags out`(rule: String) throws {
    try expectNothing(of: FlagsComparedWhole.self, in: rules(rule))
  }
}
