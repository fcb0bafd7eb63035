import Foundation
import Glibc
import JSONSyntax
import SourceDiagnostics
import TestSupport
import Testing
import TraceReplay

/// `sekat simulate` as users meet it.
@Suite struct SimulateCommandTests {
  /// A policy with everything that a report can show: conditions on what is printed, on what is
  /// not, deaths.
  static let policy = """
    {
      "architectures": ["x86_64", "i386"],
      "default": "allow",
      "rules": [
        { "syscalls": ["socket"], "where": { "domain": "AF_UNIX" }, "action": "allow",
          "else": { "errno": "EAFNOSUPPORT" } },
        { "syscalls": ["ioctl"], "where": { "cmd": "TIOCSTI" }, "action": { "errno": "EPERM" } },
        { "syscalls": ["rt_sigaction"], "where": { "act": 0 }, "action": "log" },
        { "syscalls": ["openat"], "where": { "flags": { "hasAny": "O_TRUNC|O_APPEND" } },
          "action": { "errno": "EROFS" } },
        { "syscalls": ["mprotect"], "where": { "prot": { "has": "PROT_WRITE|PROT_EXEC" } },
          "action": "trap" },
        { "syscalls": ["fchmodat"], "where": { "mode": { "hasAny": "S_ISUID" } },
          "action": "kill-thread" },
        { "syscalls": ["ptrace", "swapon"], "action": "kill-process" }
      ]
    }
    """

  static func sekat(
    _ arguments: String..., input: [UInt8] = [], directory: String? = nil
  ) throws -> ProcessResult {
    try run(builtProduct("sekat"), ["simulate"] + arguments, input: input, directory: directory)
  }

  // MARK: - Reports

  @Test(.enabled(if: SampleLogs.isPresent, SampleLogs.absence), arguments: SampleLogs.names)
  func `report on a real log`(name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", Self.policy)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(of: "logs"), withDestinationPath: SampleLogs.root.path)
    let result = try Self.sekat(
      "-p", "policy.json", "--keep-going", "logs/\(name)", directory: folder.path)
    expectGolden(result.output + result.errors + "\(result.ending)\n", "\(name).txt")
  }

  @Test(arguments: [
    ("CLONE_VM|CLONE_THREAD|CLONE_SIGHAND", "0", true), ("CLONE_VM", "SIGCHLD", true),
    ("CLONE_NEWUSER", "SIGCHLD", false), ("CLONE_NEWTIME", "SIGCHLD", false),
  ])
  func `a call with an older one is denied where that is`(
    flags: String, signal: String, passes: Bool
  ) throws {
    let call = "clone3({flags=\(flags), exit_signal=\(signal), stack=0x7f01}"
    for log in [
      "7 \(call), 88) = 8\n", "7 \(call) <unfinished ...>\n7 <... clone3 resumed>, 88) = 8\n",
    ] {
      let result = try Self.sekat(
        "-p", "builtin:default", "--format", "json", input: Array(log.utf8))
      #expect(result.ending == .exit(passes ? 0 : 1), "\(result)")
      var diagnostics: [Diagnostic] = []
      let source = SourceText(name: "report", bytes: result.outputBytes)
      let report = try #require(ReplayReport(source, diagnostics: &diagnostics))
      #expect(report.fallbacks.map(\.syscall) == (passes ? ["clone3"] : []))
      #expect(report.deniedCount == (passes ? 0 : 1))
      #expect(report.callCount == 1)
    }
    // What the base answers so without an older call is denied as ever.
    let other = try Self.sekat(
      "-p", "builtin:default", input: Array("7 io_uring_setup(8, 0x7f01) = 3\n".utf8))
    #expect(other.ending == .exit(1))
  }

  static let log = """
    7 execve("/a", ["a"], 0x7ffc4faa56e8 /* 2 vars */) = 0
    7 brk(NULL) = 0x55f34abd9000
    7 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3
    7 socket(AF_UNIX, SOCK_STREAM, 0) = 4
    7 rt_sigaction(SIGINT, {sa_handler=SIG_IGN}, NULL, 8) = 0
    7 rt_sigaction(SIGINT, NULL, {sa_handler=SIG_IGN}, 8) = 0
    7 openat(AT_FDCWD, "a", O_WRONLY|O_OF_THE_FUTURE) = 5
    7 call_of_the_future(1) = 0
    7 ptrace(PTRACE_TRACEME) = 0
    7 close(3) = 0
    ls: cannot access

    """

