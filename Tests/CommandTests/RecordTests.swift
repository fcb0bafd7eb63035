import Foundation
import TestSupport
import Testing

/// `sekat query --record`: from a line of the kernel's log to the rule.
@Suite struct RecordTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "policy.json",
      """
      {
        "architectures": ["x86_64"], "default": "allow",
        "rules": [
          { "syscalls": ["mkdir", "mkdirat"], "action": { "errno": "EROFS" }, "comment": "nothing new" },
          { "syscalls": ["openat"], "where": { "flags": "O_RDONLY" }, "action": "allow",
            "else": { "errno": "EACCES" } },
          { "syscalls": ["ptrace"], "action": "kill-process" },
          { "syscalls": ["open", "creat", "mknod", "mknodat", "openat", "chmod", "fchmod", "fchmodat", "fchmodat2"],
            "where": { "mode": { "hasAny": "S_ISUID|S_ISGID" } }, "action": "trap" }
        ]
      }

      """)
  }

  private static func line(_ number: Int, _ code: String, _ command: String = "cp") -> String {
    "[33214.411284] audit: type=1326 audit(1795763362.565:8092): auid=4294967295 uid=0 gid=0 "
      + "ses=4294967295 pid=26055 comm=\"\(command)\" exe=\"/usr/bin/\(command)\" sig=0 "
      + "arch=c000003e syscall=\(number) compat=0 ip=0x7f6a30fd4f37 code=\(code)"
  }

  private func sekat(_ words: [String], input: String = "") throws -> ProcessResult {
    try run(
      builtProduct("sekat"), ["query", "-p", "policy.json"] + words, input: Array(input.utf8),
      directory: folder.path)
  }

  @Test func `a record leads to the rule, and shows what else was possible`() throws {
    var text = ""
    for (number, code) in [
      (83, "0x50000"), (257, "0x50000"), (101, "0x80000000"), (90, "0x30000"), (90, "0x0"),
    ] {
      let result = try sekat(["--record", Self.line(number, code)])
      text += result.output + "(\(result.ending))\n\n"
      #expect(result.errors.isEmpty)
    }
    expectGolden(text, "record.txt")
  }

  /// The page shows a policy, a record and the answer.
  @Test func `the record of the page on breaking is answered as the page says`() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Sekat/Sekat.docc/WhenItBreaks.md")
    let page = try String(contentsOf: path, encoding: .utf8)
    let policy = try #require(try /(?s)```json\n(.*?)```/.firstMatch(in: page)?.1)
    let record = try #require(try /\n(\[.*type=1326.*)\n/.firstMatch(in: page)?.1)
    let answer = try #require(try /(?s)--record -\n(.*?)```/.firstMatch(in: page)?.1)
    try folder.write("policy.json", String(policy))
    #expect(try sekat(["--record", "-"], input: String(record)).output == String(answer))
  }

  @Test func `records are found among other lines, and counted`() throws {
    let log = [
      "[1.0] Linux version 6.18", Self.line(83, "0x50000"), Self.line(101, "0x80000000", "gdb"),
      "[2.0] audit: type=1300 audit(1.2:3): arch=c000003e syscall=83",
      Self.line(83, "0x50000", "tar"),
    ].joined(separator: "\n")
    let result = try sekat(["--record", "-"], input: log)
    expectGolden(result.output, "records.txt")
    #expect(result.ending == .exit(0))
    let json = try sekat(["--record", "-", "--format", "json"], input: log)
    expectGolden(json.output, "records.json")
  }

  @Test func `records that the kernel left out are counted, for the one that matters may be there`()
    throws
  {
    let log = [
      Self.line(83, "0x50000"), "[3.0] futex_atomic_op_inuser: 3 callbacks suppressed",
      "[4.0] kauditd_printk_skb: 170 callbacks suppressed",
      "[5.0] kauditd_printk_skb: 2 callbacks suppressed",
      "[6.0] kauditd_printk_skb: -1 callbacks suppressed", "kauditd_printk_skb:",
    ].joined(separator: "\n")
    let result = try sekat(["--record", "-"], input: log)
    #expect(result.output.contains("note: the kernel left 172 more records out"), "\(result)")
    #expect(result.output.contains("kernel.printk_ratelimit is 0"))
    #expect(result.ending == .exit(0))
  }

  @Test func `an answer that a C library expects is not taken for the cause`() throws {
    try folder.write(
      "policy.json",
      """
      { "architectures": ["x86_64"], "default": "allow", "rules": [
          { "syscalls": ["clone3"], "action": { "errno": "ENOSYS" } },
          { "syscalls": ["statx"], "action": { "errno": "EPERM" } } ] }
      """)
    let expected = "  a C library makes 'clone' instead, so a program goes on\n"
    #expect(try sekat(["--record", Self.line(435, "0x50000")]).output.hasSuffix(expected))
    #expect(!(try sekat(["--record", Self.line(332, "0x50000")]).output.contains("instead")))
  }

  @Test(arguments: [101, 165, 217])
  func `the rule that is shown for a call that no rule names allows it`(number: Int) throws {
    func write(_ rules: String) throws {
      let head = #""architectures": ["x86_64"], "default": { "errno": "EPERM" }"#
      let policy = #"{ \#(head), "rules": [\#(rules)] }"#
      try folder.write("policy.json", policy)
    }
    try write("")
    let record = try sekat(["--record", Self.line(number, "0x50000")]).output
    let rule = try #require(record.firstMatch(of: /this one would allow it: (.*)\n/)).1
    try write(String(rule))
    let answer = try sekat(["--abi", "x86_64", "#\(number)"]).output
    #expect(answer.contains("on x86_64: allow\n") && !answer.contains("would allow"), "\(answer)")
  }

  @Test func `of several filters, those that are stricter did not decide`() throws {
    let result = try sekat([
      "-p", "builtin:read-only", "--record", Self.line(83, "0x50000"),
    ])
    #expect(result.ending == .exit(0))
    #expect(result.output.contains("policy.json:\n  errno(EROFS)"))
    #expect(result.output.contains("builtin:read-only:\n  errno(EROFS)"))
  }

  @Test func `what is no record is refused`() throws {
    for (words, message) in [
      (["--record", "mkdir"], "'mkdir' is no record of seccomp"),
      (["--record", "-"], "no record of seccomp is on standard input"),
      (["--record", Self.line(83, "0x50000"), "mkdir"], "'--record' says which call it is"),
      (["--record", Self.line(83, "0x50000"), "--abi", "x86_64"], "a record has its own ABI"),
      (["type=1326", "arch=c000003e"], "a record is given with '--record', as one word"),
      ([], "a call is missing"),
    ] {
      let result = try sekat(words, input: "nothing\n")
      #expect(result.ending == .exit(2) && result.output.isEmpty)
      #expect(result.errors.contains(message), "\(result)")
    }
  }
}
