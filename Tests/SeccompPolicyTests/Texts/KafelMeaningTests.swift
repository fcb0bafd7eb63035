import LinuxABI
import SourceDiagnostics
import Testing

@testable import SeccompPolicy

/// What policies of kafel mean.
@Suite struct KafelMeaningTests {
  /// A policy, a call, and what happens to it.
  @Test(arguments: [
    ("ALLOW { read }", "read", "allow"), ("ALLOW { read }", "write", "kill-thread"),
    ("ALLOW { read } DEFAULT ERRNO(1)", "write", "errno(EPERM)"),
    ("POLICY a { ALLOW { read } } USE a DEFAULT KILL_PROCESS", "read", "allow"),
    ("POLICY a { ALLOW { read } } USE a DEFAULT KILL_PROCESS", "write", "kill-process"),
    ("POLICY a { ALLOW { read } } DEFAULT LOG", "read", "log"),
    ("DEFAULT ALLOW KILL { ptrace } DENY { bpf } LOG { read }", "ptrace", "kill-thread"),
    ("DEFAULT ALLOW KILL { ptrace } DENY { bpf } LOG { read }", "bpf", "kill-thread"),
    ("DEFAULT ALLOW KILL { ptrace } DENY { bpf } LOG { read }", "read", "log"),
    ("KILL_THREAD { ptrace }, USER_NOTIF { bpf } DEFAULT TRAP(7)", "bpf", "notify"),
    ("KILL_THREAD { ptrace }, USER_NOTIF { bpf } DEFAULT TRAP(7)", "read", "trap(7)"),
    ("TRACE(5) { read }", "read", "trace(5)"), ("ERRNO(0x26) { read }", "read", "errno(ENOSYS)"),
    ("ERRNO(0b11) { read }", "read", "errno(ESRCH)"),
    ("ERRNO(015) { read }", "read", "errno(EACCES)"),
    ("#define E 13\nERRNO(E) { read }", "read", "errno(EACCES)"),
    ("ALLOW { SYSCALL[1] }", "write", "allow"), ("#define w 1\nALLOW { w }", "write", "allow"),
    ("ALLOW { newstat, newfstat }", "fstat", "allow"),
    ("ALLOW { } ALLOW { read { } }", "read", "allow"),
    ("ALLOW { read ON x86_64 }", "read", "allow"), ("ALLOW { read ON arm }", "read", "kill-thread"),
    ("ALLOW { read ON {arm, x86_64}, write ON {arm} }", "read", "allow"),
    ("ALLOW { read ON {arm, x86_64}, write ON {arm} }", "write", "kill-thread"),
    ("ALLOW { stat64 ON x86, read }", "read", "allow"),
    ("// a comment\nALLOW /* { write } */ { read }", "write", "kill-thread"),
    (
      "POLICY a { KILL { read }, ALLOW { write } } POLICY b { ALLOW { read }, USE a } USE b",
      "read", "allow"
    ),
    (
      "POLICY a { KILL { read }, ALLOW { write } } POLICY b { USE a, ALLOW { read } } USE b",
      "read", "kill-thread"
    ),
    (
      "POLICY a { KILL { read }, ALLOW { write } } POLICY b { USE a, ALLOW { read } } USE b",
      "write", "allow"
    ),
  ])
  func `the first rule that holds decides`(text: String, call: String, verdict: String) throws {
    #expect(try PolicyFixture(text + "\n").verdict(call) == verdict)
  }

