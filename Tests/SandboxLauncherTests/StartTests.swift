import Glibc
import TestSupport
import Testing

/// How the program starts where something is missing that programs take for granted.
@Suite struct StartTests {
  private let fixture: LaunchFixture

  init() throws { fixture = try LaunchFixture() }

  // MARK: The words of the command line

  /// A policy that has an error for `lint`.
  private func badPolicy() throws -> String {
    try fixture.policy("bad.json", default: #""allow""#)
  }

  /// Files can be opened, but not the way in which the runtime opens those of /proc.
  private func withoutCommandLine(_ words: String...) throws -> ProcessResult {
    let outer = try fixture.policy(
      "outer.json", default: #""allow""#,
      rules: """
        { "syscalls": ["open", "openat"], "where": { "flags": { "hasNone": "O_CLOEXEC" } },
          "action": { "errno": "EACCES" } }
        """)
    let sekat = builtProduct("sekat")
    return try run(sekat, ["run", "-p", outer, "--", sekat] + words)
  }

  /// Nothing is mounted on /proc.
  private func withoutProc(_ words: String...) throws -> ProcessResult {
    let script = "mount -t tmpfs none /proc && exec \"$@\""
    return try run(
      "/usr/bin/unshare",
      (geteuid() == 0 ? ["-m"] : ["-rm"]) + [Tool.shell, "-c", script, "sh", builtProduct("sekat")]
        + words)
  }

  private static var canHideProc: Bool {
    let result = try? run(
      "/usr/bin/unshare",
      (geteuid() == 0 ? ["-m"] : ["-rm"]) + [Tool.shell, "-c", "mount -t tmpfs none /proc"])
    return result?.ending == .exit(0)
  }

  @Test func `the words arrive though /proc cannot be read`() throws {
    let lint = try withoutCommandLine("lint", try badPolicy())
    #expect(lint.ending == .exit(1))
    #expect(lint.errors.contains("[default-allows]") || lint.output.contains("[default-allows]"))
    let launch = try withoutCommandLine(
      "run", "-p", "builtin:no-new-programs", "--", Tool.shell, "-c", "exit 7")
    #expect(launch.ending == .exit(7))
    #expect(try withoutCommandLine("prove", "-p", "/no/such/file").ending == .exit(2))
  }

  @Test(.enabled(if: canHideProc, "this user may not mount anything"))
  func `all works without /proc`() throws {
    #expect(try withoutProc("--version").output == "0.1.0\n")
    #expect(try withoutProc("lint", try badPolicy()).ending == .exit(1))
    let launch = try withoutProc(
      "run", "-p", "builtin:no-new-programs", "--", Tool.shell, "-c",
      "echo ${SWIFT_BACKTRACE-none}; exit 7")
    #expect(launch.ending == .exit(7))
    #expect(launch.output == "none\n")
  }

  @Test func `no words are a mistake`() throws {
    let result = try run(builtProduct("sekat"))
    #expect(result.ending == .exit(2))
    #expect(result.output.isEmpty && result.errors.contains("USAGE: sekat <subcommand>"))
  }

  @Test func `no name either is the same mistake`() throws {
    var child: pid_t = 0
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var nothing: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
    let number = unsafe posix_spawn(
      &child, builtProduct("sekat"), &actions, nil, &nothing, environ)
    try #require(number == 0)
    var status: Int32 = 0
    #expect(unsafe waitpid(child, &status, 0) == child)
    #expect(ProcessEnding(waitStatus: status) == .exit(2))
  }

  // MARK: Limits

  /// Launches a command under a limit of the shell's.
  private func launch(_ limit: String, _ words: [String]) throws -> ProcessResult {
    try run(
      Tool.shell,
      ["-c", "ulimit -c 0; \(limit); exec \"$@\"", "sh", builtProduct("sekat"), "run"] + words
        + ["--", Tool.shell, "-c", "exit 7"])
  }

  @Test(arguments: [32, 48, 64, 96, 128, 192, 256, 384, 512, 1024])
  func `a small stack either suffices or is reported`(kilobytes: Int) throws {
    let result = try launch("ulimit -s \(kilobytes)", ["-p", "builtin:no-new-programs"])
    if result.ending == .exit(7) { return }
    #expect(result.ending == .exit(125))
    #expect(result.errors.hasPrefix("sekat: crashed before anything was started: "))
  }

  @Test func `memory that cannot be had is reported`() throws {
    let policy = try fixture.policy(default: #""allow""#)
    let result = try run(
      builtProduct("sekat"), ["run", "-p", policy, "--", Tool.yes],
      environment: ["MALLOC_TOP_PAD_=100000000000000"])
    #expect(result.ending == .exit(125))
    #expect(result.errors.contains("the limits of memory are too low"))
  }

  @Test(arguments: [4096, 6144, 8192, 12288, 16384, 65536])
  func `under any limit of data, it is the command that runs, or nothing`(kilobytes: Int) throws {
    let result = try launch("ulimit -d \(kilobytes)", ["-p", "builtin:no-new-programs"])
    // The dynamic loader, which comes before the first instruction of sekat, ends with 127 or dies.
    #expect([.exit(7), .exit(125), .exit(127), .signal(SIGSEGV)].contains(result.ending))
  }

  @Test func `limits that leave no memory for keys are named`() throws {
    let keyed = ["-p", "builtin:no-new-programs"]
    let files = try launch("ulimit -f 0", keyed)
    #expect(files.ending == .exit(KernelFeature.hasSecretMemory ? 125 : 7))
    if KernelFeature.hasSecretMemory {
      #expect(files.errors.hasSuffix("the limit of the size of files is too low (EFBIG)\n"))
    }
    // Where there are no keys, there is no such memory.
    let policy = try fixture.policy(default: #""allow""#)
    #expect(try launch("ulimit -f 0; ulimit -l 0", ["-p", policy]).ending == .exit(7))
  }

  @Test func `a signal that somebody sends does what it does to any program`() throws {
    // The launcher waits for its policy at a pipe that nobody writes to.
    let script = """
      ulimit -c 0; mkfifo pipe; exec 3<>pipe; "$@" <pipe & sleep 0.5
      kill -SEGV $!; wait $!; echo $?
      """
    let result = try run(
      Tool.shell,
      ["-c", script, "sh", builtProduct("sekat"), "run", "-p", "-", "--", Tool.yes],
      directory: fixture.folder.path)
    #expect(result.output == "\(128 + SIGSEGV)\n")
    #expect(!result.errors.contains("crashed"))
  }
}
