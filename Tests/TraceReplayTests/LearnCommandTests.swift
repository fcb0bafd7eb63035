import Foundation
import SourceDiagnostics
import TestSupport
import Testing
import TraceReplay

/// `sekat learn`: what it writes lets the logs pass, and the programs run.
@Suite struct LearnCommandTests {
  private static func sekat(
    _ arguments: [String], directory: String? = nil
  ) throws -> ProcessResult {
    try run(builtProduct("sekat"), arguments, directory: directory)
  }

  private static let log = """
    7 execve("/a", ["a"], 0x7ffc4faa56e8 /* 2 vars */) = 0
    7 brk(NULL) = 0x55f34abd9000
    7 openat(AT_FDCWD, "a", O_RDONLY|O_CLOEXEC) = 3
    7 openat(AT_FDCWD, "b", O_WRONLY|O_CREAT|O_TRUNC, 0644) = 3
    7 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 4
    7 socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 5
    7 setsockopt(4, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0
    7 chmod("a", 0600) = 0
    7 ioctl(1, TCGETS, 0x7ffe7da42930) = 0
    7 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f01) = 8
    7 rseq(0x7f2831281fe0, 0x20, 0, 0x53053053) = 0
    7 syscall_0x309(0x1, 0x2, 0x3, 0x4, 0x5, 0x6) = -1 ENOSYS (Function not implemented)
    7 exit_group(0) = ?

    """

