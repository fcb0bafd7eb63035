import Glibc
import Sekat

/// What a process does that is confined already: children, further policies, another program.
enum Children {
  static func run(closesStandardDescriptors: Bool) throws {
    let policy = try SandboxPolicy("builtin:default")
    // The pipes then have the numbers of standard descriptors.
    if closesStandardDescriptors { for descriptor: Int32 in [0, 2] { close(descriptor) } }
    let child = try Sandbox.spawn(
      ["sh", "-c", "cat; echo . >&2"], under: [policy], errors: .pipe)
    try child.input?.write(Array("to and fro".utf8))
    child.input?.close()
    let answer = try child.output?.readToEnd() ?? []
    precondition(answer == Array("to and fro".utf8))
    let errors = try child.errors?.readToEnd() ?? []
    precondition(errors == Array(".\n".utf8))
    let ending = try child.wait()
    precondition(ending == .exit(0))
  }

  /// Standard descriptors that the parent has closed are not there in a child that is to have the
  /// parent's own: nothing of this library has taken their numbers.
  static func inheritClosed() throws {
    let policy = try SandboxPolicy("builtin:default")
    let kept = fcntl(1, F_DUPFD_CLOEXEC, 10)
    for descriptor: Int32 in [1, 2] { close(descriptor) }
    // It reads the end of its input, so nobody else may have the other end open.
    let reader = try Sandbox.spawn(["cat"], under: [policy], output: .null)
    reader.input?.close()
    let read = try reader.wait()
    precondition(read == .exit(0))
    close(0)
    // This returns while the child sleeps, so the child has not the end that tells of its start.
    let sleeper = try Sandbox.spawn(
      ["sleep", "1000"], under: [policy], input: .inherited, output: .inherited)
    try sleeper.send(signal: SIGKILL)
    let slept = try sleeper.wait()
    precondition(slept == .signal(SIGKILL))
    dup2(kept, 1)
  }

  static func confineAgain() throws {
    let policy = try SandboxPolicy(
      json: """
        { "default": "allow", "rules": [{ "syscalls": ["getpgid"], "action": { "errno": 77 } }] }
        """)
    try Sandbox.confine(policy)
    precondition(getpgid(0) == -1 && errno == 77, "the second policy holds")
  }

  /// Starts children that are waited for and such that are not; what stays of them.
  static func startMany() throws {
    let policy = try SandboxPolicy("builtin:default")
    try Sandbox.spawn(["true"], under: [policy]).wait()
    let before = descriptorCount
    for _ in 0..<10 {
      try Sandbox.spawn(["true"], under: [policy], errors: .pipe).wait()
      _ = try Sandbox.spawn(["sleep", "0.05"], under: [policy], input: .null)
      do {
        _ = try Sandbox.spawn(["/dev/null"], under: [policy])
      } catch {}
    }
    // No child is left when there is none to wait for.
    for _ in 0..<5000 where waitid(P_ALL, 0, nil, WEXITED | WNOHANG | WNOWAIT) == 0 {
      usleep(1000)
    }
    precondition(waitpid(-1, nil, WNOHANG) == -1 && errno == ECHILD, "there is a zombie")
    for _ in 0..<1000 where descriptorCount != before { usleep(1000) }
    precondition(descriptorCount == before, "a descriptor is left")
  }

  private static var descriptorCount: Int {
    (0..<1024).count { fcntl(Int32($0), F_GETFD) >= 0 }
  }

  static func become() throws {
    try Sandbox.become(
      ["sh", "-c", "grep ^Seccomp /proc/self/status; exit 3"],
      under: [SandboxPolicy("builtin:default"), SandboxPolicy("builtin:read-only")])
  }

  static func becomeNothing() throws {
    do {
      try Sandbox.become(["no-such"], under: [SandboxPolicy("builtin:default")])
    } catch {
      say("\(error)")
    }
  }
}
