import Foundation
import TestSupport
import Testing

/// Commands and readers that would hold a supervisor for ever: the command goes on, and sekat ends.
@Suite struct HostileCommandTests {
  private let fixture: LaunchFixture
  private let policy: String

  init() throws {
    fixture = try LaunchFixture()
    policy = try fixture.policy(
      default: #""allow""#,
      rules: #"{ "syscalls": ["mkdir?", "mkdirat"], "action": { "errno": "EROFS" } }"#)
  }

  /// Whether this user gets memory that nobody serves.
  static func hasMemory(_ kind: String) -> Bool {
    (try? run(builtProduct("hostile-probe"), [kind, "none"]))?.ending == .exit(0)
  }

  static let kinds = ["userfault", "fuse"].filter(hasMemory)

  @Test(.enabled(if: !kinds.isEmpty, "the kernel gives this user no such memory"), arguments: kinds)
  func `memory that nobody serves holds neither the other threads nor sekat`(kind: String) throws {
    let result = try run(
      builtProduct("sekat"),
      ["run", "--report", "report", "-p", policy, "--", builtProduct("hostile-probe"), kind],
      directory: fixture.folder.path)
    #expect(result.ending == .exit(0))
    #expect(result.output.hasSuffix(" 30\n"), "\(result)")
    let report = try String(contentsOfFile: fixture.folder.path + "/report", encoding: .utf8)
    #expect(report.contains("22 calls were denied"))
    #expect(report.contains("mkdirat(dfd=AT_FDCWD, mode=0777)"), "\(report)")
  }

  @Test(.enabled(if: !kinds.isEmpty, "the kernel gives this user no such memory"), arguments: kinds)
  func `time that is over ends it all the same`(kind: String) throws {
    let result = try run(
      builtProduct("sekat"),
      [
        "run", "-q", "--explain", "--timeout", "1", "-p", policy, "--",
        builtProduct("hostile-probe"),
        kind, "600",
      ])
    #expect(result.ending == .exit(124), "\(result)")
  }

  /// A pipe that is full and that nobody reads is what the report goes to.
  @Test(arguments: ["stderr", "report"])
  func `a report that nobody reads holds neither the command nor sekat`(place: String) throws {
    let calls = """
      import os
      for i in range(400):
        try: os.mkdir("x%d" % i)
        except OSError: pass
      print("done")
      """
    let output = place == "stderr" ? "2>&8" : "--report fifo"
    let result = try run(
      Tool.shell,
      [
        "-c",
        """
        mkfifo fifo; exec 9<>fifo
        head -c 65536 /dev/zero > fifo; exec 8>fifo
        "$1" run --every --explain -p "$2" \(place == "report" ? output : "") -- python3 -c "$3" \
          \(place == "stderr" ? output : ""); echo $?
        exec 8>&-; timeout 60 head -c 100000 <&9 | tail -c 34000 | grep -ac 'mkdir.*EROFS'
        """, "sh", builtProduct("sekat"), policy, calls,
      ], directory: fixture.folder.path, timeout: .seconds(120))
    let lines = result.output.split(separator: "\n")
    #expect(lines.prefix(2) == ["done", "0"], "\(result)")
    // It is kept for a reader who comes late.
    #expect(lines.count == 3 && Int(lines[2]).map { $0 > 50 } == true, "\(result)")
  }

  @Test func `a report to a full disk is said to be incomplete`() throws {
    let result = try fixture.sekat(
      "--report", "/dev/full", "-p", policy, "--", Tool.shell, "-c", "mkdir x 2>/dev/null; exit 5")
    #expect(result.ending == .exit(5))
    #expect(result.errors == "sekat: the report is not complete: no space left on device\n")
  }

  @Test func `a pipe whose reader is gone is no reason to end`() throws {
    let result = try run(
      Tool.shell,
      [
        "-c",
        """
        { "$1" run --every --explain -p "$2" -- sh -c 'sleep 0.1; mkdir x; exit 6' 2>&3
          echo $? >&2; } 3>&1 | true
        """,
        "sh", builtProduct("sekat"), policy,
      ])
    #expect(result.errors.hasSuffix("6\n"), "\(result)")
  }
}
