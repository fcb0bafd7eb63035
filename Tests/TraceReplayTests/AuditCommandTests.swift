import Foundation
import TestSupport
import Testing

/// `sekat simulate` and `sekat learn` on a log of the kernel.
@Suite struct AuditCommandTests {
  private let folder: TemporaryFolder

  private static let task =
    "auid=1000 uid=1000 gid=1000 ses=3 pid=26055 comm=\"cp\" exe=\"/usr/bin/cp\""

  /// Records of all that a report can show, as dmesg prints them.
  private static let log = [
    "[    0.000000] Linux version 6.18 (gcc) #1 SMP", verdict(83, "0x50000"),
    "[33214.411285] audit: type=1300 audit(1795763362.565:8093): arch=c000003e syscall=257 success=no "
      + "exit=-13 a0=ffffff9c a1=7ffe a2=241 a3=1b6 items=1 ppid=1 \(task) key=\"x\"",
    verdict(257, "0x50000"),
    "[33214.411286] audit: type=1327 audit(1795763362.565:8093): proctitle=6370002F61",
    verdict(39, "0x7ffc0000", arch: "40000003"), verdict(90, "0x30000"),
    verdict(167, "0x80000000"), verdict(0, "0x7ffc0000"),
  ].map { "\($0)\n" }.joined()

  private static func verdict(_ call: Int, _ code: String, arch: String = "c000003e") -> String {
    "[33214.411284] audit: type=1326 audit(1795763362.565:8092): \(task) sig=0 arch=\(arch) "
      + "syscall=\(call) compat=0 ip=0x7f6a30fd4f37 code=\(code)"
  }

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("dmesg.log", Self.log)
    try folder.write(
      "policy.json",
      """
      {
        "architectures": ["x86_64", "i386"], "default": "allow",
        "rules": [
          { "syscalls": ["mkdir", "mkdirat"], "action": { "errno": "EROFS" } },
          { "syscalls": ["openat"], "where": { "flags": { "hasAny": "O_TRUNC" } },
            "action": { "errno": "EACCES" } },
          { "syscalls": ["swapon"], "action": "kill-process" }
        ]
      }

      """)
  }

  private func sekat(_ words: String...) throws -> ProcessResult {
    try run(builtProduct("sekat"), words, directory: folder.path)
  }

  @Test func `the report on a log of the kernel`() throws {
    let result = try sekat(
      "simulate", "--target", "x86_64", "-p", "policy.json", "dmesg.log")
    expectGolden(result.output + result.errors + "\(result.ending)\n", "dmesg.txt")
  }

  @Test func `under what is learnt nothing of the log is denied`() throws {
    let learnt = try sekat("learn", "--target", "x86_64", "dmesg.log", "-o", "learnt.json")
    #expect(learnt.ending == .exit(0), "\(learnt)")
    let result = try sekat("simulate", "--target", "x86_64", "-p", "learnt.json", "dmesg.log")
    #expect(result.ending == .exit(0), "\(result)")
    // The flags of one of two calls are not in the log, so that any are allowed.
    let policy = try String(contentsOfFile: folder.path(of: "learnt.json"), encoding: .utf8)
    #expect(policy.contains("\"openat\"") && !policy.contains("O_TRUNC"))
  }
}
