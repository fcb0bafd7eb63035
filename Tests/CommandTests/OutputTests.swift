import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import SekatTool

/// What the commands print, and into which files.
@Suite struct OutputTests {
  private let folder: TemporaryFolder
  private let policy: String

  init() throws {
    folder = try TemporaryFolder()
    policy = try folder.write(
      "policy.json",
      """
      {
        "name": "example",
        "architectures": ["x86_64", "aarch64"],
        "default": { "errno": "EPERM" },
        "rules": [
          { "syscalls": ["read", "write", "close", "exit_group"] },
          { "syscalls": ["openat"], "where": { "flags": { "is": "O_RDONLY", "hasNone": "O_CREAT" } },
            "else": { "errno": "EROFS" }, "comment": "files are only read" },
          { "syscalls": ["socket"], "where": { "family": ["AF_UNIX", "AF_INET"] } },
          { "syscalls": ["ptrace"], "action": "kill-process" }
        ]
      }

      """)
  }

  /// Runs a command that is to succeed, in the folder of the policy.
  private func sekat(
    _ words: String..., input: [UInt8] = [], status: Int32 = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> ProcessResult {
    let result = try run(
      builtProduct("sekat"), words, environment: ["COLUMNS=80"], input: input,
      directory: folder.path)
    #expect(result.ending == .exit(status), "\(result)", sourceLocation: sourceLocation)
    return result
  }

  // MARK: Help

  @Test(arguments: SekatCommand.configuration.subcommands.map { $0._commandName })
  func `help of a command`(command: String) throws {
    let help = try sekat(command, "--help").output
    expectGolden(help, "help-\(command).txt")
    #expect(try sekat("help", command).output == help)
    for line in help.split(separator: "\n") where !line.hasPrefix("USAGE") {
      #expect(line.count <= 80, "\(line)")
    }
    #expect(help.contains("\nExit status: "))
    #expect(help.contains("-q, --quiet") && help.contains("--color <color>"))
  }

  @Test(arguments: [
    ("rnu", "unknown command 'rnu'; did you mean 'run'?"), ("policy", "unknown command 'policy'"),
    ("", "unknown command ''"),
  ])
  func `a command that there is not`(word: String, message: String) throws {
    let result = try sekat(word, status: 2)
    #expect(result.errors == "sekat: \(message)\nSee 'sekat --help'.\n")
    #expect(result.output.isEmpty)
  }

  @Test func `help of all`() throws {
    expectGolden(try sekat("--help").output, "help.txt")
    #expect(try sekat("--version").output.contains(/^\d+\.\d+\.\d+\n$/))
  }

  // MARK: Programs

  @Test(arguments: ["x86_64", "aarch64"])
  func `compile prints a listing, C and JSON`(target: String) throws {
    for (format, suffix) in [("text", "txt"), ("c", "c"), ("json", "json")] {
      let result = try sekat(
        "compile", "-p", "policy.json", "--target", target, "--format", format)
      expectGolden(result.output, "compile-\(target).\(suffix)")
      #expect(result.errors.hasPrefix("policy.json: "))
    }
  }

  @Test func `what is compiled into a file is listed as it was compiled`() throws {
    let listing = try sekat("compile", "-p", "policy.json", "--target", "x86_64")
    _ = try sekat("compile", "-p", "policy.json", "--target", "x86_64", "-o", "filter.bpf")
    let file = try Data(contentsOf: URL(filePath: folder.path(of: "filter.bpf")))
    #expect(
      try sekat("disassemble", "filter.bpf", "--target", "x86_64").output == listing.output)
    #expect(
      try sekat("disassemble", "-", "--target", "x86_64", input: Array(file)).output
        == listing.output)
    let raw = try sekat(
      "compile", "-p", "policy.json", "--target", "x86_64", "--format", "raw", "-o", "-")
    #expect(raw.outputBytes == Array(file))
    #expect(file.count % 8 == 0)
  }

  @Test func `a big-endian machine has its own order of bytes`() throws {
    let policy = try folder.write(
      "s390x.json",
      #"{"architectures": ["s390x"], "default": "allow", "rules": [{"syscalls": ["ptrace"],"#
        + #" "action": "log"}]}"#)
    let raw = try sekat("compile", "-p", policy, "--target", "s390x", "--format", "raw")
    #expect(raw.outputBytes.starts(with: [0, 0x20, 0, 0, 0, 0, 0, 4]))
    let listing = try sekat(
      "disassemble", "-", "--target", "s390x", input: raw.outputBytes)
    #expect(listing.output.contains("ptrace"))
  }

  @Test func `files appear whole or not at all`() throws {
    let full = try sekat("compile", "-p", "policy.json", "-o", "/dev/full", status: 2)
    #expect(full.errors.contains("cannot write '/dev/full': no space left on device"))
    let nowhere = try sekat("compile", "-p", "policy.json", "-o", "none/filter", status: 2)
    #expect(nowhere.errors.contains("cannot write 'none/filter': no such file or directory"))
    try folder.write("old.bpf", "old")
    _ = try sekat("compile", "-p", "missing.json", "-o", "old.bpf", status: 2)
    #expect(try String(contentsOfFile: folder.path(of: "old.bpf"), encoding: .utf8) == "old")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(left) == ["policy.json", "old.bpf"])
  }

  @Test(arguments: ["compile", "query", "syscalls"])
  func `a full disk or a closed output is a failure`(command: String) throws {
    let words = ["compile": "compile", "query": "query read", "syscalls": "syscalls"]
    for output in [">/dev/full", ">&-"] {
      let result = try run(
        "/bin/sh", ["-c", "\"$0\" \(words[command] ?? "") \(output)", builtProduct("sekat")])
      #expect(result.ending == .exit(2), "\(result)")
      #expect(result.errors.contains("cannot write to standard output"), "\(result)")
    }
  }

  // MARK: Answers

  @Test func `query names the rule, and what kept the nearest other one`() throws {
    let questions = [
      ["read"], ["openat", "flags=O_RDWR"], ["openat", "flags=O_RDONLY|O_CLOEXEC"],
      ["openat"], ["socket", "AF_INET6"], ["socket", "family=AF_UNIX"], ["ptrace"], ["#9999"],
      ["mount"], ["257", "flags=O_RDWR"], ["0x101", "args[2]=0"], ["9999", "args[5]=1"],
    ]
    var text = ""
    for question in questions {
      text += "$ sekat query \(question.joined(separator: " "))\n"
      let words = ["query", "-p", "policy.json", "--abi", "x86_64"] + question
      text += try run(builtProduct("sekat"), words, directory: folder.path).output + "\n"
    }
    expectGolden(text, "query.txt")
    expectGolden(
      try sekat(
        "query", "-p", "policy.json", "--abi", "x86_64", "--format", "json", "socket", "AF_INET6"
      ).output, "query.json")
  }

  @Test func `query answers for a stack`() throws {
    let result = try sekat(
      "query", "-p", "policy.json", "-p", "builtin:offline", "--abi", "x86_64", "socket",
      "family=AF_INET")
    expectGolden(result.output, "query-stack.txt")
  }

  /// Each register can be asked of each call, whatever its prototype counts from.
  @Test(arguments: ["getpid", "read", "prctl", "keyctl", "arch_prctl", "sysfs", "#9999"])
  func `query takes six raw registers`(call: String) throws {
    for register in 0..<6 {
      // A filter that looks at nothing but this register.
      let filter =
        RawFilters.instruction(0x20, UInt32(16 + 8 * register))
        + RawFilters.instruction(0x15, jumpTrue: 0, jumpFalse: 1, 77)
        + RawFilters.instruction(0x06, 0) + RawFilters.instruction(0x06, 0x7fff_0000)
      try folder.write("register.bpf", filter)
      for (value, verdict) in [(77, "kill-thread"), (78, "allow")] {
        let result = try sekat(
          "query", "--filter", "register.bpf", "--abi", "x86_64", "--target", "x86_64", call,
          "args[\(register)]=\(value)")
        #expect(
          result.output.hasPrefix("\(call) args[\(register)]=\(value) on x86_64: \(verdict)\n"),
          "\(result)")
      }
    }
  }

  @Test func `query refuses what it cannot make sense of`() throws {
    for (words, message) in [
      (["reed"], "unknown system call 'reed'; did you mean 'read'?"),
      (["read", "file=3"], "'file'"), (["read", "fd=O_RDONLYY"], "O_RDONLYY"),
      (
        ["read", "1", "2", "3", "4"],
        "'read' has no argument in register 3; 'args[3]=4' asks for the register itself"
      ),
      (["read", "1", "args[0]=1"], "argument 'args[0]=1' is given twice"),
      (["read", "args[6]=1"], "'read' has no argument 'args[6]'"),
      (["#9999", "1", "2", "3", "4", "5", "6", "7"], "six registers for arguments, and '7'"),
      (["#9999", "args=1"], "'arg0' to 'arg5' are its registers"),
      (["257x"], "'257x' is no number of a call"), (["4294967296"], "is no number of a call"),
      (
        ["arch_prctl", "arg2=1"],
        "write 'second' (register 1) or 'args[2]' (register 2)"
      ),
    ] {
      let result = try run(builtProduct("sekat"), ["query"] + words)
      #expect(result.ending == .exit(2) && result.errors.contains(message), "\(result)")
    }
  }

  @Test func `test counts what holds, and shows what does not`() throws {
    try folder.write(
      "policy.expect",
      """
      * read => allow
      * openat flags=O_WRONLY => errno(EROFS)   # not for writing
      x86_64 socket family=AF_INET6 => allow

      """)
    let result = try sekat("test", "-p", "policy.json", "policy.expect", status: 1)
    expectGolden(result.output, "test.txt")
    #expect(result.errors.isEmpty)
    let json = try sekat(
      "test", "-p", "policy.json", "policy.expect", "--format", "json", status: 1)
    expectGolden(json.output, "test.json")
    try folder.write("good.expect", "* read => allow\n")
    #expect(
      try sekat("test", "-p", "policy.json", "good.expect").output == "2 passed, 0 failed\n")
    try folder.write("bad.expect", "* read -> allow\n* reed => allow\n")
    let bad = try sekat("test", "-p", "policy.json", "bad.expect", status: 2)
    #expect(bad.errors.contains("bad.expect:1:") && bad.errors.contains("bad.expect:2:"))
    #expect(bad.output.isEmpty)
  }

  @Test(arguments: [
    ["openat"], ["socketcall"], ["257"], ["@basic-io"], ["clone"], ["mmap", "--abi", "i386"],
  ])
  func `syscalls shows what is known`(words: [String]) throws {
    let result = try run(builtProduct("sekat"), ["syscalls"] + words)
    #expect(result.ending == .exit(0))
    let name = words.joined(separator: "-").filter { $0.isLetter || $0.isNumber || $0 == "-" }
    expectGolden(result.output, "syscalls-\(name).txt")
    let json = try run(builtProduct("sekat"), ["syscalls", "--format", "json"] + words)
    #expect(throws: Never.self) {
      try JSONSerialization.jsonObject(with: Data(json.outputBytes))
    }
  }

  @Test func `every report in JSON is JSON`() throws {
    for words in [
      ["compile", "--format", "json"], ["query", "--format", "json", "openat"],
      ["syscalls", "--format", "json"], ["syscalls", "--format", "json", "@"],
      ["syscalls", "--format", "json", "@system-service"],
    ] {
      let result = try run(builtProduct("sekat"), words)
      #expect(result.ending == .exit(0))
      #expect(throws: Never.self) {
        try JSONSerialization.jsonObject(with: Data(result.outputBytes))
      }
    }
  }
}
