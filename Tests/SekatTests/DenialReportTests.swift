import ClassicBPF
import Foundation
import LinuxABI
import SandboxLauncher
import TestSupport
import Testing

@testable import Sekat

/// What a report says of calls that it was told of, whoever made them.
@Suite struct DenialReportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func report(
    denying calls: String..., action: String = #"{ "errno": "EPERM" }"#,
    format: String = "text", architectures: String = #""x86_64""#
  ) throws -> SyntheticReport {
    let list = calls.map { "\"\($0)\"" }.joined(separator: ", ")
    let path = try folder.write(
      "policy.json",
      """
      { "architectures": [\(architectures)], "default": "allow", "rules": [
        { "syscalls": [\(list)], "action": \(action) } ] }
      """)
    return try SyntheticReport(on: path, format: try #require(.init(rawValue: format)))
  }

  @Test func `harmless calls do not hide the fatal one of their name`() throws {
    for format in ["text", "json"] {
      let synthetic = try report(denying: "ioctl", format: format)
      for file in 1...9 { try synthetic.deny("ioctl", [UInt64(file), 0x5401, 0, 0, 0, 0]) }
      try synthetic.deny("ioctl", [3, 0x541b, 0, 0, 0, 0])
      synthetic.end(.exit(1))
      let text = synthetic.conclude()
      if format == "json" {
        #expect(text.contains("FIONREAD"), "\(text)")
      } else {
        #expect(text.contains("what broke it:\n  1× ioctl(fd=3, cmd=FIONREAD or "), "\(text)")
        #expect(text.contains("whatever the error:\n  9× ioctl("), "\(text)")
      }
      #expect(text.contains(/"cmd\\?": \[\\?"TCGETS\\?", \\?"FIONREAD/), "\(text)")
    }
  }

  @Test func `a call that was only counted is told when its process fails`() throws {
    let synthetic = try report(denying: "kill")
    for process in 1...3 {
      try synthetic.deny("kill", [UInt64(process), 0, 0, 0, 0, 0], by: 1)
    }
    try synthetic.deny("kill", [77, 9, 0, 0, 0, 0], by: 1)
    #expect(!synthetic.text.contains("pid=77"), "\(synthetic.text)")
    synthetic.end(.exit(1), of: 1)
    let text = synthetic.conclude()
    #expect(text.contains("what broke it:\n  4× kill(pid=77, sig=SIGKILL)"), "\(text)")
    // Where lines end depends on the length of the file's name.
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("3 of them with other arguments; [1073741825] ended"), "\(text)")
    #expect(text.contains("; 4 calls were denied\n"), "\(text)")
  }

  /// Whoever waited for the others has gone on after they had failed.
  @Test(arguments: [2, 5, 8]) func `of several that fail on one call the last is named`(
    children: Int32
  ) throws {
    let synthetic = try report(denying: "kill")
    for process in 2..<2 + children {
      try synthetic.deny("kill", [UInt64(process), 0, 0, 0, 0, 0], by: process)
      synthetic.end(.exit(1), of: process)
    }
    try synthetic.deny("kill", [77, 9, 0, 0, 0, 0], by: 1)
    synthetic.end(.exit(1), of: 1)
    let text = synthetic.conclude()
    #expect(
      text.contains("what broke it:\n  \(children + 1)× kill(pid=77, sig=SIGKILL)"), "\(text)")
    #expect(text.contains(/\[1073741825\]\s+ended\s+with\s+status\s+1/), "\(text)")
  }

  @Test func `the number of denied calls is the sum of what is listed`() throws {
    let synthetic = try report(denying: "ioctl", "kill")
    for file in 1...62 { try synthetic.deny("ioctl", [UInt64(file), 0x5401, 0, 0, 0, 0]) }
    for process in 1...7 { try synthetic.deny("kill", [UInt64(process), 0, 0, 0, 0, 0]) }
    let text = synthetic.conclude(.exit(0))
    #expect(text.contains("69 calls were denied"), "\(text)")
    #expect(text.contains("  62× ioctl(") && text.contains("  7× kill("), "\(text)")
  }

  @Test func `only who was ended by a filter's signal is said to be killed`() throws {
    let endings: [(ChildEnding, String)] = [
      (.signal(31), "killed for this:\n"), (.exit(3), "probably what broke it:\n"),
      (.exit(0), "denied:\n"), (.signal(15), "denied, and nothing points at one of these:\n"),
    ]
    for (ending, heading) in endings {
      let synthetic = try report(denying: "uname", action: #""trap""#)
      try synthetic.take("uname", .trap(0), .signal)
      synthetic.end(ending)
      let text = synthetic.conclude(ending)
      #expect(text.contains("\n\(heading)  1× uname("), "\(text)")
    }
    // Nobody has seen an end.
    let synthetic = try report(denying: "uname", action: #""trap""#)
    try synthetic.take("uname", .trap(0), .signal)
    #expect(!synthetic.conclude().contains("killed for this"))
  }

  @Test func `machines get the advice that people get`() throws {
    var proposed: [Bool] = []
    for format in ["text", "json", "ndjson"] {
      let synthetic = try report(
        denying: "sched_getaffinity", "set_robust_list", format: format)
      try synthetic.deny("set_robust_list", by: 1)
      try synthetic.deny("sched_getaffinity", by: 2)
      synthetic.end(.exit(1), of: 2)
      let text = synthetic.conclude(.exit(1), isTimedOut: true)
      proposed.append(text.contains(format == "text" ? "leave out of" : "leaveOut"))
      #expect(
        text.contains(/"isTimedOut": ?true/)
          || text.contains("the time of the command was over"), "\(text)")
    }
    #expect(proposed == [true, true, true])
  }

  @Test func `machines learn of an ABI that is not listed`() throws {
    let policy = try folder.write(
      "policy.json", #"{ "architectures": ["x86_64"], "default": "allow", "rules": [] }"#)
    let synthetic = try SyntheticReport(on: policy, abi: .i386, format: .json)
    try synthetic.take("getpid", .killProcess, .death)
    #expect(try synthetic.conclusion()["unlistedABIs"] as? [String] == ["i386"])
  }

  @Test func `the page on supervision lists what machines get`() throws {
    let page = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Sekat/Sekat.docc/Supervision.md"), encoding: .utf8)
    let start = try #require(page.range(of: "### For programs"))
    let parts = page[start.upperBound...].split(separator: "| member | |")
    // The first column of a table.
    func names(_ part: Substring) -> [String] {
      part.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { row in
        row.split(separator: "|")[0].matches(of: /`(\w+)`/).map { String($0.1) }
      }
    }
    let synthetic = try report(denying: "kill", format: "json")
    try synthetic.deny("kill")
    let summary = try synthetic.conclusion()
    let denial = try #require((summary["denials"] as? [[String: Any]])?.first)
    try #require(parts.count == 3)
    #expect(names(parts[1]).sorted() == (summary.keys + ["signal"]).sorted())
    #expect(names(parts[2]).sorted() == denial.keys.sorted())
  }

  /// What stands at several places is quoted on one line, to its end.
  @Test func `a condition over several lines is quoted as a whole`() throws {
    let path = try folder.write(
      "policy.json",
      """
      { "architectures": ["x86_64"], "default": "allow", "rules": [
        { "syscalls": ["kill"],
          "where": {
            "sig": {
              "in": ["SIGTERM",
                     "SIGUSR1"]
            }
          },
          "action": "allow", "else": { "errno": "EPERM" } } ] }
      """)
    let synthetic = try SyntheticReport(on: path)
    try synthetic.deny("kill", [1, 9, 0, 0, 0, 0])
    #expect(
      synthetic.text.replacing(/\s+/, with: " ").contains(
        #"where the call has "sig": { "in": ["SIGTERM", "SIGUSR1"] }"#), "\(synthetic.text)")
  }

  @Test func `no line is longer than the terminal but what is to be copied`() throws {
    let synthetic = try report(denying: "ioctl", "kill", "uname", "setsid", "getppid", "openat")
    for call in ["ioctl", "kill", "uname", "setsid", "getppid", "openat"] {
      for value in 1...5 as ClosedRange<UInt64> {
        try synthetic.deny(call, [value, value, value, value, 0, 0])
      }
    }
    for line in (synthetic.text + synthetic.conclude()).split(separator: "\n")
    where !line.hasPrefix("    {") && !line.contains(folder.path) {
      #expect(line.count <= 80, "\(line)")
    }
  }
}
