import Foundation
import TestSupport
import Testing

/// Much at once, for a moment; with `SEKAT_STRESS=1` in the environment, for long.
@Suite(.serialized) struct SupervisionStressTests {
  private static let isLong = ProcessInfo.processInfo.environment["SEKAT_STRESS"] != nil
  private let fixture: LaunchFixture
  private let policy: String

  init() throws {
    fixture = try LaunchFixture()
    #expect(unsafe chmod(fixture.folder.path, 0o777) == 0)
    policy = try fixture.policy(
      default: #""allow""#,
      rules: #"{ "syscalls": ["mkdir?", "mkdirat"], "action": { "errno": "EROFS" } }"#)
  }

  /// Runs the probe under a supervisor, and says how many calls it has made.
  private func calls(_ options: [String], _ work: String, seconds: Double) throws -> Int {
    let result = try run(
      builtProduct("sekat"),
      ["run", "-q", "--explain", "--report", "report", "--insecure-policy", "-p", policy] + options
        + ["--"]
        + [builtProduct("hostile-probe"), work, "\(seconds)"],
      directory: fixture.folder.path, timeout: .seconds(seconds + 150))
    #expect(result.ending == .exit(0), "\(result)")
    #expect(!FileManager.default.fileExists(atPath: fixture.folder.path + "/bad"))
    let count = try #require(Int(result.output.trimmingCharacters(in: .newlines)), "\(result)")
    let report = try String(contentsOfFile: fixture.folder.path + "/report", encoding: .utf8)
    let told = try #require(report.firstMatch(of: /(\d+) calls were denied/))
    // The first process does not wait for the others to the last one.
    let range = work == "threads" ? count...count : count...count + 1000
    #expect(Int(told.1).map(range.contains) == true, "\(count) calls; \(report.suffix(500))")
    if Self.isLong { print("\(work): \(count) calls in \(seconds) s") }
    return count
  }

  @Test(.timeLimit(.minutes(5))) func `64 threads that are denied are all answered`() throws {
    #expect(try calls([], "threads", seconds: Self.isLong ? 60 : 0.5) > 100)
  }

  @Test(.timeLimit(.minutes(5))) func `a fork bomb in its limits is answered`() throws {
    let count = try run("/bin/sh", ["-c", "ps -eLo uid= | grep -cw $(id -u)"]).output
    let own = try #require(Int(count.trimmingCharacters(in: .newlines)))
    // The limit counts all processes of the user: as root, one who has no others.
    let options =
      getuid() == 0
      ? ["--uid", "61234", "--gid", "61234", "--groups", "", "--rlimit", "nproc=100"]
      : ["--rlimit", "nproc=\(own + 100)"]
    #expect(try calls(options, "forks", seconds: Self.isLong ? 30 : 0.5) > 50)
  }

  @Test(.timeLimit(.minutes(5))) func `whenever sekat is killed, no denied call is carried out`()
    throws
  {
    let seed = Self.isLong ? UInt64.random(in: 0...UInt64.max) : 7
    var generator = SeededGenerator(seed: seed)
    if Self.isLong { print("seed \(seed)") }
    for round in 0..<(Self.isLong ? 200 : 8) {
      let delay = Double(Int.random(in: 0..<150, using: &generator)) / 1000
      // The process in front, or the one behind it.
      let victim = Bool.random(using: &generator) ? "echo $!" : "cat /proc/$!/task/$!/children"
      let result = try run(
        Tool.shell,
        [
          "-c",
          """
          "$1" run -q --insecure-policy --explain -p "$2" -- "$3" threads 10 2>/dev/null >/dev/null &
          sleep \(delay); until victim=$(\(victim)) && test -n "$victim"; do sleep 0.005; done
          kill -KILL $victim; wait $! 2>/dev/null; test $? = 137 || exit 3
          sleep 0.05; test ! -d bad
          """, "sh", builtProduct("sekat"), policy, builtProduct("hostile-probe"),
        ], directory: fixture.folder.path)
      #expect(
        result.ending == .exit(0), "seed \(seed), round \(round), \(delay) s, \(victim): \(result)")
    }
  }
}
