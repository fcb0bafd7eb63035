import Foundation
import TestSupport
import Testing

/// What `sekat run` changes for the command, with a supervisor and without.
@Suite struct CommandSetupTests {
  private let fixture: LaunchFixture

  init() throws { fixture = try LaunchFixture() }

  /// Runs a script with options, beside the command or in its place.
  private func run(
    _ options: [String], supervised: Bool, _ script: String
  ) throws -> ProcessResult {
    let policy = try fixture.policy(default: #""allow""#)
    return try TestSupport.run(
      builtProduct("sekat"),
      ["run", "-q", "-p", policy] + (supervised ? ["--explain"] : []) + options
        + ["--", Tool.shell, "-c", script],
      environment: ["PATH=/usr/bin:/bin", "HOME=/root", "KEPT=1"])
  }

  @Test(arguments: [false, true])
  func `directory and variables`(supervised: Bool) throws {
    let result = try run(
      ["--chdir", fixture.folder.path, "--setenv", "A=b=c", "--unsetenv", "HOME"],
      supervised: supervised, "pwd; echo \"$A $HOME $KEPT\"")
    #expect(result.output == "\(fixture.folder.path)\nb=c  1\n")
    let cleared = try run(
      ["--setenv", "KEPT=2", "--clear-env"], supervised: supervised, "/usr/bin/env | sort")
    #expect(cleared.output.contains("KEPT=2\n") && !cleared.output.contains("HOME="))
    let missing = try run(["--chdir", "/nowhere"], supervised: supervised, "")
    #expect(missing.ending == .exit(125))
    #expect(missing.errors.contains("cannot start in '/nowhere': there is none (ENOENT)"))
  }

  @Test func `files are found from where it was started, the command from where it starts`() throws
  {
    _ = try fixture.policy(
      "policy.json", default: #""allow""#,
      rules: #"{ "syscalls": ["uname"], "action": { "errno": "ENOTTY" } }"#)
    try FileManager.default.createDirectory(
      atPath: fixture.folder.path + "/inner", withIntermediateDirectories: false)
    let script = try fixture.folder.write("inner/script", "#!/bin/sh\npwd; uname 2>/dev/null\n")
    #expect(unsafe chmod(script, 0o755) == 0)
    let result = try TestSupport.run(
      builtProduct("sekat"),
      [
        "run", "--chdir", "inner", "--report", "report", "-p", "policy.json", "--", "./script",
      ], directory: fixture.folder.path)
    #expect(result.output == "\(fixture.folder.path)/inner\n", "\(result)")
    let report = try String(contentsOfFile: fixture.folder.path + "/report", encoding: .utf8)
    #expect(report.contains("to allow these calls, in 'policy.json'"))
  }

  @Test(arguments: [false, true])
  func `limits come after all that the launcher needs`(supervised: Bool) throws {
    // Lower than what secret memory for keys takes: the policy below has keys.
    let policy = try fixture.policy(
      "keyed.json", default: #""allow""#,
      rules: #"{ "syscalls": ["execve"], "action": { "errno": 1 } }"#)
    let result = try TestSupport.run(
      builtProduct("sekat"),
      ["run", "-q", "-p", policy] + (supervised ? ["--explain"] : [])
        + [
          "--rlimit", "fsize=0", "--rlimit", "nofile=8:16", "--rlimit", "memlock=0", "--",
          Tool.shell, "-c", "ulimit -f; ulimit -n; ulimit -Hn; ulimit -l",
        ])
    #expect(result.output == "0\n8\n16\n0\n", "\(result)")
  }

  @Test(arguments: [false, true])
  func `no descriptor stays but the standard ones`(supervised: Bool) throws {
    let policy = try fixture.policy(default: #""allow""#)
    let words =
      (supervised ? ["--explain"] : []) + ["-q", "-p", policy, "--close-fds", "--"]
    let result = try TestSupport.run(
      Tool.shell,
      [
        "-c", "exec 7</dev/null 9</dev/null; \"$0\" run \"$@\"", builtProduct("sekat"),
      ] + words + [Tool.shell, "-c", "ls /proc/$$/fd | tr '\\n' ' '"])
    // The shell itself keeps its pipe elsewhere.
    #expect(!result.output.contains("7") && !result.output.contains("9"), "\(result)")
  }

  @Test(
    .enabled(if: getuid() == 0, "only root may become somebody else"), arguments: [false, true])
  func `root can start it as somebody else`(supervised: Bool) throws {
    let result = try run(
      ["--uid", "12345", "--gid", "23456", "--groups", "34567,45678"], supervised: supervised,
      "id -u; id -g; id -G")
    #expect(result.output == "12345\n23456\n23456 34567 45678\n", "\(result)")
    let none = try run(["--groups", ""], supervised: supervised, "id -G")
    #expect(none.output == "0\n", "\(none)")
  }

  @Test(
    .enabled(if: getuid() != 0, "root may become anybody"), arguments: [false, true])
  func `others cannot, and nothing is started`(supervised: Bool) throws {
    let result = try run(
      ["--uid", "12345", "--gid", "12345", "--groups", ""], supervised: supervised, "echo started")
    #expect(result.ending == .exit(125) && result.output.isEmpty)
    #expect(result.errors.contains("only root may, or who has CAP_SETUID and CAP_SETGID (EPERM)"))
  }

  @Test func `a user without a word on the groups is refused`() throws {
    for options in [
      ["--uid", "1"], ["--uid", "1", "--gid", "1"], ["--uid", "1", "--groups", ""],
    ] {
      let result = try run(options, supervised: false, "echo started")
      #expect(result.ending == .exit(125) && result.output.isEmpty)
      #expect(result.errors.contains("give '--gid' and '--groups' too"))
    }
  }

  @Test(arguments: [false, true])
  func `it dies with the launcher's parent`(supervised: Bool) throws {
    let policy = try fixture.policy(default: #""allow""#)
    let result = try TestSupport.run(
      Tool.shell,
      [
        "-c",
        """
        sh -c '"$0" run -q -p "$1" $2 --die-with-parent -- sh -c "echo \\$\\$ > pid; exec sleep 60" &
          until test -s pid; do :; done; kill -KILL $$' "$0" "$1" "$2"
        for i in $(seq 100); do test -d /proc/$(cat pid) || exit 0; sleep 0.05; done
        grep -q '^State:.Z' /proc/$(cat pid)/status
        """, builtProduct("sekat"), policy, supervised ? "--explain" : "",
      ], directory: fixture.folder.path)
    #expect(result.ending == .exit(0), "\(result)")
  }

  @Test func `a session of its own has no terminal`() throws {
    let result = try run(["--new-session"], supervised: true, "ps -o sid= -p $$; echo $$")
    let lines = result.output.split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    #expect(lines.count == 2 && lines[0] == lines[1], "\(result)")
  }

  @Test func `time that is over ends the command`() throws {
    let result = try run(["--timeout", "0.2"], supervised: false, "sleep 60")
    #expect(result.ending == .exit(124))
    // Who does not obey still decides how it ends, for ten seconds.
    let stubborn = try run(
      ["--timeout", "0.2"], supervised: false, "trap '' TERM; sleep 0.5; echo done")
    #expect(stubborn.ending == .exit(124) && stubborn.output == "done\n")
    let quick = try run(["--timeout", "60"], supervised: false, "exit 3")
    #expect(quick.ending == .exit(3))
  }

  @Test func `a descriptor is told of the start and the end`() throws {
    let policy = try fixture.policy(
      default: #""allow""#, rules: #"{ "syscalls": ["uname"], "action": "kill-process" }"#)
    func status(of command: String) throws -> String {
      try TestSupport.run(
        Tool.shell,
        [
          "-c", "\"$0\" run -q -p \"$1\" --status-fd 5 -- \(command) 5>&1 >/dev/null 2>&1",
          builtProduct("sekat"), policy,
        ]
      ).output
    }
    #expect(
      try status(of: "sh -c 'exit 3'").contains(
        /^{"event":"started","pid":\d+}\n{"event":"exited","status":3,"timedOut":false}\n$/))
    #expect(
      try status(of: "uname").contains(
        /\n{"event":"killed","signal":31,"byPolicy":true,"timedOut":false}\n$/))
    #expect(try status(of: "sh -c 'echo lost >&5 || exit 4'").contains(/"status":[24]/))
  }
}
