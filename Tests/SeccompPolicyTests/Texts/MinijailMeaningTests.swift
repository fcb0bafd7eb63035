import LinuxABI
import Testing

@testable import SeccompPolicy

/// What policies of minijail mean.
@Suite struct MinijailMeaningTests {
  /// A line, a call, and what happens to it.
  @Test(arguments: [
    ("read: 1", "read", "allow"), ("read: 1", "write", "kill-thread"),
    ("read: allow", "read", "allow"), ("kill: kill", "kill", "kill-thread"),
    ("read: kill-thread", "read", "kill-thread"), ("read: kill-process", "read", "kill-process"),
    ("read: trap", "read", "trap"), ("read: trace", "read", "trace"),
    ("read: log", "read", "log"), ("read: user-notify", "read", "notify"),
    ("read: return EPERM", "read", "errno(EPERM)"), ("read: return 13", "read", "errno(EACCES)"),
    ("read: return 015", "read", "errno(EACCES)"), ("read: return 0xd", "read", "errno(EACCES)"),
    (
      "read: return",
      "read",
      "kill-thread"
    ),
    (
      "0: 1",
      "read",
      "allow"
    ),
    (
      "0x1: 1",
      "write",
      "allow"
    ),
    ("  read :1  # a comment", "read", "allow"), ("read: \\\n  1", "read", "allow"),
    ("read: \\\r\n1\r\nwrite: 1\r\n", "write", "allow"),
    ("{read, write}: allow", "write", "allow"), ("{read}: {allow}", "read", "allow"),
    ("{read, write}: allow", "openat", "kill-thread"),
    ("read[arch=x86_64]: 1", "read", "allow"), ("read[arch=arm64]: 1", "read", "kill-thread"),
    ("{read[arch=arm64,x86_64], write[arch=arm]}: 1", "read", "allow"),
    ("{read[arch=arm64,x86_64], write[arch=arm]}: 1", "write", "kill-thread"),
    (
      "{stat64[arch=arm], read}: 1",
      "read",
      "allow"
    ),
    (
      "stat64[arch=arm]: 1\nread: 1",
      "read",
      "allow"
    ),
    (
      "@default trap\nread: 1",
      "write",
      "trap"
    ),
    (
      "@default kill-process\nread: 1",
      "write",
      "kill-process"
    ),
    ("@default kill\n@default user-notify\nread: 1", "write", "notify"),
    (
      "@denylist\nbpf: return EPERM",
      "bpf",
      "errno(EPERM)"
    ),
    (
      "@denylist\nbpf: return EPERM",
      "read",
      "allow"
    ),
    ("@frequency ./not-there\nread: 1", "read", "allow"),
  ])
  func `a line decides a call`(text: String, call: String, verdict: String) throws {
    #expect(try PolicyFixture(minijail: text).verdict(call) == verdict)
  }

  /// The condition, what register 1 holds, and whether the call is allowed.
  @Test(arguments: [
    ("arg1 == 5", "5", true), ("arg1 == 5", "0x100000005", false), ("arg1==5", "5", true),
    ("arg1 != 5", "5", false), ("arg1 != 5", "0x100000005", true),
    ("arg1 < 5", "4", true), ("arg1 < 5", "5", false), ("arg1 < 0", "0", false),
    ("arg1 <= 5", "5", true), ("arg1 <= 5", "6", false),
    ("arg1 > 5", "0xffffffffffffffff", true), ("arg1 > 5", "5", false),
    ("arg1 >= 5", "5", true), ("arg1 >= 5", "4", false),
    ("arg1 == -1", "0xffffffffffffffff", true), ("arg1 == -1", "0xffffffff", false),
    ("arg1 == 0xffffffffffffffff", "0xffffffffffffffff", true),
    ("arg1 & 6", "2", true), ("arg1 & 6", "9", false), ("arg1 & 0", "7", false),
    ("arg1 in 6", "4", true), ("arg1 in 6", "0", true), ("arg1 in 6", "5", false),
    ("arg1 in ~PROT_EXEC", "3", true), ("arg1 in ~PROT_EXEC", "4", false),
    ("arg1 in ~0", "4", true), ("arg1 == O_RDWR|O_CREAT", "0x42", true),
    ("arg1 == (1|(2|~0xfffffffffffffffb))", "7", true), ("arg1 == 1|2", "3", true),
    ("arg1 == 017", "15", true), ("arg1 == TCGETS", "0x5401", true),
    ("arg1 == 1 || arg1 == 2", "2", true), ("arg1 == 1 || arg1 == 2", "3", false),
    ("arg1 > 1 && arg1 < 4", "3", true), ("arg1 > 1 && arg1 < 4", "4", false),
    ("arg1 == 9 || arg1 > 1 && arg1 < 4", "9", true),
    ("arg1 == 9 && arg1 > 1 || arg1 < 4", "3", true),
    ("arg1 == 1 || \\\n  arg1 == 2", "2", true),
  ])
  func `a condition compares a register`(text: String, register: String, isAllowed: Bool) throws {
    let verdict = try PolicyFixture(minijail: "ioctl: \(text)")
      .verdict("ioctl args[1]=\(register)")
    #expect(verdict == (isAllowed ? "allow" : "kill-thread"))
  }

