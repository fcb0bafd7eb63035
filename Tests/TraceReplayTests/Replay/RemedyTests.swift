import Foundation
import SourceDiagnostics
import TestSupport
import Testing

@testable import TraceReplay

/// The command at the end of a report: run as it is printed, it leads to a policy that denies nothing
/// of the same logs.
@Suite struct RemedyTests {
  private static func report(of arguments: [String], in folder: TemporaryFolder) throws
    -> ReplayReport
  {
    let result = try run(
      builtProduct("sekat"), ["simulate", "--format", "json"] + arguments, directory: folder.path)
    var diagnostics: [Diagnostic] = []
    let source = SourceText(name: "report", bytes: result.outputBytes)
    return try #require(ReplayReport(source, diagnostics: &diagnostics), "\(result)")
  }

  /// The command lines that a report for people ends with.
  private static func printed(of arguments: [String], in folder: TemporaryFolder) throws -> [String]
  {
    let text = try run(
      builtProduct("sekat"), ["simulate"] + arguments, directory: folder.path
    ).output
    let end = try #require(text.firstRange(of: "\nto allow "), "\(text)")
    return text[end.upperBound...].split(separator: "\n").filter { $0.hasPrefix("  sekat ") }
      .map { String($0.dropFirst(2)) }
  }

  /// Has a shell run a command line, as somebody does who pastes it.
  private static func paste(_ line: String, in folder: TemporaryFolder) throws -> ProcessResult {
    let sekat = builtProduct("sekat")
    let path = (sekat as NSString).deletingLastPathComponent
    return try run(
      "/bin/bash", ["-c", line], environment: ["PATH=\(path):/usr/bin:/bin"],
      directory: folder.path)
  }

