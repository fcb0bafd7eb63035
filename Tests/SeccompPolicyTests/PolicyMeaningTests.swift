import ClassicBPF
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import Testing

/// What policies mean, sentence by sentence: a policy, a call, and the verdict.
@Suite struct PolicyMeaningTests {
  /// A row: what is shown, the policy, the call, the ABI, the verdict.
  struct Row: CustomStringConvertible, Sendable {
    var description: String
    var policy: String
    var call: String
    var abi: ABI
    var verdict: String

    init(
      _ description: String, _ policy: String, _ call: String, _ verdict: String,
      on abi: ABI = .x86_64
    ) {
      self.description = description
      self.policy = policy
      self.call = call
      self.abi = abi
      self.verdict = verdict
    }
  }

  @Test(arguments: conditionRows + ruleRows)
  func `a call gets the verdict that the policy says`(row: Row) throws {
    #expect(
      try PolicyFixture(row.policy).verdict(
        row.call, on: row.abi, machine: row.abi == .x32 ? .x86_64 : nil) == row.verdict)
  }

  private static let conditionRows: [Row] = [
    Row("a value", condition(#"{"flags": 5}"#), "openat flags=5", "allow"),
    Row("another value", condition(#"{"flags": 5}"#), "openat flags=4", "errno(EPERM)"),
    Row(
      "only the bits that the kernel looks at", condition(#"{"flags": 5}"#),
      "openat arg2=0xabcd00000005", "allow"),
    Row(
      "a register where the prototype counts from 1",
      condition(#"{"args[1]": 5}"#, on: "prctl"), "prctl args[1]=5", "allow"),
    Row(
      "and not the one beside it", condition(#"{"args[1]": 5}"#, on: "prctl"),
      "prctl args[1]=4 args[2]=5", "errno(EPERM)"),
    Row(
      "its argument's width", condition(#"{"args[2]": 5}"#), "openat arg2=0xabcd00000005", "allow"),
    Row("a list", condition(#"{"flags": [1, 5]}"#), "openat flags=5", "allow"),
    Row(
      "a range in a list", condition(#"{"flags": [{"from": 3, "to": 5}]}"#), "openat flags=3",
      "allow"),
    Row(
      "beyond a range", condition(#"{"flags": [{"from": 3, "to": 5}]}"#), "openat flags=6",
      "errno(EPERM)"),
    Row(
      "a range across zero", condition(#"{"flags": [{"from": -2, "to": 1}]}"#), "openat flags=-2",
      "allow"),
    Row(
      "outside of a range across zero", condition(#"{"flags": [{"from": -2, "to": 1}]}"#),
      "openat flags=-3", "errno(EPERM)"),
    Row(
      "-1 and 0xffffffff are one int", condition(#"{"flags": -1}"#), "openat flags=0xffffffff",
      "allow"),
    Row("eq", condition(#"{"flags": {"eq": "0x10"}}"#), "openat flags=16", "allow"),
    Row("octal", condition(#"{"mode": "0o17"}"#), "openat mode=15", "allow"),
    Row("ne", condition(#"{"flags": {"ne": 1}}"#), "openat flags=1", "errno(EPERM)"),
    Row("in", condition(#"{"flags": {"in": [1]}}"#), "openat flags=1", "allow"),
    Row("notIn", condition(#"{"flags": {"notIn": [1, 2]}}"#), "openat flags=3", "allow"),
    Row(
      "lt is signed for an int", condition(#"{"flags": {"lt": 0}}"#), "openat flags=0x80000000",
      "allow"),
    Row("lt, not below", condition(#"{"flags": {"lt": 0}}"#), "openat flags=0", "errno(EPERM)"),
    Row(
      "ge is signed for an int", condition(#"{"flags": {"ge": 0}}"#), "openat flags=-1",
      "errno(EPERM)"),
    Row(
      "gt is unsigned for a descriptor", condition(#"{"fd": {"gt": 5}}"#, on: "read"),
      "read fd=0xffffffff", "allow"),
    Row(
      "le has 64 bits for a size", condition(#"{"count": {"le": "0x100000000"}}"#, on: "read"),
      "read count=0x100000001", "errno(EPERM)"),
    Row("16 bits of a mode", condition(#"{"mode": 1}"#), "openat arg3=0x70001", "allow"),
    Row(
      "has, all", condition(#"{"flags": {"has": "O_CREAT|O_EXCL"}}"#),
      "openat flags=O_CREAT|O_EXCL|O_RDWR", "allow"),
    Row(
      "has, some", condition(#"{"flags": {"has": "O_CREAT|O_EXCL"}}"#), "openat flags=O_CREAT",
      "errno(EPERM)"),
    Row(
      "hasAny", condition(#"{"flags": {"hasAny": "O_CREAT|O_TRUNC"}}"#), "openat flags=O_TRUNC",
      "allow"),
    Row(
      "hasAny, none", condition(#"{"flags": {"hasAny": "O_CREAT|O_TRUNC"}}"#),
      "openat flags=O_RDWR", "errno(EPERM)"),
    Row(
      "hasNone", condition(#"{"flags": {"hasNone": "O_CREAT|O_TRUNC"}}"#), "openat flags=O_RDWR",
      "allow"),
    Row(
      "only", condition(#"{"flags": {"only": "O_ACCMODE|O_CLOEXEC"}}"#),
      "openat flags=O_RDWR|O_CLOEXEC", "allow"),
    Row(
      "only, another bit", condition(#"{"flags": {"only": "O_ACCMODE|O_CLOEXEC"}}"#),
      "openat flags=O_CREAT", "errno(EPERM)"),
    Row(
      "only, beside the field",
      condition(#"{"flags": {"is": ["O_RDONLY", "O_WRONLY"], "only": "O_CLOEXEC"}}"#),
      "openat flags=O_WRONLY|O_CLOEXEC", "allow"),
    Row(
      "only, beside the field, another value",
      condition(#"{"flags": {"is": ["O_RDONLY", "O_WRONLY"], "only": "O_CLOEXEC"}}"#),
      "openat flags=O_RDWR|O_CLOEXEC", "errno(EPERM)"),
    Row(
      "only, beside the field, another bit",
      condition(#"{"flags": {"only": "O_CLOEXEC", "is": ["O_RDONLY", "O_WRONLY"]}}"#),
      "openat flags=O_WRONLY|O_CREAT", "errno(EPERM)"),
    Row("is", condition(#"{"flags": {"is": "O_RDONLY"}}"#), "openat flags=O_CREAT", "allow"),
    Row(
      "is, another value", condition(#"{"flags": {"is": "O_RDONLY"}}"#),
      "openat flags=O_CREAT|O_WRONLY", "errno(EPERM)"),
    Row(
      "is, a list", condition(#"{"type": {"is": ["SOCK_STREAM", "SOCK_DGRAM"]}}"#, on: "socket"),
      "socket type=SOCK_DGRAM|SOCK_CLOEXEC", "allow"),
    Row(
      "masked", condition(#"{"flags": {"masked": {"mask": "O_TMPFILE", "value": "O_TMPFILE"}}}"#),
      "openat flags=O_TMPFILE|O_RDWR", "allow"),
    Row(
      "masked, a part",
      condition(#"{"flags": {"masked": {"mask": "O_TMPFILE", "value": "O_TMPFILE"}}}"#),
      "openat flags=O_DIRECTORY", "errno(EPERM)"),
    Row(
      "~ takes the bits of the width",
      condition(#"{"flags": {"hasNone": "~(O_ACCMODE|O_CLOEXEC)"}}"#), "openat flags=O_RDWR",
      "allow"),
    Row(
      "~ as a signed number", condition(#"{"flags": {"le": "~0x0"}}"#), "openat flags=-1", "allow"),
    Row(
      "several operators hold together", condition(#"{"flags": {"ge": 3, "ne": 4}}"#),
      "openat flags=4", "errno(EPERM)"),
    Row(
      "several arguments hold together", condition(#"{"flags": 1, "mode": 2}"#),
      "openat flags=1 mode=3", "errno(EPERM)"),
    Row(
      "one alternative is enough", condition(#"[{"flags": 1}, {"mode": 2}]"#),
      "openat flags=7 mode=2", "allow"),
    Row(
      "width 64 looks at the register", condition(#"{"flags": {"eq": 5, "width": 64}}"#),
      "openat arg2=0x100000005", "errno(EPERM)"),
    Row(
      "width 32 looks at half of a size",
      condition(#"{"count": {"eq": 5, "width": 32}}"#, on: "read"), "read count=0x100000005",
      "allow"),
    Row(
      "width makes a comparison unsigned", condition(#"{"flags": {"ge": 5, "width": 32}}"#),
      "openat flags=-1", "allow"),
    Row(
      "strict, zero", condition(#"{"flags": {"eq": 5, "strict": true}}"#), "openat arg2=5", "allow"),
    Row(
      "strict, garbage", condition(#"{"flags": {"eq": 5, "strict": true}}"#),
      "openat arg2=0x100000005", "errno(EPERM)"),
    Row(
      "strict, sign extension", condition(#"{"flags": {"eq": -5, "strict": true}}"#),
      "openat arg2=0xfffffffffffffffb", "allow"),
    Row(
      "strict, wrong sign extension", condition(#"{"flags": {"eq": 5, "strict": true}}"#),
      "openat arg2=0xffffffff00000005", "errno(EPERM)"),
    Row(
      "strict of 16 bits", condition(#"{"mode": {"eq": 5, "strict": true}}"#),
      "openat arg3=0x10005", "errno(EPERM)"),
    Row(
      "mmap's flags have 32 bits", condition(#"{"flags": {"is": "MAP_PRIVATE"}}"#, on: "mmap"),
      "mmap arg3=0x100000002", "allow"),
    Row(
      "clone's flags have 32 bits",
      condition(#"{"flags": {"hasNone": "CLONE_NEWUSER"}}"#, on: "clone"), "clone arg0=0x110000000",
      "errno(EPERM)"),
    Row(
      "mprotect's prot has 64 bits", condition(#"{"prot": 1}"#, on: "mprotect"),
      "mprotect arg2=0x100000001", "errno(EPERM)"),
    Row(
      "a name of the manual page", condition(#"{"domain": "AF_UNIX"}"#, on: "socket"),
      "socket family=1", "allow"),
    Row(
      "futex's flags are constants",
      condition(#"{"op": {"hasNone": "FUTEX_PRIVATE_FLAG|FUTEX_CLOCK_REALTIME"}}"#, on: "futex"),
      "futex op=FUTEX_WAIT_PRIVATE", "errno(EPERM)"),
    Row(
      "prctl's arguments have names of their own", condition(#"{"second": 9}"#, on: "prctl"),
      "prctl 5 9", "allow"),
    Row(
      "the register of prctl's option is clear", condition(#"{"arg0": 5}"#, on: "prctl"),
      "prctl 5 9", "allow"),
    Row(
      "sysfs counts its arguments as registers are counted",
      condition(#"{"arg2": 9}"#, on: "sysfs"), "sysfs 1 2 9", "allow"),
    Row("a register", condition(#"{"arg2": 7}"#), "openat flags=7", "allow"),
    Row(
      "a constant of a set of values",
      condition(#"{"cmd": ["TIOCSTI", "TIOCLINUX"]}"#, on: "ioctl"), "ioctl 0 TIOCLINUX", "allow"),
    Row("AT_FDCWD is negative", condition(#"{"dirfd": "AT_FDCWD"}"#), "openat dirfd=-100", "allow"),
    Row(
      "AT_FDCWD, not extended", condition(#"{"dirfd": "AT_FDCWD"}"#), "openat arg0=0xffffff9c",
      "allow"),
  ]

  private static let ruleRows: [Row] = [
    Row(
      "the first rule decides",
      rules(#"{"syscalls": ["read"], "action": "log"}, {"syscalls": ["read"]}"#), "read", "log"),
    Row(
      "a condition that fails passes on",
      rules(
        #"{"syscalls": ["read"], "where": {"fd": 1}, "action": "log"}, {"syscalls": ["read"]}"#),
      "read fd=2", "allow"),
    Row(
      "else decides",
      rules(#"{"syscalls": ["read"], "where": {"fd": 1}, "else": "trap"}, {"syscalls": ["read"]}"#),
      "read fd=2", "trap"),
    Row("default decides the rest", rules(#"{"syscalls": ["read"]}"#), "write", "errno(EPERM)"),
    Row("! removes", rules(#"{"syscalls": ["@sync", "!fsync"]}"#), "fsync", "errno(EPERM)"),
    Row(
      "what was removed can be added again", rules(#"{"syscalls": ["@sync", "!fsync", "fsync"]}"#),
      "fsync", "allow"),
    Row("an unknown name? is skipped", rules(#"{"syscalls": ["raed?", "read"]}"#), "read", "allow"),
    Row("a known name? counts", rules(#"{"syscalls": ["read?"]}"#), "read", "allow"),
    Row("a number", rules(##"{"syscalls": ["#0"]}"##), "read", "allow"),
    Row(
      "a number has the arguments of its call",
      rules(##"{"syscalls": ["#257"], "where": {"flags": 1}}"##), "openat arg2=0x100000001", "allow"
    ),
    Row(
      "a number that no table knows",
      rules(##"{"syscalls": ["#999"], "where": {"arg0": "0x100000000"}}"##),
      "#999 arg0=0x100000000", "allow"),
    Row(
      "a group",
      rules(
        #"{"syscalls": ["@mine"]}"#,
        #""groups": {"mine": ["@pair", "write"], "pair": ["read", "close"]}, "#), "close", "allow"),
    Row(
      "an own group hides a built-in one",
      rules(#"{"syscalls": ["@sync"]}"#, #""groups": {"sync": ["read"]}, "#), "fsync",
      "errno(EPERM)"),
    Row(
      "an action with data", rules(#"{"syscalls": ["read"], "action": {"trace": 7}}"#), "read",
      "trace(7)"),
    Row(
      "an error by number", rules(#"{"syscalls": ["read"], "action": {"errno": 4095}}"#), "read",
      "errno(4095)"),
    Row(
      "success without execution",
      rules(#"{"syscalls": ["read"], "action": {"errno": 0, "unsafe": true}}"#), "read", "errno(0)"),
    Row(
      "number -1 is a skipped call", rules(#"{"syscalls": ["read"]}"#), "#4294967295",
      "errno(ENOSYS)"),
    Row(
      "an old call that no rule names goes to default",
      rules(#"{"syscalls": ["read"]}"#, #""kernel": "5.5", "#), "openat", "errno(EPERM)"),
    Row(
      "a newer call", rules(#"{"syscalls": ["read"]}"#, #""kernel": "5.5", "#), "openat2",
      "errno(ENOSYS)"),
    Row(
      "a call of that very kernel", rules(#"{"syscalls": ["read"]}"#, #""kernel": "5.6", "#),
      "openat2", "errno(EPERM)"),
    Row(
      "a newer call that a rule names",
      rules(#"{"syscalls": ["openat2"], "where": {"usize": 1}}"#, #""kernel": "5.5", "#),
      "openat2 usize=2", "errno(EPERM)"),
    Row(
      "an unknown number is newer", rules(#"{"syscalls": ["read"]}"#, #""kernel": "5.5", "#),
      "#335", "errno(ENOSYS)"),
    Row(
      "newer as it is set",
      rules(#"{"syscalls": ["read"]}"#, #""kernel": "5.5", "newer": "trap", "#), "openat2", "trap"),
    Row(
      "without kernel nothing is newer", rules(#"{"syscalls": ["read"]}"#), "openat2",
      "errno(EPERM)"),
    Row(
      "a built-in group is cut at kernel",
      rules(#"{"syscalls": ["@file-system"]}"#, #""kernel": "5.5", "#), "openat2", "errno(ENOSYS)"),
    Row(
      "x32 is foreign where it is not listed", rules(#"{"syscalls": ["read"]}"#), "read",
      "kill-process", on: .x32),
  ]

  /// x86_64, x32 and i386 in one policy.
  private static func three(_ rules: String, _ more: String = "") -> String {
    #"{"architectures": ["x86_64", "x32", "i386"], "default": {"errno": "EPERM"}, \#(more)"rules": [\#(rules)]}"#
  }

  @Test func `what an 'else' says of multiplexed calls is known to be its`() throws {
    let rule = #"{"syscalls": ["socket"], "where": {"domain": 1}, "else": {"errno": 97}}"#
    let policy = try #require(
      PolicyFixture(
        """
        { "architectures": ["x86_64", "i386"], "default": {"errno": "EPERM"}, "rules": [\(rule)] }
        """
      ).resolve().policy)
    let pattern = try CallPattern(["socketcall", "1"], on: .i386)
    let decisions = FilterEvaluator(policy.filter).possibleDecisions(on: pattern.partialCall)
    #expect(decisions == [Decision(.errno(97), because: .otherwise(RuleOrigin(0)))])
    #expect(policy.phrase(for: decisions[0].reason).hasSuffix(", else"))
  }

  @Test(arguments: [
    (#"{"syscalls": ["read"], "architectures": ["i386"]}"#, "read", ABI.x86_64, "errno(EPERM)"),
    (#"{"syscalls": ["read"], "architectures": ["i386"]}"#, "read", .i386, "allow"),
    (#"{"syscalls": ["waitpid"]}"#, "waitpid", .i386, "allow"),
    (##"{"syscalls": ["#3"], "architectures": ["i386"]}"##, "read", .i386, "allow"),
    (##"{"syscalls": ["#0"], "architectures": ["x32"]}"##, "read", .x32, "allow"),
    (#"{"syscalls": ["mmap2"], "where": {"prot": 1}}"#, "mmap2 prot=1", .i386, "allow"),
    // Multiplexed forms: conditions are out of sight.
    (#"{"syscalls": ["socket"]}"#, "socketcall 1", .i386, "allow"),
    (#"{"syscalls": ["socket"]}"#, "socketcall arg0=0x1", .i386, "allow"),
    (#"{"syscalls": ["socket"]}"#, "socketcall 2", .i386, "errno(EPERM)"),
    (#"{"syscalls": ["socket"], "where": {"domain": 1}}"#, "socketcall 1", .i386, "errno(EPERM)"),
    (
      #"{"syscalls": ["socket"], "where": {"domain": 1}, "action": "trace"}, {"syscalls": ["socketcall"]}"#,
      "socketcall 1", .i386, "allow"
    ),
    (
      #"{"syscalls": ["socket"], "where": {"domain": 1}, "action": "trap"}"#, "socketcall 1", .i386,
      "trap"
    ),
    (
      #"{"syscalls": ["socket"], "where": {"domain": 1}, "else": "kill-thread"}"#, "socketcall 1",
      .i386, "kill-thread"
    ),
    (
      #"{"syscalls": ["socket"], "where": {"domain": 1}, "action": "trap", "else": "allow"}"#,
      "socketcall 1", .i386, "trap"
    ),
    (
      #"{"syscalls": ["socket"], "where": {"domain": 1}, "else": "log"}"#, "socketcall 1", .i386,
      "errno(EPERM)"
    ),
    (#"{"syscalls": ["socket", "socketcall"], "action": "log"}"#, "socketcall 9", .i386, "log"),
    (
      #"{"syscalls": ["socketcall"], "where": {"call": 1}}, {"syscalls": ["socket"], "action": "trap"}"#,
      "socketcall 1", .i386, "allow"
    ),
    (#"{"syscalls": ["semget"]}"#, "ipc 0x10002", .i386, "allow"),
    (#"{"syscalls": ["semop"]}"#, "ipc 1", .i386, "allow"),
    (#"{"syscalls": ["semget"]}"#, "ipc 3", .i386, "errno(EPERM)"),
    (#"{"syscalls": ["socket"]}"#, "socket 9", .x86_64, "allow"),
  ])
  func `several ABIs`(rules: String, call: String, abi: ABI, verdict: String) throws {
    #expect(
      try PolicyFixture(Self.three(rules)).verdict(call, on: abi, machine: .x86_64) == verdict)
  }

  @Test func `clone has its flags elsewhere on s390x, and errors other numbers on mips`() throws {
    let policy = PolicyFixture(
      #"""
      {"architectures": ["x86_64", "s390x", "mips64el"], "default": {"errno": "ENOSYS"}, "rules": [
        {"syscalls": ["clone"], "where": {"flags": {"hasNone": "CLONE_NEWUSER"}}},
        {"syscalls": ["mmap"], "architectures": ["x86_64", "mips64el"],
         "where": {"flags": {"has": "MAP_ANONYMOUS"}}}]}
      """#)
    #expect(try policy.verdict("clone arg1=0x10000000", on: .s390x) == "errno(ENOSYS)")
    #expect(try policy.verdict("clone arg1=0 arg0=0x10000000", on: .s390x) == "allow")
    #expect(try policy.verdict("clone arg0=0x10000000", on: .x86_64) == "errno(ENOSYS)")
    #expect(try policy.verdict("mmap arg3=0x800", on: .mips64el) == "allow")
    #expect(try policy.verdict("mmap arg3=0x20", on: .mips64el) == "errno(ENOSYS)")
    #expect(policy.resolve(on: .mips64el).policy?.filter.skipped == .errno(89))
  }

  @Test func `a constant that an ABI lacks contributes no bits to hasAny, hasNone and only`() throws
  {
    let policy = PolicyFixture(
      #"""
      {"architectures": ["x86_64", "aarch64"], "default": {"errno": "EPERM"}, "rules": [
        {"syscalls": ["mmap"], "where": {"flags": {"hasNone": "MAP_32BIT|MAP_FIXED"}}}]}
      """#)
    #expect(try policy.verdict("mmap flags=0x40", on: .x86_64) == "errno(EPERM)")
    #expect(try policy.verdict("mmap flags=0x40", on: .aarch64) == "allow")
    #expect(try policy.verdict("mmap flags=0x10", on: .aarch64) == "errno(EPERM)")
  }
}