  @Test func `every part of a report`() throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", Self.policy)
    try folder.write("trace.log", Self.log)
    let text = try Self.sekat("-p", "policy.json", "trace.log", directory: folder.path)
    expectGolden(text.output, "report.txt")
    #expect(text.ending == .exit(1))
    let json = try Self.sekat(
      "-p", "policy.json", "--format", "json", "trace.log", directory: folder.path)
    // What the program is compiled to is not the matter of this test.
    expectGolden(
      json.output.replacing(/"program": "[0-9a-f]+"/, with: "\"program\": \"…\""), "report.json")
    let lines = try Self.sekat(
      "-p", "policy.json", "--format", "ndjson", "trace.log", directory: folder.path)
    expectGolden(lines.output, "report.ndjson")
  }

  // MARK: - Sets of logs

  /// Where thread 100 is killed by its third call, and makes a process and a thread before and after
  /// that.
  private static func writeSet(to folder: TemporaryFolder) throws {
    func clone(_ thread: Int, _ flags: String) -> String {
      "clone(child_stack=NULL, flags=\(flags), child_tidptr=0x7f01) = \(thread)\n"
    }
    try folder.write(
      "t.100",
      "execve(\"/a\", [\"a\"], 0x7ffc4faa56e8 /* 2 vars */) = 0\n" + clone(101, "SIGCHLD")
        + clone(102, "CLONE_VM|CLONE_THREAD") + "ptrace(PTRACE_TRACEME) = 0\n"
        + clone(103, "SIGCHLD") + clone(104, "CLONE_VM|CLONE_THREAD"))
    for thread in 101...104 {
      try folder.write(
        "t.\(thread)",
        "execve(\"/b\", [\"b\"], 0x7ffc4faa56e8 /* 2 vars */) = 0\nreboot(1, 2, 3) = 0\n")
    }
    try folder.write(
      "policy.json",
      """
      {"architectures": ["x86_64"], "default": "allow", "kernel": "6.18", "rules": [
        {"syscalls": ["ptrace"], "action": "kill-process"},
        {"syscalls": ["reboot", "execve"], "action": {"errno": "EPERM"}}
      ]}
      """)
  }

  @Test func `what a dead process makes in another log is not made`() throws {
    let folder = try TemporaryFolder()
    try Self.writeSet(to: folder)
    let policy = folder.path(of: "policy.json")
    let result = try run(
      builtProduct("sekat"), ["simulate", "--format", "ndjson", "-p", policy, folder.path])
    let denied = result.output.split(separator: "\n").filter {
      $0.contains("\"verdict\":\"errno") && !$0.contains("\"launch\"")
    }
    let places = denied.compactMap { $0.firstMatch(of: /t\.10.","line":./)?.output }
    // The first call of a program that another log's thread has started is no launch.
    #expect(
      places == [
        "t.101\",\"line\":1", "t.101\",\"line\":2", "t.102\",\"line\":1",
        "t.102\",\"line\":2",
      ], "\(result.output)")
    let report = try run(builtProduct("sekat"), ["simulate", "-p", policy, folder.path])
    #expect(
      report.output.contains(
        "note: 1 log is of a thread whose process is killed in another log"), "\(report.output)")
  }

  // MARK: - Inputs

  @Test func `compressed logs and standard input`() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "7 read(3, \"x\", 1) = 1\n", count: 40_000)
    let plain = try folder.write("trace.log", text)
    let expected = try Self.sekat("--format", "json", plain).output
      .replacing(plain, with: "LOG")
    #expect(expected.contains("\"calls\": 40000"))
    for (program, suffix) in [("gzip", ".gz"), ("xz", ".xz"), ("zstd", ".zst")] {
      let packed = try run("/usr/bin/env", [program, "-kq", plain])
      guard packed.ending == .exit(0) else {
        print("\(program) is not installed; .ci/setup --tests installs it")
        continue
      }
      let result = try Self.sekat("--format", "json", plain + suffix)
      #expect(result.output.replacing(plain + suffix, with: "LOG") == expected)
      // Cut off, it must not be taken for a whole log.
      let bytes = Array(try Data(contentsOf: URL(filePath: plain + suffix)))
      let cut = try folder.write("cut", Array(bytes.dropLast(bytes.count / 3)))
      let broken = try Self.sekat(cut)
      #expect(broken.ending == .exit(2))
      #expect(broken.errors.contains("could not decompress all of it"))
      let piped = try Self.sekat("-", input: bytes)
      #expect(piped.ending == .exit(2))
      #expect(piped.errors.contains("pipe it through '\(program) -dc'"))
    }
    let piped = try Self.sekat("--format", "json", "-", input: Array(text.utf8))
    #expect(piped.output.replacing("<stdin>", with: "LOG") == expected)
    #expect(try Self.sekat("--format", "json", input: Array(text.utf8)).output == piped.output)
  }

  @Test func `the compiler takes a profile`() throws {
    let folder = try TemporaryFolder()
    let log = try folder.write(
      "trace.log",
      """
      7 openat(AT_FDCWD, "a", O_RDONLY) = 3
      7 recv(3, "", 1, 0) = 0
      7 [ 102] socketcall(10, 0xff00) = 0
      7 syscall_0x309(0x1, 0x2, 0x3, 0x4, 0x5, 0x6) = -1 ENOSYS (Function not implemented)

      """)
    func sekat(_ arguments: String...) throws -> ProcessResult {
      try run(builtProduct("sekat"), arguments, directory: folder.path)
    }
    _ = try sekat("simulate", "--profile", "profile.json", log)
    let compiled = try sekat("compile", "--profile", "profile.json", "-o", "filter.bpf")
    #expect(compiled.ending == .exit(0), "\(compiled)")
    #expect(try sekat("prove", "-p", "builtin:default", "filter.bpf").ending == .exit(0))
    for (text, message) in [
      (#"{"x86_65": {}}"#, #"profile.json:1:2: error: there is no ABI 'x86_65'"#),
      (#"{"x86_64": []}"#, #"profile.json:1:12: error: expected an object, found an array"#),
      (
        #"{"x86_64": {"opnat": 1}}"#, #"profile.json:1:13: error: there is no system call 'opnat'"#
      ),
      (
        #"{"x86_64": {"openat": -1}}"#,
        #"profile.json:1:23: error: expected a number of calls, found a number"#
      ),
    ] {
      try folder.write("profile.json", text)
      let refused = try sekat("compile", "--profile", "profile.json", "-o", "other.bpf")
      #expect(refused.ending == .exit(2))
      #expect(refused.errors.hasPrefix(message), "\(refused.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.path(of: "other.bpf")))
    }
    #expect(
      try sekat("compile", "--profile", "profile.json", "--backend", "libseccomp").errors
        .contains("native"))
  }

  @Test func `what is read is not overwritten`() throws {
    let folder = try TemporaryFolder()
    let log = try folder.write("trace.log", "7 getpid() = 7\n")
    let policy = try folder.write("policy.json", #"{"default": "allow"}"#)
    for output in [log, policy] {
      let before = try String(contentsOfFile: output, encoding: .utf8)
      let result = try run(
        builtProduct("sekat"), ["simulate", "-p", policy, "--profile", output, log])
      #expect(result.ending == .exit(2))
      #expect(result.errors == "sekat: '\(output)' is also read, and is not overwritten\n")
      #expect(try String(contentsOfFile: output, encoding: .utf8) == before)
    }
    let compiled = try run(builtProduct("sekat"), ["compile", "-p", policy, "-o", policy])
    #expect(compiled.ending == .exit(2))
    #expect(try folder.read("policy.json").contains("default"))
  }

  @Test func `what cannot be read is said`() throws {
    let folder = try TemporaryFolder()
    let missing = try Self.sekat(folder.path(of: "missing.log"))
    #expect(missing.ending == .exit(2))
    #expect(missing.errors.hasSuffix("missing.log: no such file or directory\n"))
    let empty = try Self.sekat(folder.path)
    #expect(empty.ending == .exit(2))
    #expect(empty.errors.contains("no file in this directory that 'strace -ff' has written"))
    let cut = try folder.write("cut.log", "7 read(3, \"x\", 1) = 1\n7 read(3, \"")
    let result = try Self.sekat(cut)
    #expect(result.ending == .exit(2))
    #expect(result.output.contains("cut.log:2: the log ends in the middle of this line"))
    #expect(result.errors == "sekat: 1 line could not be read\n")
  }

  @Test(arguments: [
    ("7 getpid() = 7\n", [], 0), ("7 ptrace(PTRACE_TRACEME) = 0\n", [], 1),
    ("7 rt_sigaction(SIGINT, {}, NULL, 8) = 0\n", [], 1),
    ("7 rt_sigaction(SIGINT, {}, NULL, 8) = 0\n", ["--allow-undecided"], 0),
    ("nothing\n", [], 2), ("nothing\n7 ptrace(PTRACE_TRACEME) = 0\n", [], 1), ("", [], 2),
    ("", ["--merge"], 2), ("7 getpid() = 7\n", ["--abi", "i386"], 0),
    ("7 getpid() = 7\n", ["--abi", "z80"], 2), ("7 getpid() = 7\n", ["--jobs", "0"], 2),
    ("7 getpid() = 7\n", ["--merge", "-p", "builtin:default"], 2),
    ("7 getpid() = 7\n", ["-"], 2), ("7 getpid() = 7\n", ["-p", "-"], 2),
  ])
  func `exit status`(log: String, options: [String], status: Int32) throws {
    let folder = try TemporaryFolder()
    let policy = try folder.write("policy.json", Self.policy)
    let chosen = options.contains("--merge") ? [] : ["-p", policy]
    let result = try run(
      builtProduct("sekat"), ["simulate"] + chosen + options + ["-"], input: Array(log.utf8))
    #expect(result.ending == .exit(status), "\(result)")
  }

  @Test func `a log without calls says so`() throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", Self.policy)
    let empty = try folder.write("empty.log", "")
    let report = try Self.sekat("-p", "policy.json", empty, directory: folder.path)
    #expect(report.ending == .exit(2))
    #expect(report.errors == "sekat: no call is in the log\n")
    #expect(report.output.contains("note: no call is in the log"))
    let table = try folder.write("table.log", "    calls syscall\n--------- -------\n  12 openat\n")
    let summary = try Self.sekat("-p", "policy.json", table, directory: folder.path)
    #expect(summary.ending == .exit(2))
    #expect(summary.output.contains("note: the log holds only the table of 'strace -c'"))
    let mistaken = try Self.sekat("policy.json", directory: folder.path)
    #expect(mistaken.ending == .exit(2) && mistaken.output.isEmpty)
    #expect(
      mistaken.errors
        == "sekat: 'policy.json' is JSON, and no log; write a policy as '-p policy.json'\n"
    )
  }

  @Test func `an answer on which libraries fall back is no denial`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "trace.log", "7 clone3({flags=CLONE_VM}, 88) = 8\n7 close(3) = 0\n7 read(3, \"\", 1) = 0\n")
    func write(allowing older: String) throws {
      try folder.write(
        "policy.json",
        """
        {"architectures": ["x86_64"], "default": {"errno": "EPERM"}, "rules": [
          {"syscalls": ["\(older)", "close", "read"]},
          {"syscalls": ["clone3"], "action": {"errno": "ENOSYS"}}
        ]}
        """)
    }
    func simulate(_ options: String...) throws -> ProcessResult {
      try run(
        builtProduct("sekat"), ["simulate", "-p", "policy.json"] + options + ["trace.log"],
        directory: folder.path)
    }
    try write(allowing: "clone")
    let result = try simulate()
    #expect(result.ending == .exit(0), "\(result)")
    #expect(result.output.contains("falls back to an older call:\n  1 × clone3: errno(ENOSYS)\n"))
    #expect(!result.output.contains("denied:"))
    #expect(try simulate("--count-fallbacks").ending == .exit(1))
    let report = try simulate("--format", "json")
    #expect(report.output.contains("\"fallbacks\": 1"))
    try folder.write("report.json", report.output)
    let sum = try Self.sekat("--merge", "--format", "json", "report.json", directory: folder.path)
    #expect(sum.output == report.output)
    #expect(sum.ending == .exit(0))
    // Without an older call to fall back to, the program goes no further.
    try write(allowing: "open")
    #expect(try simulate().ending == .exit(1))
  }

  @Test func `deaths come before other denials`() throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", Self.policy)
    let socket = "7 socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    try folder.write("trace.log", socket + socket + "7 ptrace(PTRACE_TRACEME) = 0\n")
    let result = try Self.sekat("-p", "policy.json", "trace.log", directory: folder.path)
    #expect(result.output.hasPrefix("against policy.json: 3 calls in 3 lines\n"))
    let parts = [
      "\nkilled:\n  1 × ptrace: kill-process\n", "\nfirst denied:\n  trace.log:1 [7] socket(",
      "\ndenied:\n  2 × socket: ",
    ]
    let places = try parts.map { part in
      try #require(result.output.firstRange(of: part), "\(result)").lowerBound
    }
    #expect(places == places.sorted())
  }

  @Test func `the first denial is the first of the log, though its ABI is found out late`() throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", Self.policy)
    // The calls of the first thread wait for one that tells its ABI; those of the other do not.
    try folder.write(
      "trace.log",
      "8 brk(NULL) = 0x55f34abd9000\n7 socket(AF_INET, SOCK_STREAM, 0) = 3\n"
        + String(repeating: "8 socket(AF_INET, SOCK_STREAM, 0) = 3\n", count: 5)
        + "8 openat(AT_FDCWD, \"a\", O_TRUNC) = 3\n7 brk(NULL) = 0x55f34abd9000\n")
    let result = try Self.sekat("-p", "policy.json", "trace.log", directory: folder.path)
    #expect(result.output.contains("\nfirst denied:\n  trace.log:2 [7] socket("), "\(result)")
    let socket = "socket(AF_INET, SOCK_STREAM, 0) = 3"
    #expect(
      result.output.contains(
        (2...4).map { "      trace.log:\($0) [\($0 == 2 ? 7 : 8)] \(socket)\n" }
          .joined()), "\(result)")
  }

  @Test func `rules that decided nothing are listed when asked for`() throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", Self.policy)
    try folder.write("trace.log", Self.log)
    for (option, isShown) in [([], false), (["-v"], true), (["--verbose"], true)] {
      let result = try run(
        builtProduct("sekat"), ["simulate", "-p", "policy.json", "trace.log"] + option,
        directory: folder.path)
      #expect(result.output.contains("decided nothing: policy.json:7") == isShown)
    }
  }

  @Test func `several filters, and one that is compiled`() throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", Self.policy)
    try folder.write("trace.log", Self.log)
    let filter = folder.path(of: "filter.bpf")
    _ = try run(builtProduct("sekat"), ["compile", "-p", "builtin:pure-compute", "-o", filter])
    let result = try Self.sekat(
      "-p", "policy.json", "--filter", "filter.bpf", "trace.log", directory: folder.path)
    expectGolden(result.output, "stack.txt")
    #expect(result.ending == .exit(1))
  }

  @Test func `frequencies for the compiler`() throws {
    let folder = try TemporaryFolder()
    let log = try folder.write("trace.log", Self.log)
    let profile = folder.path(of: "profile.json")
    _ = try Self.sekat("--profile", profile, log)
    expectGolden(try String(contentsOfFile: profile, encoding: .utf8), "profile.json")
  }

  // MARK: - Memory

  @Test(arguments: [false, true])
  func `a large log takes little memory`(isPiped: Bool) throws {
    let folder = try TemporaryFolder()
    // Threads that never end, calls that never return, arguments that are all different.
    var text = ""
    for index in 0..<60_000 {
      let thread = 1000 + index
      text +=
        "\(thread) openat(AT_FDCWD, \"/file/\(index)\", O_RDONLY|0x\(String(index, radix: 16)) <unfinished ...>\n"
      text += "\(thread) ioctl(3, 0x\(String(index &* 7919, radix: 16)), 0x7ffc\(index)) = 0\n"
    }
    let log = try folder.write("large.log", text)
    let sekat = builtProduct("sekat")
    let policy = try folder.write("policy.json", Self.policy)
    let command =
      isPiped
      ? "cat \(log) | \(sekat) simulate -p \(policy) - >/dev/null"
      : "\(sekat) simulate -p \(policy) \(log) >/dev/null"
    let peak = try peakMemory(of: command)
    print("\(text.utf8.count / 1_000_000) MB of lines: \(peak / 1024) MiB")
    #expect(peak < 64 * 1024, "the peak is \(peak) KiB")
  }

  /// The largest resident size of a shell's children in KiB, measured in a process of its own.
  private func peakMemory(of command: String) throws -> Int {
    // The shell becomes Python, and keeps its children's resources.
    let script =
      "\(command); exec python3 -c "
      + "'import resource; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)'"
    let result = try run("/bin/sh", ["-c", script], timeout: .seconds(240))
    return try #require(Int(result.output.trimmingCharacters(in: .whitespacesAndNewlines)))
  }
}