  @Test func `an action behind a condition is for those that pass, or for those that fail`() throws
  {
    let text = "ioctl: arg1 == 5; return EPERM\n"
    func verdict(_ reader: MinijailReader, _ register: Int) throws -> String {
      try PolicyFixture(minijail: text, by: reader).verdict("ioctl args[1]=\(register)")
    }
    #expect(try verdict(.minijail0, 5) == "allow")
    #expect(try verdict(.minijail0, 6) == "errno(EPERM)")
    #expect(try verdict(.compiler, 5) == "errno(EPERM)")
    #expect(try verdict(.compiler, 6) == "kill-thread")
    #expect(
      PolicyFixture(minijail: text).resolve().mistakes == [
        "1:19: an action behind a condition: compile_seccomp_policy.py takes it for the calls that pass "
          + "the condition, minijail0 takes it for those that do not, and allows the others; say with "
          + "'--dialect minijail0' or '--dialect compile_seccomp_policy' who reads the policy"
      ])
  }

  @Test func `syntax that one reader has says who it is`() throws {
    let compiled = PolicyFixture(minijail: "read: allow\nioctl: arg1 == 5; return EPERM\n")
    #expect(try compiled.verdict("ioctl args[1]=5") == "errno(EPERM)")
    let numbered = PolicyFixture(minijail: "0: 1\nioctl: arg1 == 5; return EPERM\n")
    #expect(try numbered.verdict("ioctl args[1]=5") == "allow")
  }

  @Test func `the first filter of a list that holds decides`() throws {
    let fixture = PolicyFixture(
      minijail: "ioctl: {arg1 == 1; return EPERM, arg1 < 3, arg1 == 4; trap, return ENOSYS}\n")
    #expect(try fixture.verdict("ioctl args[1]=1") == "errno(EPERM)")
    #expect(try fixture.verdict("ioctl args[1]=2") == "allow")
    #expect(try fixture.verdict("ioctl args[1]=4") == "trap")
    #expect(try fixture.verdict("ioctl args[1]=5") == "errno(ENOSYS)")
  }

  @Test func `conditions before an allow are left out`() throws {
    let fixture = PolicyFixture(minijail: "{ioctl, read}: {arg1 == 1; return EPERM, allow}\n")
    #expect(try fixture.verdict("ioctl args[1]=1") == "allow")
    #expect(fixture.remarks() == ["1:42: conditionsLost", "1:42: conditionsLost"])
    // A list of what is refused has its conditions.
    let refused = PolicyFixture(minijail: "@denylist\nioctl: arg1 == 1; return EPERM\n")
    #expect(try refused.verdict("ioctl args[1]=1") == "errno(EPERM)")
    #expect(try refused.verdict("ioctl args[1]=2") == "allow")
  }

  @Test func `lines for one call stand in their order`() throws {
    let fixture = PolicyFixture(
      minijail: "ioctl: arg1 == 1\nioctl: arg1 <= 2; trap\nioctl: return EPERM\n", by: .compiler)
    #expect(try fixture.verdict("ioctl args[1]=1") == "allow")
    #expect(try fixture.verdict("ioctl args[1]=2") == "trap")
    #expect(try fixture.verdict("ioctl args[1]=3") == "errno(EPERM)")
  }

  @Test func `an included file stands where it is named`() throws {
    let files = [
      "first": "ioctl: arg1 == 1; return EPERM\n@include ./second.json\n",
      "second": "@default trap\nioctl: arg1 <= 2\n",
    ]
    let fixture = PolicyFixture(
      minijail: "read: 1\n@include ./first.json\nioctl: arg1 <= 3; return EACCES\n", files: files)
    #expect(try fixture.verdict("ioctl args[1]=1") == "errno(EPERM)")
    #expect(try fixture.verdict("ioctl args[1]=2") == "allow")
    #expect(try fixture.verdict("ioctl args[1]=3") == "errno(EACCES)")
    #expect(try fixture.verdict("ioctl args[1]=4") == "trap")
    #expect(try fixture.verdict("read") == "allow")
    let policy = try #require(fixture.resolve().policy)
    #expect(
      policy.rules.map(\.place) == [
        "builtin:test:1", "builtin:first:1", "builtin:second:2", "builtin:test:3",
      ])
  }

  @Test func `calls of other ABIs end the thread, and x32 is told by the number`() throws {
    let fixture = PolicyFixture(minijail: "read: 1\n")
    #expect(try fixture.verdict("read", on: .i386, machine: .x86_64) == "kill-thread")
    #expect(try fixture.verdict("read", on: .x32, machine: .x86_64) == "kill-thread")
    let open = PolicyFixture(minijail: "@denylist\nread: return EPERM\n")
    #expect(try open.verdict("read", on: .i386, machine: .x86_64) == "kill-thread")
    #expect(try open.verdict("read", on: .x32, machine: .x86_64) == "allow")
    #expect(try open.verdict("read") == "errno(EPERM)")
  }

  @Test(arguments: [
    ("@frequency ./a\nread: 1", ["1:1: pointlessSetting"]),
    ("getpid: arg0 == 1", ["1:9: absentArgument"]), ("read: arg0 & 0", ["1:7: emptyMask"]),
    ("read: arg0 in ~0", ["1:7: emptyMask"]), ("read: return 0", ["1:14: pointlessErrno"]),
    ("read[arch=vax]: 1\nwrite: 1", ["1:11: unknownRequirement"]),
    ("read[os=linux]: 1", ["1:6: ignoredKey"]), ("read: 1", []),
  ])
  func `what an author may not expect is remarked`(text: String, remarks: [String]) {
    #expect(PolicyFixture(minijail: text).remarks() == remarks)
  }
}
