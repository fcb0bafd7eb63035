import Foundation
import TestSupport
import Testing

/// Jobs that are stopped, go on and end, as a shell sees them that has started sekat.
@Suite struct JobControlTests {
  private let fixture: LaunchFixture
  private let policy: String

  init() throws {
    fixture = try LaunchFixture()
    policy = try fixture.policy(
      default: #""allow""#, rules: #"{ "syscalls": ["uname"], "action": { "errno": "ENOTTY" } }"#)
  }

  /// What the part of a shell that is played needs.
  ///
  /// Nothing is left behind, whatever goes wrong.
  private static let prelude = """
    import atexit, ctypes, os, resource, signal, subprocess, sys, time
    jobs = []
    def start(*command):
      job = subprocess.Popen(
        sys.argv[1:] + list(command), process_group=0, stdout=subprocess.PIPE, text=True)
      jobs.append(job.pid)
      return job
    def until(condition, what):
      end = time.monotonic() + 50
      while not (result := condition()):
        assert time.monotonic() < end, what
        time.sleep(0.0005)
      return result
    def wait(job, options, what):
      return until(lambda: (lambda found: found[0] and found)(
        os.waitpid(job.pid, options | os.WNOHANG)), what)[1]
    def state(process):
      return open(f"/proc/{process}/stat").read().rsplit(")")[1].split()[0]
    @atexit.register
    def clean_up():
      for process in jobs:
        for number in [signal.SIGKILL, signal.SIGCONT]:
          for kill in [os.kill, os.killpg]:
            try: kill(process, number)
            except OSError: pass

    """

  /// Plays a shell, in Python; what it writes.
  private func shell(_ script: String, options: [String] = []) throws -> ProcessResult {
    try run(
      "/usr/bin/env",
      ["python3", "-c", Self.prelude + script, builtProduct("sekat"), "run", "-q", "--explain"]
        + options + ["-p", policy, "--"], timeout: .seconds(600))
  }

  @Test(arguments: ["STOP", "TSTP"])
  func `a command that is killed while it is stopped ends`(signal: String) throws {
    let result = try shell(
      """
      job = start("sh", "-c", "echo $$; exec sleep 600")
      command = int(job.stdout.readline())
      jobs.append(command)
      os.kill(command, signal.SIG\(signal))
      assert os.WIFSTOPPED(wait(job, os.WUNTRACED, "not stopped"))
      os.kill(command, signal.SIGKILL)
      print(os.waitstatus_to_exitcode(wait(job, 0, "not ended")))
      """)
    #expect(result.output == "-9\n", "\(result)")
  }

  @Test func `it stops and goes on with the command`() throws {
    let result = try shell(
      """
      job = start("sh", "-c", "echo $$; while :; do sleep 0.02; done")
      command = int(job.stdout.readline())
      jobs.append(command)
      # The whole group last: what is sent to that reaches the command once more, and later.
      for target, kill in [(command, os.kill), (command, os.kill), (job.pid, os.killpg)]:
        kill(target, signal.SIGTSTP)
        assert os.WIFSTOPPED(wait(job, os.WUNTRACED, "not stopped"))
        kill(target, signal.SIGCONT)
        assert os.WIFCONTINUED(wait(job, os.WCONTINUED, "not continued"))
        until(lambda: state(command) in "SR", "the command does not go on")
      os.kill(job.pid, signal.SIGTERM)
      print(os.waitstatus_to_exitcode(wait(job, 0, "not ended")))
      """)
    #expect(result.output == "-15\n", "\(result)")
  }

  /// The terminal's wish may come at any moment of the start: before there is a supervisor, or a command.
  @Test func `what the terminal sends while it starts stops it`() throws {
    let result = try shell(
      """
      import fcntl, pty, random, termios
      # A session of its own takes a process that leads no group.
      if player := os.fork():
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(player, 0)[1]))
      os.setsid()
      signal.signal(signal.SIGTTOU, signal.SIG_IGN)
      keyboard, terminal = pty.openpty()
      fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
      seed = random.randrange(1 << 32) if "SEKAT_STRESS" in os.environ else 5
      generator = random.Random(seed)
      def press(job):
        # On a busy machine a press may be lost between two steps of the start, and then the next is not.
        os.write(keyboard, b"\\x1a")
        end = time.monotonic() + 10
        while time.monotonic() < end:
          found, status = os.waitpid(job.pid, os.WUNTRACED | os.WNOHANG)
          if found: return os.WIFSTOPPED(status)
          time.sleep(0.0005)
        return False
      for round in range(1000 if "SEKAT_STRESS" in os.environ else 30):
        job = start("sleep", "600")
        os.tcsetpgrp(terminal, job.pid)
        time.sleep(generator.random() * 0.08)
        assert any(press(job) for _ in range(4)), f"not stopped: seed {seed}, round {round}"
        os.killpg(job.pid, signal.SIGCONT)
        wait(job, os.WCONTINUED, "not continued")
        os.kill(job.pid, signal.SIGTERM)
        ending = os.waitstatus_to_exitcode(wait(job, 0, f"not ended: seed {seed}, round {round}"))
        assert ending == -15, ending
        job.stdout.close()
      print("over")
      """)
    #expect(result.output == "over\n", "\(result)")
  }

  @Test func `whoever waits for it is told the time that the command took`() throws {
    let result = try shell(
      """
      def taken():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime
      work = "import time; sum(range(300000)); print(time.process_time())"
      for round in range(10):
        before = taken()
        job = start(sys.executable, "-c", work)
        own = float(job.stdout.read())
        assert job.wait() == 0
        assert taken() - before >= own, (round, own, taken() - before)
      print("over")
      """)
    #expect(result.output == "over\n", "\(result)")
  }

  @Test func `it goes on with the command, however soon that is`() throws {
    let result = try shell(
      """
      job = start("sh", "-c", "echo $$; exec sleep 600")
      command = int(job.stdout.readline())
      jobs.append(command)
      for round in range(5000 if "SEKAT_STRESS" in os.environ else 200):
        os.kill(command, signal.SIGSTOP)
        time.sleep(round % 10 / 20000)
        os.kill(command, signal.SIGCONT)
        until(lambda: state(job.pid) != "T" and state(command) == "S", f"round {round}")
      os.kill(job.pid, signal.SIGTERM)
      print(os.waitstatus_to_exitcode(wait(job, 0, "not ended")))
      """)
    #expect(result.output == "-15\n", "\(result)")
  }
}
