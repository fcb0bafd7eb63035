import Foundation
import TestSupport
import Testing

/// `disassemble --pid`: the filters of a live process.
@Suite struct ProcessFiltersTests {
  private let fixture: LaunchFixture

  init() throws { fixture = try LaunchFixture() }

  /// Whether the kernel hands out filters to this process: see ptrace(2).
  static let mayRead: Bool = {
    guard let status = try? run("/bin/cat", ["/proc/self/status"]).output,
      let capabilities = status.firstMatch(of: /CapEff:\t([0-9a-f]+)/)
    else { return false }
    let isAdministrator = (UInt64(capabilities.output.1, radix: 16) ?? 0) >> 21 & 1 == 1
    return isAdministrator && status.contains("Seccomp:\t0\n")
  }()

  /// Runs a command of sekat on a sleeping process: `$1` of the script is sekat, `$P` the process.
  private func list(
    _ words: String, command: String = "disassemble", launch: String, prepare: String = "",
    after: String = ""
  ) throws -> ProcessResult {
    try run(
      Tool.shell,
      [
        "-c",
        """
        \(launch) sleep 60 & P=$!
        until grep -q '^Name:.sleep' /proc/$P/status; do :; done
        \(prepare)
        "$1" \(command) --pid $P \(words)
        status=$?
        \(after)
        kill -KILL $P; wait $P 2>/dev/null; exit $status
        """, "sh", builtProduct("sekat"),
      ], directory: fixture.folder.path, timeout: .seconds(60))
  }

  @Test(.enabled(if: mayRead, "only a process with CAP_SYS_ADMIN and without a filter may read"))
  func `the filters are those that were installed, in their order`() throws {
    // Policies that allow all of the launcher's last calls, so that there are no exceptions.
    var listings: [String] = []
    for (name, call) in [("first.json", "uname"), ("second.json", "chroot")] {
      let policy = try fixture.policy(
        name, default: #""allow""#,
        rules: #"{ "syscalls": ["\#(call)"], "action": { "errno": "EPERM" } }"#)
      listings.append(try run(builtProduct("sekat"), ["compile", "-p", policy]).output)
    }
    let result = try list(
      "", launch: #""$1" run -p first.json -p second.json --"#,
      after: "grep -E '^(State|TracerPid)' /proc/$P/status")
    let heads = listings.enumerated().map { place, listing in
      "filter \(place + 1) of 2, \(listing.split(separator: "\n").count) instructions\n"
    }
    #expect(result.ending == .exit(0))
    #expect(
      result.output == heads[0] + listings[0] + heads[1] + listings[1]
        + "State:\tS (sleeping)\nTracerPid:\t0\n")
  }

  /// What no proof before the installation can show: that the kernel has just that program.
  @Test(
    .enabled(if: mayRead, "only a process with CAP_SYS_ADMIN and without a filter may read"),
    arguments: backends)
  func `what is installed is proved to be the policies, but for the keys`(backend: String) throws {
    let policies = "-p builtin:offline -p builtin:no-new-programs"
    let launch = #""$1" run --backend \#(backend) \#(policies) --"#
    let same = try list(policies, command: "prove", launch: launch)
    #expect(same.ending == .exit(0), "\(same)")
    #expect(same.output.matches(of: /are the same, for every possible call/).count == 2)
    let other = try list(
      "-p builtin:offline -p builtin:default", command: "prove", launch: launch)
    #expect(other.ending == .exit(1), "\(other)")
    #expect(other.output.contains("builtin:default, as launched and filter 2 of process"))
    #expect(other.output.contains("execve"))
    let more = try list(
      policies + " -p builtin:default", command: "prove", launch: launch)
    #expect(more.ending == .exit(2) && more.errors.contains("fewer than there are policies"))
  }

  private static let backends: [String] = {
    #if Libseccomp
      ["native", "libseccomp"]
    #else
      ["native"]
    #endif
  }()

  @Test(.enabled(if: mayRead, "only a process with CAP_SYS_ADMIN and without a filter may read"))
  func `a report in JSON has every filter`() throws {
    let result = try list(
      "--format json", launch: #""$1" run -p builtin:no-new-programs -p builtin:default --"#)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.outputBytes)) as? [String: Any])
    let filters = try #require(report["filters"] as? [[String: Any]])
    #expect(filters.count == 2)
    #expect(filters.allSatisfy { $0["verdict"] as? String == "valid" })
    // The exceptions for the launcher's last calls make the first one longer.
    let lengths = filters.compactMap { ($0["instructions"] as? [Any])?.count }
    #expect(lengths.count == 2 && lengths[0] > lengths[1])
  }

  @Test(.enabled(if: mayRead, "only a process with CAP_SYS_ADMIN and without a filter may read"))
  func `a process without a filter has none, and one that is stopped stays so`() throws {
    let result = try list(
      "", launch: "",
      prepare: "kill -STOP $P; until grep -q '^State:.T' /proc/$P/status; do :; done",
      after: "grep ^State /proc/$P/status")
    #expect(result.ending == .exit(0))
    #expect(
      result.output.wholeMatch(of: /process [0-9]+ has no filter\nState:\tT \(stopped\)\n/) != nil,
      "\(result)")
  }

  @Test(.enabled(if: !mayRead, "this process may read filters"))
  func `who may not read filters is told what it takes`() throws {
    let result = try list("", launch: #""$1" run --"#)
    #expect(result.ending == .exit(2) && result.output.isEmpty)
    #expect(
      result.errors.contains("it takes CAP_SYS_ADMIN") || result.errors.contains("(EPERM)"),
      "\(result)")
  }

  @Test func `under a filter nobody may read filters`() throws {
    let policy = try fixture.policy(default: #""allow""#)
    let nested = try run(
      Tool.shell,
      [
        "-c",
        #"sleep 60 & "$1" run -p "$2" -- "$1" disassemble --pid $!; s=$?; kill $!; exit $s"#,
        "sh", builtProduct("sekat"), policy,
      ])
    #expect(nested.ending == .exit(2) && nested.output.isEmpty)
    #expect(nested.errors.hasSuffix("and a sekat that is under no filter itself (EACCES)\n"))
  }

  @Test(arguments: [
    (["--pid", "0"], "0 is no number of a process"),
    (["--pid=-1"], "-1 is no number of a process"),
    (["--pid", "one"], "one"),
    (["--pid", "2147483647"], "there is no such process (ESRCH)"),
    (["--pid", "1", "--target", "x86_64"], "'--target' belongs to a file"),
    (["--pid", "1", "file"], "one file or one process is needed"),
    ([], "one file or one process is needed"),
  ])
  func `what is no process is refused`(words: [String], message: String) throws {
    let result = try run(builtProduct("sekat"), ["disassemble"] + words)
    #expect(result.ending == .exit(2) && result.output.isEmpty)
    #expect(result.errors.hasPrefix("sekat: ") && result.errors.contains(message), "\(result)")
  }
}
