import Foundation
import TestSupport
import Testing

/// The kernel's own log of what it does under a policy, held against what simulation says of it.
@Suite(.serialized) struct KernelLogTests {
  private static let reader = "/bin/dmesg"

  /// Whether this user may read the kernel's log, and it is the one of the kernel that runs the test.
  private static let canRead: Bool = {
    guard FileManager.default.isExecutableFile(atPath: reader),
      let result = try? run(reader, ["--raw"])
    else { return false }
    return result.ending == .exit(0) && !result.output.isEmpty
  }()

  private static func policy(_ action: String) -> String {
    """
    {
      "default": "allow",
      "rules": [
        { "syscalls": ["mkdir", "mkdirat"], "action": \(action) },
        { "syscalls": ["umask"], "where": { "mask": 7 }, "action": { "errno": "EPERM" } }
      ]
    }

    """
  }

  /// The kernel's records of a program that makes a folder under a policy; none where the kernel has
  /// left them out, as it does when it writes too much at once.
  private static func records(in folder: TemporaryFolder) throws -> String {
    for attempt in 0..<3 {
      // The name of the thread, by which the record is found again.
      let name = "mk\(UInt32.random(in: 0 ... .max))"
      let program = folder.path(of: name)
      try FileManager.default.createSymbolicLink(
        atPath: program, withDestinationPath: "/bin/mkdir")
      _ = try run(
        builtProduct("sekat"),
        ["run", "-q", "--log", "-p", folder.path(of: "policy.json"), "--", program]
          + [folder.path(of: "made\(attempt)")])
      let lines = try run(reader, ["--raw"]).output.split(separator: "\n")
        .filter { $0.contains("comm=\"\(name)\"") }
      if !lines.isEmpty { return lines.joined(separator: "\n") + "\n" }
    }
    return ""
  }

  @Test(
    .enabled(if: canRead, "this user may not read the kernel's log"),
    arguments: [
      ("{ \"errno\": \"EROFS\" }", "errno(EROFS)", "was answered with errno(EROFS)"),
      ("\"trap\"", "trap", "was answered with SIGSYS"),
      ("\"kill-process\"", "kill-process", "was killed by SIGSYS"),
      ("\"kill-thread\"", "kill-thread", "was killed by SIGSYS"), ("\"log\"", "log", ""),
    ])
  func `simulation says of a record what the kernel has done`(
    action: String, verdict: String, sentence: String
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", Self.policy(action))
    let records = try Self.records(in: folder)
    if records.isEmpty {
      print(
        "the kernel has logged nothing of \(action): it is not asked to, or had too much to say")
      return
    }
    let words = ["simulate", "-p", "policy.json", "-"]
    let result = try run(
      builtProduct("sekat"), words, input: Array(records.utf8), directory: folder.path)
    #expect(result.ending == .exit(verdict == "log" ? 0 : 1), "\(result)")
    #expect(result.output.contains("\n  1  \(verdict)\n"), "\(records)\(result.output)")
    #expect(result.output.contains("mkdir") == (verdict != "log"))
    #expect(sentence.isEmpty != result.output.contains(sentence), "\(result.output)")
    // Under another policy the log speaks for itself.
    if sentence.isEmpty { return }
    try folder.write("policy.json", Self.policy("\"allow\""))
    let other = try run(
      builtProduct("sekat"), words, input: Array(records.utf8), directory: folder.path)
    #expect(other.ending == .exit(0))
    #expect(
      other.output.replacing(/\s+/, with: " ").contains("the log was made under another one"),
      "\(other.output)")
  }
}
