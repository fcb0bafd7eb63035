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

  @Test func `a condition for one ABI`() throws {
    try expectFindings(
      of: X32Laxer.self,
      in: """
        { "architectures": ["x86_64", "x32"], "default": { "errno": "EPERM" }, "kernel": "6.18",
          "rules": [
            { "syscalls": ["read", "socket"], "architectures": ["x32"] },
            { "syscalls": ["read"], "architectures": ["x86_64"] },
            { "syscalls": [1️⃣"socket"], "architectures": ["x86_64"], "where": { "family": "AF_UNIX" }, "else": "kill-process" }
          ] }
        """,
      ["1️⃣": "'socket' with certain arguments is denied to x86_64 and allowed through x32"])
  }

  @Test func `several calls are one finding`() throws {
    let report = try LintOutcome(
      """
      { "architectures": ["x86_64", "x32"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["read", "write", "close"], "architectures": ["x32"] },
          { "syscalls": ["close"], "architectures": ["x86_64"], "where": { "fd": { "gt": 2 } } }
        ] }
      """)
    let found = report.findings(of: X32Laxer.self)
    #expect(found.count == 1)
    #expect(found.first?.problem.hasSuffix(", and so are 2 others") == true)
  }

  @Test func `conditions alike, also where one ABI looks at fewer bits`() throws {
    try expectNothing(
      of: X32Laxer.self,
      in: """
        { "architectures": ["x86_64", "x32"], "default": { "errno": "EPERM" }, "kernel": "6.18",
          "rules": [
            { "syscalls": ["read"], "where": { "count": { "le": 4096 }, "fd": { "ne": -1 } } },
            { "syscalls": ["ioctl"], "where": { "cmd": "TCGETS", "arg": { "ne": 0 } } },
            { "syscalls": ["clone"], "where": { "flags": { "hasNone": "CLONE_NEWUSER" } } }
          ] }
        """)
  }
}
