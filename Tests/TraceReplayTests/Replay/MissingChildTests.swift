import Foundation
import TestSupport
import Testing

@testable import TraceReplay

/// Children that a log shows being made, and of which it shows nothing: the log was made without `-f`,
/// or some files of `-ff` were not named.
@Suite struct MissingChildTests {
  private static let fork = "clone(child_stack=NULL, flags=SIGCHLD, child_tidptr=0x7f01) = 13970\n"
  private static let wait = "wait4(-1, NULL, 0, NULL) = 13970\n"
  private static let rest = "close(3) = 0\nclose(4) = 0\nclose(5) = 0\nclose(6) = 0\n"

  private static func missing(_ text: String) throws -> [String] {
    let report = try Replayed(text: text, against: [TestFilters.allowAll], keepsGoing: false).report
    #expect(report.unreadable.count == 0, "\(report.unreadable)")
    #expect(report.missingChildren.count >= report.missingChildren.first.count)
    return report.missingChildren.first.map { "\($0.thread):\($0.line)" }
  }

  @Test(arguments: [
    ("without -f", fork + wait + rest, ["13970:1"]),
    ("a thread", "clone(child_stack=0x7f, flags=CLONE_VM|CLONE_THREAD) = 9\n" + rest, ["9:1"]),
    ("clone3", "clone3({flags=CLONE_VM, exit_signal=SIGCHLD}, 88) = 9\n" + rest, ["9:1"]),
    ("vfork", "vfork() = 9\n" + rest, ["9:1"]),
    ("an end soon after", "fork() = 9\nexit_group(0) = ?\n+++ exited with 0 +++\n", ["9:1"]),
    ("a log that was cut off", rest + "fork() = 9\nclose(3) = 0\n", []),
    ("no child", "fork() = -1 EAGAIN (Resource temporarily unavailable)\n" + rest, []),
    ("in the child", "fork() = 0\n" + rest, []),
    (
      "two threads that were attached to",
      "7 close(1) = 0\n8 close(1) = 0\n7 fork() = 9\n"
        + "8 close(3) = 0\n7 close(3) = 0\n8 close(3) = 0\n7 close(3) = 0\n", ["9:3"]
    ),
    (
      "with -f", "7 fork() = 9\n9 close(3) = 0\n7 close(3) = 0\n7 wait4(-1) = 9\n7 close(1) = 0\n",
      []
    ),
    (
      "a child that is first",
      "7 fork( <unfinished ...>\n9 close(3) = 0\n7 <... fork resumed>) = 9\n"
        + "7 close(3) = 0\n7 close(3) = 0\n7 close(3) = 0\n7 close(3) = 0\n", []
    ),
    (
      "a child that only ends",
      "7 fork() = 9\n7 close(3) = 0\n7 close(3) = 0\n7 close(3) = 0\n"
        + "9 +++ exited with 0 +++\n7 close(3) = 0\n", []
    ),
    (
      "another namespace",
      "7 clone(flags=SIGCHLD) = 2\n9 close(3) = 0\n" + "7 close(3) = 0\n"
        + "7 close(3) = 0\n7 close(3) = 0\n7 close(3) = 0\n", []
    ),
    (
      "a number that is translated",
      "7 fork() = 2 /* 9 in strace's PID NS */\n7 close(3) = 0\n"
        + "7 close(3) = 0\n9 close(3) = 0\n7 close(3) = 0\n7 close(3) = 0\n", []
    ),
    ("-f without -o", "fork() = 9\nstrace: Process 9 attached\n" + wait + rest, []),
    ("-f without -o, quietly", "fork() = 9\n[pid     9] close(3) = 0\n" + rest, []),
  ])
  func `a child that should be in the log`(name: String, log: String, missing: [String]) throws {
    #expect(try Self.missing(log) == missing, "\(name)")
  }

  @Test(.enabled(if: SampleLogs.isPresent, SampleLogs.absence), arguments: SampleLogs.names)
  func `nobody is missing in a log of -f`(name: String) throws {
    let report = try Replayed([SampleLogs.path(name)]).report
    // This one was made without '-f', of a program that makes six children.
    #expect(report.missingChildren.count == (name == "dump-rw.strace" ? 6 : 0))
    // Those that make children say so as soon as the children's lines are left out.
    if name != "tour.strace" && name != "py-threads.strace" { return }
    let text = try String(contentsOfFile: SampleLogs.path(name), encoding: .utf8)
    let first = try #require(text.split(separator: " ").first)
    let alone = text.split(separator: "\n").filter { $0.hasPrefix(first + " ") }
    #expect(try Self.missing(alone.joined(separator: "\n") + "\n").count == 3)
  }

  @Test func `files of a set that are not named`() throws {
    let folder = try TemporaryFolder()
    for (name, text) in [
      ("t.100", "fork() = 101\n" + "fork() = 102\n" + Self.rest), ("t.101", Self.rest),
      ("t.102", "clone(child_stack=NULL, flags=SIGCHLD) = 103\n" + Self.rest),
      ("ns.200", "fork() = 2\n" + Self.rest), ("ns.201", Self.rest),
    ] { try folder.write(name, text) }
    func missing(_ names: String...) throws -> [Int] {
      try Replayed(names.map(folder.path)).report.missingChildren.first.map(\.thread)
    }
    #expect(try missing("t.100") == [101, 102])
    #expect(try missing("t.100", "t.101") == [102])
    #expect(try missing("t.101", "t.102", "t.100") == [103])
    #expect(try missing("ns.200") == [2])
    // The file has another number than the call returned: that was one of another namespace.
    #expect(try missing("ns.200", "ns.201") == [])
  }

  @Test func `both commands say so, and reports add up`() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.log", Self.fork + Self.rest)
    try folder.write("b.log", "fork() = 8\nvfork() = 9\nfork() = 10\n" + Self.rest)
    func sekat(_ words: String...) throws -> ProcessResult {
      try run(builtProduct("sekat"), words, directory: folder.path)
    }
    let one = try sekat("simulate", "-p", "builtin:default", "a.log")
    #expect(
      one.output.contains(
        "\nnote: the log shows 1 process or thread that was started (13970 at a.log:1), but\n"
          + "  none of its calls; trace again with 'strace -f'\n"), "\(one)")
    #expect(one.ending == .exit(0))
    let sentence =
      "4 processes or threads that were started (13970 at a.log:1, 8 at b.log:1, 9 at b.log:2, …), "
      + "but none of their calls; trace again with 'strace -f'"
    let learned = try sekat("learn", "a.log", "b.log")
    #expect(learned.errors.contains("sekat: the logs show " + sentence + "\n"), "\(learned)")
    #expect(learned.ending == .exit(0))
    var parts: [String] = []
    for log in ["a", "b"] {
      let report = try sekat("simulate", "-p", "builtin:default", "--format", "json", "\(log).log")
      parts.append(try folder.write("\(log).json", report.output))
    }
    let whole = try sekat("simulate", "-p", "builtin:default", "--format", "json", "a.log", "b.log")
    let sum = try sekat("simulate", "--merge", "--format", "json", "a.json", "b.json")
    #expect(sum.output == whole.output)
    #expect(whole.output.contains("\"missingChildren\": {\n    \"count\": 4,"), "\(whole)")
  }
}
