import Foundation
import TestSupport
import Testing

/// The process that a shell waits for behaves as the command would.
@Suite struct FrontProcessTests {
  private let fixture: LaunchFixture
  private let policy: String

  init() throws {
    fixture = try LaunchFixture()
    policy = try fixture.policy(
      default: #""allow""#, rules: #"{ "syscalls": ["uname"], "action": { "errno": "ENOTTY" } }"#)
  }

  /// Runs a script that finds sekat in `$1`, its options in `$2`, and the policy in `$3`.
  private func shell(_ script: String, options: String = "--explain") throws -> ProcessResult {
    try run(
      Tool.shell, ["-c", script, "sh", builtProduct("sekat"), options, policy],
      directory: fixture.folder.path)
  }

  @Test func `who starts a daemon comes back, and the daemon is answered`() throws {
    let result = try shell(
      """
      "$1" run $2 --report report -p "$3" -- sh -c \
        '(exec >/dev/null 2>&1; until test -e go -o ! -e policy.json; do sleep 0.02; done; uname; echo $? > status) & exit 4'
      echo "$?"; touch go
      until grep -q 'ended with status' report; do sleep 0.02; done; cat status report
      """)
    #expect(result.output.hasPrefix("4\n1\n"), "\(result)")
    #expect(result.output.contains(/go on; sekat answers\s+them as process \d+\n/))
    #expect(result.output.contains("→ errno(ENOTTY)"))
    #expect(result.output.contains("1 call was denied"))
  }

  @Test(.enabled(if: SupervisionTests.mayTrace, "a tracer or a filter keeps it from tracing"))
  func `what it leaves behind ends when the supervisor is asked to`() throws {
    let result = try shell(
      """
      "$1" run $2 --report report -p "$3" -- sh -c \
        '(exec >/dev/null 2>&1; sh -c "echo \\$\\$ > daemon; exec sleep 600") & exit 0'
      until test -s daemon && grep -q 'as process' report; do sleep 0.02; done
      test -e "/proc/$(cat daemon)/exe" || exit 2
      kill "$(sed -n 's/.*as process //p' report)"
      until grep -q 'ended with status' report; do sleep 0.02; done
      while test -e "/proc/$(cat daemon)/exe"; do sleep 0.02; done
      """)
    #expect(result.ending == .exit(0), "\(result)")
  }

  @Test(arguments: ["", "--report report"])
  func `who waits for the end of a pipe does not wait for sekat`(report: String) throws {
    // The pipe ends when the command closes its end, and sekat only with the command.
    let result = try shell(
      """
      "$1" run -q $2 \(report) -p "$3" 7>&1 -- sh -c \
        'exec >&- 7>&-; touch closed; until test -e seen -o ! -e policy.json; do sleep 0.02; done' |
        { cat; touch seen; }; echo over
      """)
    #expect(result.output == "over\n", "\(result)")
    let daemon = try shell(
      """
      rm -f seen
      "$1" run -q $2 --report report -p "$3" 7>&1 2>&1 -- sh -c \
        '(exec >/dev/null 2>&1 7>&-; until test -e seen -o ! -e policy.json; do sleep 0.02; done) &' | cat; touch seen
      """)
    #expect(daemon.ending == .exit(0), "\(daemon)")
  }

  @Test func `the descriptor of the status ends with the command`() throws {
    let result = try shell(
      """
      "$1" run -q $2 --report report --status-fd 5 -p "$3" 5>&1 >/dev/null -- sh -c \
        '(exec 2>/dev/null; until test -e seen -o ! -e policy.json; do sleep 0.02; done) & exit 3' | cat; touch seen
      """)
    #expect(result.output.contains(#""status":3"#), "\(result)")
  }

  @Test func `who learns waits for the policy`() throws {
    let result = try shell(
      """
      "$1" run -q --learn learnt.json -p "$3" -- sh -c '(sleep 0.4; uname) & exit 3'; echo $?
      grep -c uname learnt.json
      """)
    #expect(result.output.hasSuffix("3\n1\n"), "\(result)")
  }

  /// With a shell and a terminal: what is typed reaches the command, and the shell sees what becomes of it.
  @Test func `keys of a terminal do what they do without a supervisor`() throws {
    let terminal = """
      import os, pty, select, sys, time
      process, terminal = pty.fork()
      if process == 0: os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
      seen = ""
      def expect(text, keys):
        global seen
        os.write(terminal, keys.encode())
        end = time.monotonic() + 50
        while text not in seen:
          assert time.monotonic() < end, (text, seen)
          if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 4096).decode(errors="replace")
        seen = seen[seen.index(text) + len(text):]
      expect("ready", "PS1=; stty -echo; echo rea''dy\\n")
      launch = " ".join(sys.argv[1:])
      expect("here", launch + " sh -c 'echo here; exec cat'\\n")
      expect("Stopped", "\\x1a")
      expect("cat", "fg\\n")
      expect("read", "read\\n")
      expect("status 0", "\\x04echo status $?\\n")
      expect("here", launch + " sh -c 'echo here; exec sleep 60'\\n")
      expect("status 130", "\\x03\\necho status $?\\n")
      """
    let result = try run(
      "/usr/bin/env",
      [
        "python3", "-c", terminal, builtProduct("sekat"), "run", "-q", "--explain", "-p", policy,
        "--",
      ], timeout: .seconds(300))
    #expect(result.ending == .exit(0), "\(result)")
  }

  @Test func `it dies with the supervisor, and the supervisor with it`() throws {
    for victim in ["$!", "$(cat /proc/$!/task/$!/children)"] {
      let result = try shell(
        """
        "$1" run -q $2 -p "$3" -- sh -c 'echo $$ > pid; exec sleep 600' &
        until test -s pid; do sleep 0.01; done; front=$!; other=$(cat /proc/$!/task/$!/children)
        kill -KILL \(victim); wait $front 2>/dev/null; echo $?
        for i in $(seq 2000); do
          test -e /proc/$front/exe -o -e /proc/${other% }/exe -o -e /proc/$(cat pid)/exe || exit 0
          sleep 0.02
        done; kill $(cat pid); exit 1
        """)
      #expect(result.output == "137\n", "\(result)")
      #expect(!SupervisionTests.mayTrace || result.ending == .exit(0), "\(result)")
      try FileManager.default.removeItem(atPath: fixture.folder.path + "/pid")
    }
  }
}