  /// The condition of ioctl, what its registers hold, and whether it holds.
  @Test(arguments: [
    ("{ cmd == 5 }", "args[1]=5", true), ("{ cmd == 5 }", "args[1]=6", false),
    // 32 bits of what the kernel takes as 32 bits, and 64 beside a longer number.
    ("{ cmd == 5 }", "args[1]=0x100000005", true), ("{ cmd == 0x100000005 }", "args[1]=5", false),
    ("{ cmd == 0x100000005 }", "args[1]=0x100000005", true),
    ("{ arg == 5 }", "args[2]=0x100000005", false),
    ("{ arg == -1 }", "args[2]=0xffffffffffffffff", true),
    ("{ 5 == cmd }", "args[1]=5", true), ("{ 5 > cmd }", "args[1]=4", true),
    ("{ 5 > cmd }", "args[1]=5", false),
    ("{ cmd != 5 }", "args[1]=5", false), ("{ cmd < 5 }", "args[1]=4", true),
    ("{ cmd <= 5 }", "args[1]=6", false),
    ("{ cmd > 5 }", "args[1]=6", true), ("{ cmd >= 5 }", "args[1]=4", false),
    ("{ cmd < 0 }", "args[1]=0", false),
    ("{ cmd >= 0 }", "args[1]=7", true), ("{ (cmd & 4) == 0 }", "args[1]=3", true),
    ("{ (cmd & 4) == 0 }", "args[1]=5", false),
    ("{ cmd & 4 == 4 }", "args[1]=5", true), ("{ cmd & 6 != 2 }", "args[1]=3", false),
    ("{ cmd & 6 > 2 }", "args[1]=5", true), ("{ cmd & 6 > 2 }", "args[1]=3", false),
    ("{ cmd == 1|2|4 }", "args[1]=7", true), ("{ cmd | 3 == 7 }", "args[1]=5", true),
    ("{ cmd | 3 == 7 }", "args[1]=8", false), ("{ cmd | 3 < 7 }", "args[1]=1", true),
    ("{ cmd | 3 < 7 }", "args[1]=4", false),
    ("{ cmd == 1 || cmd == 2 }", "args[1]=2", true), ("{ cmd == 1, cmd == 2 }", "args[1]=2", true),
    ("{ cmd == 1 && fd == 2 }", "args[0]=2 args[1]=1", true),
    ("{ cmd == 1 && fd == 2 }", "args[0]=3 args[1]=1", false),
    ("{ cmd == 9 || cmd == 1 && fd == 2 }", "args[0]=3 args[1]=9", true),
    ("{ (cmd == 9 || cmd == 1) && fd == 2 }", "args[0]=3 args[1]=9", false),
    ("{ cmd == 9 && fd == 2, cmd == 1 }", "args[0]=3 args[1]=1", true),
    ("{ !(cmd == 1 || cmd == 2) }", "args[1]=3", true),
    ("{ !(cmd == 1 || cmd == 2) }", "args[1]=2", false),
    ("{ !(cmd == 1 && fd == 2) }", "args[0]=3 args[1]=1", true),
    ("{ !cmd == 1 }", "args[1]=2", true),
    ("{ !!(cmd > 3) }", "args[1]=4", true), ("{ ((cmd)) == ((1)) }", "args[1]=1", true),
    ("(a, b) { b == 5 && a == 1 }", "args[0]=1 args[1]=5", true),
    ("(a, b) { b == 5 }", "args[1]=0x100000005", true),
    ("(a, b, c) { c == 5 }", "args[2]=0x100000005", false), ("{ 1 == 1 }", "args[1]=5", true),
    ("{ 1 == 2 }", "args[1]=5", false),
    ("{ cmd == 1 } , ioctl { cmd == 2 }", "args[1]=2", true),
  ])
  func `a condition compares arguments`(condition: String, registers: String, holds: Bool) throws {
    let verdict = try PolicyFixture("ALLOW { ioctl\(condition) } DEFAULT TRAP(0)\n")
      .verdict("ioctl \(registers)")
    #expect(verdict == (holds ? "allow" : "trap"))
  }

  @Test func `calls of other ABIs end the thread, and x32 is told by the number`() throws {
    let fixture = PolicyFixture("DEFAULT ALLOW KILL_PROCESS { read }\n")
    #expect(try fixture.verdict("read", on: .i386, machine: .x86_64) == "kill-thread")
    #expect(try fixture.verdict("read", on: .x32, machine: .x86_64) == "allow")
    #expect(try fixture.verdict("read") == "kill-process")
  }

  @Test func `a rule is where its call is named`() throws {
    let policy = try #require(
      PolicyFixture("POLICY a {\n  ALLOW {\n    read,\n    write { fd == 1 }\n  }\n}\nUSE a\n")
        .resolve()
        .policy)
    #expect(policy.rules.map(\.place) == ["builtin:test:3", "builtin:test:4"])
    #expect(policy.rules.map { $0.location.range.range.count } == [4, 17])
  }

  @Test func `what an author may not expect is remarked`() {
    #expect(PolicyFixture("ERRNO(5000) { read }\n").remarks() == ["1:7: pointlessErrno"])
    #expect(PolicyFixture("ALLOW { read ON vax }\n").remarks() == ["1:17: unknownRequirement"])
    #expect(PolicyFixture("ALLOW { read ON mips }\n").remarks() == [])
  }
}
