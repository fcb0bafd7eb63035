import Foundation
import TestSupport
import Testing

/// `sekat run --explain`: the command notices nothing, and the user learns everything.
@Suite struct SupervisionTests {
  private let fixture: LaunchFixture

  init() throws { fixture = try LaunchFixture() }

  /// A policy that answers some calls in all ways there are.
  private func policy(_ rules: String, named name: String = "policy.json") throws -> String {
    try fixture.policy(name, default: #""allow""#, rules: rules)
  }

  /// Runs a command with a report in a file, and without; the report, when both are the same.
  private func report(
    _ policies: [String], _ command: [String], options: [String] = ["--explain"],
    _ location: SourceLocation = #_sourceLocation
  ) throws -> String {
    let policies = policies.flatMap { ["-p", $0] }
    let path = fixture.folder.path + "/report"
    let plain = try run(builtProduct("sekat"), ["run"] + policies + ["--"] + command)
    let watched = try run(
      builtProduct("sekat"), ["run"] + options + ["--report", path] + policies + ["--"] + command)
    #expect(watched.outputBytes == plain.outputBytes, sourceLocation: location)
    #expect(watched.errorBytes == plain.errorBytes, sourceLocation: location)
    #expect(watched.ending == plain.ending, sourceLocation: location)
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func `an error number is the same, and its rule is named`() throws {
    let policy = try policy(#"{ "syscalls": ["uname"], "action": { "errno": "ENOTTY" } }"#)
    let report = try report([policy], ["env", "LC_ALL=C", "uname"])
    #expect(report.contains(/sekat: uname\[\d+\] .*uname\(.*\) → errno\(ENOTTY\)\n/))
    #expect(report.contains("by \(policy):2"))
    #expect(report.contains("the command ended with status 1; 1 call was denied"))
    // On other ABIs the rule goes on.
    let rest = #"{"syscalls": ["uname"], "action": { "errno": "ENOTTY" }, "architectures": ["#
    #expect(report.contains("in place of the rule at line 2:\n    \(rest)"), "\(report)")
  }

  @Test(arguments: ["trace", "notify"])
  func `what nobody is there to decide is shown, and is ENOSYS as always`(action: String) throws {
    let policy = try policy(
      #"{ "syscalls": ["uname"], "action": "\#(action)" }"#)
    let report = try report([policy], ["env", "LC_ALL=C", "uname"])
    #expect(report.contains("→ \(action)\n"))
    #expect(report.contains("1 call was denied"))
  }

  @Test func `an error number of 0 is success`() throws {
    let policy = try policy(
      #"{ "syscalls": ["mkdir", "mkdirat"], "action": { "errno": 0, "unsafe": true } }"#)
    let path = fixture.folder.path + "/new"
    #expect(try report([policy], ["mkdir", path]).contains("→ errno(0)"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(arguments: ["kill-process", "kill-thread", "trap"])
  func `a death is shown with its call`(action: String) throws {
    let policy = try policy(#"{ "syscalls": ["uname"], "action": "\#(action)" }"#)
    let report = try report([policy], ["uname"])
    #expect(report.contains(/sekat: uname\[\d+\] .*uname\(/))
    #expect(report.contains("→ \(action)\n"))
    #expect(report.contains("was ended by signal 31: a filter killed it"))
  }

  @Test func `a death of a child is shown, and its parent goes on`() throws {
    let policy = try policy(#"{ "syscalls": ["uname"], "action": "kill-process" }"#)
    let report = try report([policy], [Tool.shell, "-c", "uname; echo $?; uname; echo $?"])
    #expect(report.contains("ended with status 0; 2 calls were denied"))
  }

  @Test func `of several policies the right one is named`() throws {
    let mild = try policy(
      #"{ "syscalls": ["uname"], "action": { "errno": 7 } }"#, named: "mild.json")
    let other = try policy(
      #"{ "syscalls": ["uname"], "action": { "errno": 8 } }"#, named: "other.json")
    let deadly = try policy(
      #"{ "syscalls": ["uname"], "action": "kill-process" }"#, named: "deadly.json")
    for (stack, guilty) in [
      ([mild, other], other), ([other, mild], mild), ([mild, deadly], deadly),
      ([deadly, mild], deadly), ([mild, deadly, other], deadly), ([other, mild, mild], mild),
    ] {
      #expect(try report(stack, ["env", "LC_ALL=C", "uname"]).contains("by \(guilty):2"))
    }
  }

  @Test func `auditing lets everything pass, and says what would have been`() throws {
    let policy = try policy(
      """
      { "syscalls": ["uname"], "action": "kill-process" },
      { "syscalls": ["mkdir", "mkdirat"], "action": { "errno": "EROFS" } }
      """)
    let path = fixture.folder.path + "/made"
    let result = try fixture.sekat(
      "--audit", "-p", policy, "--", Tool.shell, "-c", "uname -s; mkdir \(path)")
    #expect(result.ending == .exit(0))
    #expect(result.output == "Linux\n")
    #expect(FileManager.default.fileExists(atPath: path))
    #expect(result.errors.contains("would be kill-process"))
    #expect(result.errors.contains("would be errno(EROFS)"))
    #expect(result.errors.contains("nothing is enforced"))
  }

  @Test func `what goes on after the command is still answered`() throws {
    let policy = try policy(#"{ "syscalls": ["uname"], "action": { "errno": "ENOTTY" } }"#)
    let result = try fixture.sekat(
      "--explain", "-p", policy, "--", Tool.shell, "-c",
      "(exec >/dev/null 2>&1; sleep 0.2; setsid uname) & exit 4")
    #expect(result.ending == .exit(4))
    #expect(result.errors.contains("processes that it started go on"))
    #expect(result.errors.contains(/uname\[\d+\].*→ errno\(ENOTTY\)/))
  }

  @Test(arguments: ["TERM", "INT", "HUP", "USR1", "USR2", "QUIT", "WINCH"])
  func `signals are handed on`(signal: String) throws {
    let policy = try policy(#"{ "syscalls": ["uname"], "action": { "errno": "ENOTTY" } }"#)
    let result = try run(
      Tool.shell,
      [
        "-c",
        """
        env --default-signal=INT,QUIT "$1" run -q --explain -p "$2" -- sh -c \
          'trap "echo got; exit 3" \(signal); echo ready; while :; do sleep 0.02; done' > out &
        until grep -q ready out 2>/dev/null; do :; done
        kill -\(signal) $!; wait $!; status=$?; cat out; exit $status
        """, "sh", builtProduct("sekat"), policy,
      ], directory: fixture.folder.path)
    #expect(result.output == "ready\ngot\n")
    #expect(result.ending == .exit(3))
  }

  @Test(
    .enabled(if: mayTrace, "a tracer that is there already, or a filter, keeps it from tracing"))
  func `a killed supervisor takes the command along`() throws {
    let policy = try policy(
      #"{ "syscalls": ["mkdir", "mkdirat"], "action": { "errno": "EROFS" } }"#)
    for delay in 0..<10 {
      let result = try run(
        Tool.shell,
        [
          "-c",
          """
          "$1" run -q --explain -p "$2" -- sh -c 'while :; do mkdir bad 2>/dev/null; done' &
          sleep 0.0\(delay); kill -KILL $!; wait $! 2>/dev/null; test ! -d bad
          """, "sh", builtProduct("sekat"), policy,
        ], directory: fixture.folder.path)
      #expect(result.ending == .exit(0))
    }
    #expect(!FileManager.default.fileExists(atPath: fixture.folder.path + "/bad"))
  }

  @Test func `where it may not trace it says so, and answers all the same`() throws {
    let outer = try policy(
      #"{ "syscalls": ["ptrace"], "action": { "errno": 1 } }"#, named: "outer.json")
    let inner = try policy(
      """
      { "syscalls": ["uname"], "action": "kill-process" },
      { "syscalls": ["mkdir", "mkdirat"], "action": { "errno": "EROFS" } }
      """)
    let result = try fixture.sekat(
      "-p", outer, "--", builtProduct("sekat"), "run", "--explain", "-p", inner, "--",
      Tool.shell, "-c", "mkdir bad; uname; exit 5")
    #expect(result.ending == .exit(5))
    #expect(result.errors.contains("the command is not traced"))
    #expect(result.errors.contains("→ errno(EROFS)"))
  }

  @Test func `a second supervisor is refused with a reason`() throws {
    let policy = try policy(#"{ "syscalls": ["uname"], "action": { "errno": "ENOTTY" } }"#)
    let result = try fixture.sekat(
      "-q", "--explain", "-p", policy, "--", builtProduct("sekat"), "run", "--explain", "-p",
      policy,
      "--", Tool.yes)
    #expect(result.ending == .exit(125))
    #expect(result.errors.contains("has one already (EBUSY)"))
  }

  @Test func `closed standard descriptors stay closed`() throws {
    let policy = try policy(#"{ "syscalls": ["uname"], "action": { "errno": "ENOTTY" } }"#)
    let script = "ls -l /proc/self/fd | grep -c . >&2; uname 2>/dev/null >&2; echo $? >&2"
    let plain = try run(
      Tool.shell,
      [
        "-c", "\"$1\" run -p \"$2\" -- sh -c '\(script)' <&- >&-", "sh", builtProduct("sekat"),
        policy,
      ])
    let watched = try run(
      Tool.shell,
      [
        "-c", "\"$1\" run -q --report r -p \"$2\" -- sh -c '\(script)' <&- >&-", "sh",
        builtProduct("sekat"), policy,
      ], directory: fixture.folder.path)
    #expect(watched == plain)
  }

  @Test func `many threads are answered at once`() throws {
    let policy = try policy(
      #"{ "syscalls": ["mkdir", "mkdirat"], "action": { "errno": "EROFS" } }"#)
    let python = """
      import errno, os, threading
      def work():
        for _ in range(200):
          try: os.mkdir("bad")
          except OSError as e: assert e.errno == errno.EROFS
          else: os._exit(9)
      threads = [threading.Thread(target=work) for _ in range(16)]
      for t in threads: t.start()
      for t in threads: t.join()
      print("done")
      """
    let report = try report([policy], ["python3", "-c", python])
    #expect(report.contains("3200 calls were denied"))
  }

  @Test(.enabled(if: mayTrace && hasStrace, "strace cannot be run here"))
  func `where another tracer is, calls are answered all the same`() throws {
    for (name, call) in [("plain.json", "uname"), ("keyed.json", "execve")] {
      let policy = try policy(
        #"{ "syscalls": ["uname", "\#(call)"], "action": { "errno": "ENOTTY" } }"#, named: name)
      let watched = try run(
        "/usr/bin/strace",
        [
          "-f", "-o", "/dev/null", builtProduct("sekat"), "run", "--explain", "-p", policy, "--",
          "uname",
        ])
      #expect(watched.ending == .exit(1))
      #expect(watched.errors.contains("the command is not traced"))
      #expect(watched.errors.contains("→ errno(ENOTTY)"))
    }
  }

  /// A child that shows itself could be given a breakpoint that sees its keys; it offers itself.
  @Test(
    .enabled(if: mayTrace && OrdinaryUser.canRunProducts, "no other user may run what is built"))
  func `deaths are seen of a command that had keys, whoever runs it`() throws {
    #expect(unsafe chmod(fixture.folder.path, 0o777) == 0)
    let policy = try policy(
      """
      { "syscalls": ["execve"], "action": "kill-process" },
      { "syscalls": ["uname"], "action": "trap" },
      { "syscalls": ["mkdir?", "mkdirat"], "action": { "errno": "EROFS" } }
      """)
    func explain(_ script: String) throws -> ProcessResult {
      try OrdinaryUser.run(
        [builtProduct("sekat"), "run", "--explain", "-p", policy, "--", Tool.shell, "-c", script])
    }
    let killed = try explain("exec uname")
    #expect(killed.ending == .signal(31))
    #expect(
      killed.errors.contains(/execve\(filename="[^"]+\/uname".* → kill-process\n/), "\(killed)")
    let child = try explain("(uname); echo $?")
    #expect(child.output == "159\n" && child.errors.contains("execve("), "\(child)")
    let mark = fixture.folder.path + "/mark"
    let stopped = try explain(
      "(until test -e \(mark); do kill -CONT $$; done) & kill -STOP $$; : > \(mark); echo resumed")
    #expect(stopped.output == "resumed\n", "\(stopped)")
    // What waits for SIGTRAP or SIGCONT would find those of the supervisor.
    let blocked = try OrdinaryUser.run(
      [
        "/usr/bin/env", "--block-signal=CONT,TRAP", builtProduct("sekat"), "run", "--explain", "-p",
        policy, "--", "/bin/cat", "/proc/self/status",
      ])
    #expect(blocked.ending == .exit(0) && blocked.errors.contains("the command is not traced"))
    let free = try OrdinaryUser.run(
      [
        builtProduct("sekat"), "run", "-q", "--explain", "-p", policy, "--", "/bin/cat",
        "/proc/self/status",
      ])
    for status in [blocked, free] {
      #expect(status.output.contains("SigPnd:\t0000000000000000\nShdPnd:\t0000000000000000\n"))
    }
  }

  @Test func `it goes on when somebody else continues it`() throws {
    let mark = fixture.folder.path + "/mark"
    let policy = try policy(#"{ "syscalls": ["uname"], "action": { "errno": "ENOTTY" } }"#)
    let result = try fixture.sekat(
      "-q", "--explain", "-p", policy, "--", Tool.shell, "-c",
      """
      p=$$; (until test -e \(mark); do sleep 0.1; kill -CONT $p; done) &
      kill -STOP $p; : > \(mark); echo resumed; wait
      """)
    #expect(result.output == "resumed\n" && result.ending == .exit(0), "\(result)")
  }

  @Test func `signals that keep coming do not keep it from its other work`() throws {
    let policy = try policy(#"{ "syscalls": ["uname"], "action": { "errno": "ENOTTY" } }"#)
    let storm = """
      import os, signal, time
      signal.signal(signal.SIGURG, signal.SIG_IGN)
      for _ in range(7):
        if os.fork() == 0:
          while True: os.kill(os.getpid(), signal.SIGURG)
      time.sleep(600)
      """
    let result = try run(
      builtProduct("sekat"),
      ["run", "--timeout", "1", "-p", policy, "--explain", "--", "python3", "-c", storm])
    #expect(result.ending == .exit(124), "\(result)")
  }

  @Test(
    .enabled(if: getuid() == 0 && OrdinaryUser.canRunProducts, "a user of its own takes root"))
  func `where no thread can read memory it says so, and answers all the same`() throws {
    #expect(unsafe chmod(fixture.folder.path, 0o777) == 0)
    let policy = try policy(#"{ "syscalls": ["uname"], "action": { "errno": "ENOTTY" } }"#)
    // There is room for the process in front, the one behind, and the command.
    let result = try run(
      "/usr/bin/setpriv",
      [
        "--reuid=61235", "--regid=61235", "--clear-groups", "--", "/usr/bin/prlimit", "--nproc=3",
        builtProduct("sekat"), "run", "--explain", "-p", policy, "--", "/bin/uname",
      ])
    #expect(result.ending == .exit(1), "\(result)")
    #expect(result.errors.split(separator: "no thread can be made").count == 2, "\(result)")
    #expect(result.errors.contains("→ errno(ENOTTY)"), "\(result)")
  }

  @Test func `calls that look different are told a few times, and counted`() throws {
    let policy = try policy(
      #"{ "syscalls": ["mkdir?", "mkdirat"], "action": { "errno": "EROFS" } }"#)
    let report = try report(
      [policy],
      [
        "python3", "-c",
        "import os\nfor i in range(3000):\n  try: os.mkdir('/x%d' % i)\n  except OSError: pass",
      ])
    #expect(report.split(separator: "\n").count < 30, "\(report)")
    #expect(report.contains("3000 calls were denied"))
    #expect(report.contains(/\n  3000× mkdir(at)?\(/) && report.contains("2999 of them with other"))
  }

  @Test func `ignored children are no reason to wait for ever`() throws {
    let policy = try policy(#"{ "syscalls": ["ptrace"], "action": { "errno": "EPERM" } }"#)
    let result = try run(
      "/usr/bin/env",
      [
        "--ignore-signal=CHLD", builtProduct("sekat"), "run", "-p", policy, "--",
        builtProduct("sekat"), "run", "-q", "--explain", "-p", policy, "--", "/bin/cat",
        "/proc/self/status",
      ])
    #expect(result.ending == .exit(0))
    #expect(result.output.contains(/SigIgn:\t[0-9a-f]*1[0-9a-f]{4}\n/), "\(result)")
  }

  static let hasStrace = unsafe access("/usr/bin/strace", X_OK) == 0

  /// Whether this process could trace a child.
  static let mayTrace: Bool = {
    let status = try? run("/bin/cat", ["/proc/self/status"]).output
    return status?.contains("TracerPid:\t0\n") == true && status?.contains("Seccomp:\t0\n") == true
  }()
}
