import Glibc
import Sekat
import TestSupport
import Testing

/// Confined children of a process that goes on.
///
/// The filters are on the children alone.
@Suite struct SpawnTests {
  private let policy: SandboxPolicy

  init() throws { policy = try SandboxPolicy("builtin:read-only") }

  /// What a shell writes to its standard output.
  private func shell(
    _ script: String, environment: [String: String]? = nil, input: ProcessStream = .null
  ) throws -> String {
    let child = try Sandbox.spawn(
      ["sh", "-c", script], under: [policy], environment: environment, input: input)
    let output = try child.output?.readToEnd() ?? []
    #expect(try child.wait() == .exit(0))
    return String(decoding: output, as: UTF8.self)
  }

  @Test func `the child is confined, and this process is not`() throws {
    #expect(
      try shell("grep -E '^(NoNewPrivs|Seccomp):' /proc/self/status")
        == "NoNewPrivs:\t1\nSeccomp:\t2\n")
    #expect(
      try shell("{ (: > /tmp/sekat-spawn); } 2>&1 | grep -o 'Read-only.*'").hasPrefix("Read-only"))
    let here = try run("/bin/sh", ["-c", "grep -c '^Seccomp:.0' /proc/\(getpid())/status"])
    #expect(here.output == "1\n")
  }

  @Test func `pipes carry bytes both ways, and errors have their own`() throws {
    let child = try Sandbox.spawn(
      ["sh", "-c", "cat; echo done >&2"], under: [policy], errors: .pipe)
    try child.input?.write(Array("to and fro".utf8))
    child.input?.close()
    #expect(try child.output?.readToEnd() == Array("to and fro".utf8))
    #expect(try child.errors?.readToEnd() == Array("done\n".utf8))
    #expect(try child.wait() == .exit(0))
  }

  @Test func `statuses and signals are told, as often as one asks`() throws {
    let status = try Sandbox.spawn(["sh", "-c", "exit 7"], under: [policy], input: .null)
    #expect(try status.wait() == .exit(7))
    #expect(try status.wait() == .exit(7))
    #expect(try status.poll() == .exit(7))
    let sleeper = try Sandbox.spawn(["sleep", "1000"], under: [policy], input: .null)
    #expect(try sleeper.poll() == nil)
    try sleeper.send(signal: SIGTERM)
    #expect(try sleeper.wait() == .signal(SIGTERM))
    try sleeper.send(signal: SIGTERM)
  }

  @Test func `several policies hold together, and the command need not be allowed to execve`()
    throws
  {
    let strict = try SandboxPolicy("builtin:no-new-programs")
    let child = try Sandbox.spawn(
      ["sh", "-c", "grep Seccomp_filters: /proc/self/status || echo none"],
      under: [strict, policy], input: .null, errors: .null)
    #expect(try child.output?.readToEnd() == Array("none\n".utf8))
    #expect(try child.wait() == .exit(0))
  }

  @Test func `variables are those that were given, or this process's own`() throws {
    #expect(
      try shell("echo $A-$B", environment: ["A": "1", "B": "x y", "PATH": "/bin:/usr/bin"])
        == "1-x y\n")
    #expect(try shell("test -n \"$PATH\" && echo yes") == "yes\n")
  }

  @Test func `no signal is blocked, handled or ignored`() throws {
    var (blocked, before) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&blocked)
    unsafe sigaddset(&blocked, SIGUSR1)
    unsafe pthread_sigmask(SIG_BLOCK, &blocked, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    let handler = signal(SIGURG, SIG_IGN)
    defer { _ = signal(SIGURG, handler) }
    let status = try shell("exec cat /proc/self/status")
    #expect(status.contains("SigBlk:\t0000000000000000\n"))
    #expect(status.contains("SigIgn:\t0000000000000000\n"))
  }

  @Test func `no descriptor but the three is passed on, even one that is not close-on-exec`()
    throws
  {
    let open = dup(2)
    defer { close(open) }
    #expect(try shell("exec ls /proc/self/fd") == "0\n1\n2\n3\n", "the third is that of the folder")
  }

  @Test func `many threads may start children at the same time`() async throws {
    try await withThrowingTaskGroup { group in
      for number in 0..<24 {
        group.addTask {
          let child = try Sandbox.spawn(["echo", "\(number)"], under: [policy], input: .null)
          #expect(try child.output?.readToEnd() == Array("\(number)\n".utf8))
          #expect(try child.wait() == .exit(0))
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func `to write to a child that has gone is an error, and no signal`() throws {
    let child = try Sandbox.spawn(["true"], under: [policy])
    try child.wait()
    let error = #expect(throws: SandboxError.self) {
      // A child that another test makes holds the other end too, until it is its command.
      for _ in 0..<500 {
        try child.input?.write([0])
        usleep(10_000)
      }
    }
    #expect(error?.errno == EPIPE)
  }

  @Test func `what fails is said with its step`() throws {
    func failure(_ command: [String], under policies: [SandboxPolicy]) throws -> SandboxError {
      try #require(throws: SandboxError.self) { try Sandbox.spawn(command, under: policies) }
    }
    let missing = try failure(["no-such-command"], under: [policy])
    #expect(missing.stage == .findCommand && missing.errno == ENOENT)
    #expect(missing.description.contains("'no-such-command'"))
    #expect(try failure([], under: [policy]).stage == .request)
    #expect(try failure(["true"], under: []).stage == .request)
    #expect(try failure(["a\0b"], under: [policy]).stage == .request)
    let closed = try Sandbox.spawn(["true"], under: [policy])
    closed.input?.close()
    let pipe = try #require(throws: SandboxError.self) {
      try Sandbox.spawn(
        ["true"], under: [policy], input: .descriptor(closed.input?.descriptor ?? 0))
    }
    #expect(pipe.stage == .request && pipe.description.contains("standard input"))
    let variable = try #require(throws: SandboxError.self) {
      try Sandbox.spawn(["true"], under: [policy], environment: ["A=B": "c"])
    }
    #expect(variable.stage == .request && variable.description.contains("'A=B'"))
    let folder = try TemporaryFolder()
    let text = try folder.write("text", "no program\n", permissions: 0o755)
    let odd = try failure([text], under: [policy])
    #expect(odd.stage == .execute && odd.errno == ENOEXEC)
    #expect(odd.description.contains("a script needs a '#!' line"))
    #expect(odd.description.contains("cannot run '\(text)'"))
  }
}