  @Test func `logs of several ABIs give one policy, however often they are read`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "trace.log",
      """
      7 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f5b3c2d1000
      7 close(3) = 0
      [ Process PID=8 runs in 32 bit mode. ]
      8 mmap2(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0xf7f0d000
      8 close(3) = 0

      """)
    // Each process hashes in another way.
    let results = try (0..<6).map { _ in
      try Self.sekat(["learn", "trace.log"], directory: folder.path).output
    }
    #expect(Set(results).count == 1)
    #expect(results[0].contains("i386") && results[0].contains("x86_64"))
  }

  /// A profile of containers is for all ABIs that it names, and allows what it does for the capabilities that
  /// are said.
  @Test func `a profile is extended as it is settled`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "profile.json",
      """
      { "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
        "syscalls": [
          { "names": ["execve", "brk", "close", "exit_group"], "action": "SCMP_ACT_ALLOW" },
          { "names": ["setsid"], "action": "SCMP_ACT_ALLOW", "includes": { "caps": ["CAP_SYS_BOOT"] } }
        ] }
      """)
    try folder.write("trace.log", "7 setsid() = 7\n7 getppid() = 1\n7 exit_group(0) = ?\n")
    for (options, learnsCall) in [([], true), (["--caps", "CAP_SYS_BOOT"], false)] {
      let result = try Self.sekat(
        ["learn", "--strict", "-p", "profile.json", "--target", "x86_64"] + options + ["trace.log"],
        directory: folder.path)
      #expect(result.output.contains("\"setsid\"") == learnsCall, "\(result)")
      #expect(result.output.contains("\"getppid\""), "\(result)")
      #expect(result.output.contains(/"architectures":\s*\[\s*"x86_64",\s*"i386"/), "\(result)")
    }
  }

  @Test func `what is written`() throws {
    let folder = try TemporaryFolder()
    try folder.write("trace.log", Self.log)
    let result = try Self.sekat(["learn", "trace.log"], directory: folder.path)
    expectGolden(result.output, "learned.json")
    #expect(result.ending == .exit(0))
    // A fork without other flags than the signal leaves the flags no bit.
    try folder.write("fork.log", "7 clone(child_stack=NULL, flags=SIGCHLD) = 8\n8 close(3) = 0\n")
    let fork = try Self.sekat(["learn", "fork.log"], directory: folder.path)
    #expect(fork.output.contains(#""clone_flags": {"is": ["SIGCHLD"], "only": 0}"#), "\(fork)")
    #expect(fork.ending == .exit(0), "\(fork)")
    let based = try Self.sekat(
      ["learn", "-p", "builtin:offline", "trace.log"], directory: folder.path)
    expectGolden(based.output, "learned-on-base.json")
    let names = try Self.sekat(
      ["learn", "--ignore-arguments", "trace.log"], directory: folder.path)
    expectGolden(names.output, "learned-names.json")
  }

  @Test func `no policy is written where no call is in the logs`() throws {
    let folder = try TemporaryFolder()
    try folder.write("empty.log", "")
    try folder.write("table.log", "    calls syscall\n--------- -------\n  12 openat\n")
    try folder.write("old.json", "{\"default\": \"allow\"}\n")
    let policy = folder.path(of: "policy.json")
    for log in ["empty.log", "table.log", "old.json"] {
      let result = try Self.sekat(["learn", log, "-o", policy], directory: folder.path)
      #expect(result.ending == .exit(2), "\(result)")
      #expect(!FileManager.default.fileExists(atPath: policy))
    }
    let told = try Self.sekat(
      ["learn", "--allow-empty", "empty.log", "-o", policy], directory: folder.path)
    #expect(told.ending == .exit(0), "\(told)")
    #expect(FileManager.default.fileExists(atPath: policy))
  }

  @Test func `calls that cannot be read are not forgotten in silence`() throws {
    let folder = try TemporaryFolder()
    try folder.write("trace.log", Self.log + "what is this\n")
    let policy = folder.path(of: "policy.json")
    let result = try Self.sekat(
      ["learn", "trace.log", "-o", policy], directory: folder.path)
    #expect(result.ending == .exit(2))
    #expect(
      result.errors
        == "sekat: the log shows 1 process or thread that was started (8 at trace.log:10), but none "
        + "of its calls; trace again with 'strace -f'\n"
        + "sekat: the logs do not show how a program starts, and none can under this policy\n"
        + "sekat: 1 line could not be read, so the policy may lack calls; first trace.log:14: "
        + "this is nothing that strace prints\n")
    #expect(FileManager.default.fileExists(atPath: policy))
  }

  @Test(
    .enabled(if: SampleLogs.isPresent, SampleLogs.absence), arguments: SampleLogs.names,
    [[], ["-p", "builtin:default"]])
  func `a policy that was learnt lets its log pass`(name: String, base: [String]) throws {
    let folder = try TemporaryFolder()
    let policy = folder.path(of: "policy.json")
    let log = SampleLogs.path(name)
    let learned = try Self.sekat(["learn"] + base + [log, "-o", policy])
    #expect(learned.ending == .exit(0), "\(learned.errors)")
    try Self.expectPassing(log, under: policy)
    // The shipped policies are for ABIs of 64 bits, and the linter says so of others.
    if !base.isEmpty && (name.contains("32") || name == "stderr-mixed.strace") { return }
    let linted = try Self.sekat(["lint", policy])
    #expect(linted.ending == .exit(0))
    #expect(linted.output.hasPrefix("nothing found"), "\(linted.output)")
  }

  /// Replays a log, of which no more may be denied than what policies close with `ENOSYS` on purpose:
  /// threads whose flags were printed raw, and io_uring.
  private static func expectPassing(_ log: String, under policy: String) throws {
    let simulated = try sekat(
      ["simulate", "--keep-going", "-p", policy, "--format", "json", log])
    var diagnostics: [Diagnostic] = []
    let source = SourceText(name: "report", bytes: simulated.outputBytes)
    let report = try #require(ReplayReport(source, diagnostics: &diagnostics), "\(simulated)")
    #expect(report.undecidedCount == 0, "\(simulated)")
    for finding in report.findings {
      #expect(finding.verdicts == ["errno(ENOSYS)"], "\(finding)")
      #expect(["clone3", "io_uring_setup"].contains(finding.syscall), "\(finding)")
      #expect(
        finding.syscall != "clone3" || finding.locations.allSatisfy { !$0.text.contains("flags=") })
    }
  }

  @Test func `what a linter says of it is ignored beside its cause`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "trace.log",
      """
      7 socket(AF_ALG, SOCK_SEQPACKET, 0) = 3
      7 ioctl(0, TIOCSTI, "x") = 0
      7 personality(0xffffffff) = 0 (PER_LINUX)
      7 personality(ADDR_NO_RANDOMIZE) = 0 (PER_LINUX)

      """)
    let result = try Self.sekat(
      ["learn", "trace.log", "-o", "policy.json"], directory: folder.path)
    #expect(
      result.errors
        == "sekat: the logs do not show how a program starts, and none can under this policy\n"
        + "sekat: 3 rules allow what 'sekat lint' warns of, because the logs show it; "
        + "each says so under 'lint'\n")
    let policy = try folder.read("policy.json")
    #expect(
      policy.contains(
        """
              "where": {
                "cmd": ["TCGETS", "TIOCSTI", "TIOCGWINSZ", "FIONREAD", "FIONBIO", "FIONCLEX", \
        "FIOCLEX"]
              },
              "action": "allow",
              "comment": "depends on the request and the descriptor; TIOCSTI types into a terminal; \
        seen once, at trace.log:2",
              "lint": {
                "ignore": ["terminal-injection"],
                "reason": "seen in the logs"
              }
        """))
    #expect(policy.contains(#""personality": ["ADDR_NO_RANDOMIZE", 4294967295]"#))
    let linted = try Self.sekat(["lint", "policy.json"], directory: folder.path)
    #expect(linted.output.hasPrefix("nothing found"), "\(linted.output)")
  }

  @Test func `risky values that were not seen stay out where many others were`() throws {
    let folder = try TemporaryFolder()
    let requests = [
      "TCGETS", "TCSETS", "TCSETSW", "TCSETSF", "TIOCGWINSZ", "TIOCSWINSZ", "TIOCGPGRP",
      "TIOCSPGRP",
      "FIONREAD", "TCXONC", "TCFLSH", "TIOCEXCL", "TIOCNXCL", "TIOCSCTTY",
    ]
    try folder.write("trace.log", requests.map { "7 ioctl(0, \($0), 0x7ffe7da4) = 0\n" }.joined())
    let learned = try Self.sekat(["learn", "trace.log"], directory: folder.path)
    #expect(learned.output.contains("\"cmd\": {\"notIn\": [\"TIOCSTI\", \"TIOCLINUX\"]}"))
  }

  @Test func `calls that libraries try first are answered as if there were none`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "trace.log",
      """
      7 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f01) = 8
      7 close(3) = 0
      7 cachestat(3, 0x7ffe7da4, 0x7ffe7da8, 0) = 0

      """)
    let learned = try Self.sekat(["learn", "trace.log"], directory: folder.path)
    #expect(
      learned.output.contains(
        """
              "syscalls": ["clone3", "close_range"],
              "action": {"errno": "ENOSYS"},
        """), "\(learned.output)")
  }

  @Test func `flags of clone3 become those of clone`() throws {
    let folder = try TemporaryFolder()
    // What is asked for, what is learnt of clone, and whether something is suppressed.
    let rows: [(String, String, Bool)] = [
      (
        "clone3({flags=CLONE_VM|CLONE_VFORK, exit_signal=SIGCHLD, stack=0x7f, stack_size=0x9000}, 88)",
        #"{"is": ["SIGCHLD"], "only": "CLONE_VM|CLONE_VFORK"}"#, false
      ),
      (
        "clone3(cl_args={flags=CLONE_NEWUSER, exit_signal=SIGCHLD}, size=88)",
        #"{"is": ["SIGCHLD"], "only": "CLONE_NEWUSER"}"#, true
      ),
      ("clone3(0x7ffcd03c01f0, 0x58)", #"{"hasNone": "CLONE_NEWNS|"#, false),
      (
        "clone3({flags=CLONE_NEWTIME, exit_signal=SIGCHLD}, 88)", #"{"hasNone": "CLONE_NEWNS|"#,
        false
      ),
      ("clone(child_stack=NULL, flags=CLONE_OF_THE_FUTURE)", #"{"hasNone": "CLONE_NEWNS|"#, false),
    ]
    for (call, flags, isSuppressed) in rows {
      try folder.write("trace.log", "7 \(call) = 8\n")
      for options in [[], ["--strict"]] {
        let learned = try Self.sekat(["learn", "trace.log"] + options, directory: folder.path)
        #expect(learned.output.contains("\"clone_flags\": \(flags)"), "\(learned)")
        #expect(learned.output.contains("\"grants-user-namespaces\"") == isSuppressed, "\(learned)")
        #expect(
          learned.output.contains(
            """
                  "syscalls": ["clone3"],
                  "action": {"errno": "ENOSYS"},
            """) == call.hasPrefix("clone3"), "\(learned)")
      }
    }
  }

  @Test func `what the base closes with ENOSYS is said, and older calls are learnt`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "trace.log",
      """
      7 io_uring_setup(8, 0x7ffcd03c01f0) = 3
      7 openat2(AT_FDCWD, "a", {flags=O_WRONLY|O_CLOEXEC, resolve=0}, 24) = 4
      7 statx(4, "", AT_EMPTY_PATH, STATX_ALL, {stx_mask=STATX_ALL}) = 0

      """)
    try folder.write(
      "base.json",
      """
      {"architectures": ["x86_64"], "default": {"errno": "EPERM"}, "kernel": "6.18", "rules": [
        {"syscalls": ["io_uring_setup", "openat2", "statx"], "action": {"errno": "ENOSYS"}}]}
      """)
    let learned = try Self.sekat(
      ["learn", "--strict", "-p", "base.json", "trace.log"], directory: folder.path)
    #expect(
      learned.errors
        == "sekat: the base answers io_uring_setup with ENOSYS, and so does the policy; "
        + "'--allow-closed' allows it\n")
    #expect(!learned.output.contains("\"openat2\""))
    #expect(!learned.output.contains("\"io_uring_setup\""))
    #expect(learned.output.contains(#""flags": {"is": ["O_WRONLY"], "only": "O_CLOEXEC"}"#))
    #expect(learned.output.contains(#""syscalls": ["newfstatat"],"#), "\(learned)")
  }

  @Test func `what is not strict and what is`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "trace.log",
      """
      7 futex(0x7ffe7da4, FUTEX_WAIT_PRIVATE, 2, NULL) = 0
      7 fcntl(3, F_SETLK, {l_type=F_RDLCK}) = 0
      7 madvise(0x7f01, 4096, MADV_DONTNEED) = 0

      """)
    let usual = try Self.sekat(["learn", "trace.log"], directory: folder.path)
    #expect(usual.output.contains(#""syscalls": ["futex", "madvise"],"#), "\(usual)")
    #expect(usual.output.contains(#""F_SETLKW", "#))
    #expect(!usual.output.contains("F_SETOWN"))
    let strict = try Self.sekat(["learn", "--strict", "trace.log"], directory: folder.path)
    #expect(
      strict.output.contains(
        #""op": {"is": ["FUTEX_WAIT"], "only": "FUTEX_PRIVATE_FLAG"}"#), "\(strict)")
    #expect(strict.output.contains(#""cmd": ["F_SETLK"]"#))
    #expect(!strict.output.contains("tgkill"))
    let both = try Self.sekat(
      ["learn", "--strict", "--ignore-arguments", "trace.log"], directory: folder.path)
    #expect(both.ending == .exit(2))
    #expect(both.errors.contains("'--strict' and '--ignore-arguments' exclude each other"))
  }

  @Test func `what is done by another call when there is more to do is allowed`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "trace.log", "7 pwrite64(3, \"a\", 1, 0) = 1\n7 fdatasync(3) = 0\n7 sendmsg(4, {}, 0) = 1\n")
    let learned = try Self.sekat(["learn", "trace.log"], directory: folder.path)
    for name in ["pwritev", "fsync", "sync_file_range", "sendto"] {
      #expect(learned.output.contains("\"\(name)\""), "\(name): \(learned.output)")
    }
    // What gives more power than was seen is none of them.
    for name in ["fallocate", "sendmmsg", "recvfrom"] {
      #expect(!learned.output.contains("\"\(name)\""), "\(name)")
    }
    let strict = try Self.sekat(["learn", "--strict", "trace.log"], directory: folder.path)
    #expect(!strict.output.contains("when there is more to do"))
  }

  @Test func `a base is found from where the policy is written`() throws {
    let folder = try TemporaryFolder()
    try folder.write("trace.log", Self.log)
    try folder.write("base.json", #"{"extends": ["builtin:offline"], "architectures": ["native"]}"#)
    try FileManager.default.createDirectory(
      atPath: folder.path(of: "out"), withIntermediateDirectories: false)
    let learned = try Self.sekat(
      ["learn", "-p", "base.json", "trace.log", "-o", "out/policy.json"], directory: folder.path)
    #expect(learned.ending == .exit(0), "\(learned)")
    #expect(try folder.read("out/policy.json").contains("\"extends\": [\"../base.json\"]"))
    let simulated = try Self.sekat(
      ["simulate", "-p", "out/policy.json", "trace.log"], directory: folder.path)
    #expect(simulated.ending == .exit(0), "\(simulated)")

    for (base, output, message) in [
      (
        "base.json", "./base.json",
        "'./base.json' is also read, as 'base.json', and is not overwritten"
      ),
      ("-", "policy.json", "a policy cannot extend standard input"),
      ("base.json", "trace.log", "'trace.log' is also read, and is not overwritten"),
    ] {
      let refused = try Self.sekat(
        ["learn", "-p", base, "trace.log", "-o", output], directory: folder.path)
      #expect(refused.ending == .exit(2))
      #expect(refused.errors == "sekat: \(message)\n")
    }
    #expect(try folder.read("base.json").contains("builtin:offline"))
    #expect(!FileManager.default.fileExists(atPath: folder.path(of: "policy.json")))
  }

  @Test func `an ABI that only the base allows stays allowed`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "trace.log",
      """
      7 execve("/a", ["a"], 0x7ffc4faa56e8 /* 2 vars */) = 0
      [ Process PID=7 runs in 32 bit mode. ]
      7 getpid() = 7

      """)
    try folder.write(
      "base.json",
      #"{"architectures": ["x86_64"], "default": {"errno": "EPERM"}, "rules": [{"syscalls": ["getpid"]}]}"#
    )
    let learned = try Self.sekat(
      ["learn", "-p", "base.json", "trace.log", "-o", "policy.json"], directory: folder.path)
    #expect(learned.ending == .exit(0), "\(learned)")
    let policy = try folder.read("policy.json")
    #expect(policy.contains("\"architectures\": [\"x86_64\", \"i386\"]"), "\(policy)")
    #expect(!policy.contains("getpid"))
    let simulated = try Self.sekat(
      ["simulate", "-p", "policy.json", "trace.log"], directory: folder.path)
    #expect(simulated.ending == .exit(0), "\(simulated)")
  }

  @Test(
    .enabled(if: Strace.canTrace, "strace is not there or may not trace"),
    arguments: [
      ["/bin/ls", "/etc/passwd"], ["/bin/sh", "-c", "echo a | cat"],
      [
        "/usr/bin/python3", "-S", "-c",
        "import json; print(json.dumps(open('/etc/os-release').read()[:9]))",
      ],
      ["/usr/bin/git", "--version"], ["/usr/bin/sqlite3", ":memory:", "select 1"],
    ])
  func `a program runs under the policy that was learnt of it`(words: [String]) throws {
    try #require(
      FileManager.default.isExecutableFile(atPath: words[0]),
      "\(words[0]) is missing; .ci/setup --tests installs it")
    let folder = try TemporaryFolder()
    let log = folder.path(of: "trace.log")
    let policy = folder.path(of: "policy.json")
    let environment = ["PATH=/usr/bin:/bin", "LC_ALL=C"]
    let free = try run(Strace.path, ["-f", "-o", log] + words, environment: environment)
    #expect(free.ending == .exit(0))
    #expect(try Self.sekat(["learn", log, "-o", policy]).ending == .exit(0))
    let bound = try run(
      builtProduct("sekat"), ["run", "--insecure-policy", "-p", policy, "--"] + words,
      environment: environment)
    #expect(bound.output == free.output)
    #expect(bound.ending == .exit(0), "\(bound)")
  }
}
