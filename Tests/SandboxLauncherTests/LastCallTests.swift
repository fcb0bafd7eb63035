import Glibc
import TestSupport
import Testing

/// The launcher's own last calls pass under policies that deny them to everyone else.
@Suite struct LastCallTests {
  private let fixture: LaunchFixture

  init() throws { fixture = try LaunchFixture() }

  /// Policies that deny everything, in every way that ends or fails a call.
  private static let denials = [
    #"{ "errno": "EPERM" }"#, #"{ "errno": 0, "unsafe": true }"#, #""kill-process""#,
    #""kill-thread""#,
    #""trap""#, #""trace""#, #""notify""#,
  ]

  @Test(arguments: denials)
  func `a failed execution is reported though everything is denied`(action: String) throws {
    let policy = try fixture.policy(default: action)
    let file = try fixture.folder.write("script", "echo hello\n", permissions: 0o755)
    let result = try fixture.sekat("-p", policy, "-p", policy, "--", file)
    #expect(result.ending == .exit(126))
    #expect(result.errors.hasSuffix("for no shell is asked (ENOEXEC)\n"))
  }

  @Test(arguments: denials)
  func `a command that is not there is reported though everything is denied`(
    action: String
  ) throws {
    let policy = try fixture.policy(default: action)
    let result = try fixture.sekat("-p", policy, "--", "/no/such/file")
    #expect(result.ending == .exit(127))
  }

  @Test func `the command is started though it may do nothing, not even end`() throws {
    // Its first call of all kills it; the launcher's would have been an error.
    let deadly = try fixture.policy(default: #""kill-process""#)
    #expect(try fixture.sekat("-p", deadly, "--", Tool.yes).ending == .signal(SIGSYS))
    #expect(
      try fixture.sekat("-p", deadly, "-p", deadly, "-p", deadly, "--", Tool.yes).ending
        == .signal(SIGSYS))
    // A script, whose interpreter the same call starts.
    let script = try fixture.folder.write("script", "#!/bin/sh\nexit 3\n", permissions: 0o755)
    #expect(try fixture.sekat("-p", deadly, "--", script).ending == .signal(SIGSYS))
  }

  @Test func `the command can start no other where execve is denied`() throws {
    let policy = try fixture.policy(
      default: #""allow""#,
      rules: #"{ "syscalls": ["execve", "execveat"], "action": { "errno": "EPERM" } }"#)
    let result = try fixture.sekat(
      "-p", policy, "--", Tool.shell, "-c", "echo started; exec \(Tool.yes)")
    #expect(result.output == "started\n")
    #expect(result.ending == .exit(126))
    #expect(result.errors.contains("not permitted") || result.errors.contains("ermission"))

    let deadly = try fixture.policy(
      "deadly.json", default: #""allow""#,
      rules: #"{ "syscalls": ["execve", "execveat"], "action": "kill-process" }"#)
    #expect(
      try fixture.sekat("-p", deadly, "--", Tool.shell, "-c", "exec \(Tool.yes)").ending
        == .signal(SIGSYS))
  }

  @Test func `all that is left of the launcher is its process`() throws {
    let policy = try fixture.policy(default: #""allow""#)
    // The shell's parent is the one of sekat: nobody stands in between.
    let result = try fixture.sekat("-p", policy, "--", Tool.shell, "-c", "echo $PPID")
    #expect(result.output == "\(getpid())\n")
  }
}