  /// Follows what the report says, and expects that nothing is denied any more.
  private static func follow(
    policies: [String], options: [String] = [], logs: [String], in folder: TemporaryFolder,
    but allowed: Set<String> = []
  ) throws {
    let asked = policies.flatMap { ["-p", $0] }
    let before = try report(of: asked + options + logs, in: folder)
    #expect(before.deniedCount > 0)
    let commands = try printed(of: asked + options + logs, in: folder)
    #expect(commands.count == policies.count)
    let json = try run(
      builtProduct("sekat"), ["simulate", "--format", "json"] + asked + options + logs,
      directory: folder.path)
    let object = try JSONSerialization.jsonObject(with: Data(json.outputBytes)) as? [String: Any]
    #expect((object?["remedy"] as? [String: Any])?["commands"] as? [String] == commands)
    var written: [String] = []
    for command in commands {
      let result = try paste(command, in: folder)
      #expect(result.ending == .exit(0), "\(command)\n\(result)")
      written += ["-p", try #require(command.split(separator: " ").last.map(String.init))]
    }
    let after = try report(of: written + options + logs, in: folder)
    let left = Set(after.denied.map(\.syscall))
    #expect(left.subtracting(allowed) == [], "\(commands)")
    #expect(after.callCount >= before.callCount)
  }

  /// A log of each kind that matters here: ABIs, numbers for names, flags that are not printed, and a
  /// folder.
  private static let logs = [
    "tour.strace", "tour32-n.strace", "stderr-mixed.strace", "tour-rawall-n.strace",
    "old-4.11.strace", "perpid",
  ]

  @Test(.enabled(if: SampleLogs.isPresent, SampleLogs.absence), arguments: logs)
  func `a real log is let through by what is printed`(name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", SimulateCommandTests.policy)
    let log = SampleLogs.path(name)
    for policy in ["builtin:pure-compute", "policy.json"] {
      let report = try Self.report(of: ["-p", policy, log], in: folder)
      if report.deniedCount == 0 { continue }
      // Of flags that are not printed nobody knows whether the older call passes.
      let isSaid = report.remedy?.remarks.contains { $0.contains("raw=!clone3") } ?? false
      #expect(!isSaid || name.contains("raw") || name.contains("old"))
      try Self.follow(
        policies: [policy], logs: [log], in: folder, but: isSaid ? ["clone3"] : [])
    }
  }

  private static let log = """
    7 execve("/a", ["a"], 0x7ffc4faa56e8 /* 2 vars */) = 0
    7 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3
    7 io_uring_setup(8, 0x7f01) = 3
    7 openat2(AT_FDCWD, "a", {flags=O_RDONLY, resolve=0}, 24) = 3
    7 clone3({flags=CLONE_VM, exit_signal=SIGCHLD, stack=0x7f01}, 88) = 8
    8 close(3) = 0
    7 ptrace(PTRACE_TRACEME) = 0
    7 swapon("/a", 0) = 0

    """

  @Test func `what a rule answers with ENOSYS, and what comes after a death`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "it's a policy.json",
      """
      {"architectures": ["x86_64"], "default": {"errno": "EPERM"}, "kernel": "6.18", "rules": [
        {"syscalls": ["execve", "close"]},
        {"syscalls": ["io_uring_setup", "openat2", "clone3"], "action": {"errno": "ENOSYS"}},
        {"syscalls": ["ptrace"], "action": "kill-process"}
      ]}
      """)
    for log in ["trace.log", "-a log", "new-3.json.log"] { try folder.write(log, Self.log) }
    for logs in [["trace.log"], ["trace.log", "./-a log"]] {
      try Self.follow(policies: ["it's a policy.json"], logs: logs, in: folder)
    }
    let report = try Self.report(of: ["-p", "it's a policy.json", "trace.log"], in: folder)
    #expect(
      report.remedy?.commands == [
        "sekat learn -p 'it'\\''s a policy.json' --allow-closed trace.log -o new.json"
      ])
    // The older calls are what is missing.
    #expect(
      report.remedy?.calls.sorted() == ["clone", "io_uring_setup", "openat", "ptrace", "socket"])
  }

  @Test func `each policy of a stack is extended, and none is overwritten`() throws {
    let folder = try TemporaryFolder()
    try folder.write("new-2.json", SimulateCommandTests.policy)
    try folder.write("trace.log", Self.log)
    try Self.follow(policies: ["new-2.json"], logs: ["trace.log"], in: folder)
    try Self.follow(
      policies: ["new-2.json", "builtin:pure-compute"], logs: ["trace.log"], in: folder)
    #expect(try folder.read("new-2.json") == SimulateCommandTests.policy)
    #expect(FileManager.default.fileExists(atPath: folder.path(of: "new-4.json")))
  }

  @Test func `another machine's log, and one ABI for all`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "policy.json",
      #"{"architectures": ["aarch64", "x86_64", "i386"], "default": {"errno": "EPERM"}, "kernel": "6.18", "rules": [{"syscalls": ["close"]}]}"#
    )
    try folder.write("trace.log", "7 openat(AT_FDCWD, \"a\", O_RDONLY|O_DIRECTORY) = 3\n")
    for options in [["--target", "aarch64"], ["--abi", "i386"], ["--abi", "aarch64"]] {
      try Self.follow(
        policies: ["policy.json"], options: options, logs: ["trace.log"], in: folder)
    }
  }

  @Test func `a policy that makes no sense on the ABI of the log is not extended`() throws {
    let folder = try TemporaryFolder()
    try folder.write("trace.log", "7 waitpid(8, NULL, 0) = 8\n7 close(3) = 0\n")
    // On i386 the arguments of mmap are in memory.
    try folder.write(
      "policy.json",
      #"{"architectures": ["x86_64"], "default": {"errno": "EPERM"}, "kernel": "6.18", "rules": [{"syscalls": ["mmap"], "where": {"prot": 1}}]}"#
    )
    let options = ["--target", "x86_64"]
    try Self.follow(policies: ["policy.json"], options: options, logs: ["trace.log"], in: folder)
    let commands = try Self.printed(of: options + ["-p", "policy.json", "trace.log"], in: folder)
    #expect(commands.count == 1 && !commands.contains { $0.contains("-p ") }, "\(commands)")
    let learned = try run(
      builtProduct("sekat"), ["learn", "-p", "policy.json", "trace.log"] + options,
      directory: folder.path)
    #expect(
      learned.errors == "sekat: 'policy.json' cannot be extended to i386, which the logs use: its "
        + "rules make no sense there; learn a policy without '-p'\n")
    #expect(learned.ending == .exit(2) && learned.output == "")
  }

  @Test func `what no command helps against is said`() throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", SimulateCommandTests.policy)
    try folder.write("trace.log", Self.log)
    let compiled = try run(
      builtProduct("sekat"), ["compile", "-p", "builtin:pure-compute", "-o", "filter.bpf"],
      directory: folder.path)
    #expect(compiled.ending == .exit(0))
    let raw = try Self.report(of: ["--filter", "filter.bpf", "trace.log"], in: folder).remedy
    #expect(raw?.commands == [])
    #expect(raw?.remarks == ["no policy lets through what 'filter.bpf' denies, which is compiled"])
    for (arguments, input, what) in [
      (["-p", "policy.json"], Self.log, "the log can be read once more: it was"),
      (["-p", "-", "trace.log"], SimulateCommandTests.policy, "the policy can be read once more"),
    ] {
      let result = try run(
        builtProduct("sekat"), ["simulate"] + arguments, input: Array(input.utf8),
        directory: folder.path)
      let text = result.output.replacing(/\n +/, with: " ")
      #expect(text.contains("to allow ") && text.contains(what), "\(result)")
      #expect(!text.contains("sekat learn -p"))
    }
    // Where nothing is denied there is nothing to do.
    let clean = try run(
      builtProduct("sekat"), ["simulate", "-p", "builtin:default"],
      input: Array("7 close(3) = 0\n".utf8))
    #expect(!clean.output.contains("to allow"))
  }

  @Test(arguments: [
    ("policy.json", "policy.json"), ("a b", "'a b'"), ("", "''"), ("it's", "'it'\\''s'"),
    ("$HOME", "'$HOME'"), ("ä/ö", "'ä/ö'"), ("a\nb'c\\d", "$'a\\012b\\'c\\\\d'"),
    ("\u{202e}", "$'\\342\\200\\256'"),
  ])
  func `a word for a shell`(text: String, word: String) throws {
    #expect(shellWord(text) == word)
    let result = try run("/bin/bash", ["-c", "printf %s \(word)"])
    #expect(result.output == text)
  }
}
