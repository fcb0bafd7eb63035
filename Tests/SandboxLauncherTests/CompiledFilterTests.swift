import ClassicBPF
import TestSupport
import Testing

/// `--filter`: programs that were made elsewhere, installed exactly as they are.
@Suite struct CompiledFilterTests {
  private let fixture: LaunchFixture

  init() throws { fixture = try LaunchFixture() }

  /// Compiles a policy into a file.
  private func compile(_ policy: String) throws -> String {
    let path = fixture.folder.path(of: "filter.bpf")
    let result = try run(
      builtProduct("sekat"), ["compile", "-p", policy, "--format", "raw", "-o", path])
    try #require(result.ending == .exit(0), "\(result)")
    return path
  }

  @Test func `a compiled policy does what the policy does`() throws {
    let policy = try fixture.policy(
      default: #""allow""#,
      rules: #"{ "syscalls": ["uname"], "action": { "errno": "ENOSPC" } }"#)
    let result = try fixture.sekat(
      "--filter", try compile(policy), "--", "/usr/bin/env", "LC_ALL=C", "uname")
    #expect(result.errors.contains("No space left on device"))
  }

  @Test func `it is installed last, and alone without a policy`() throws {
    let filter = try compile(try fixture.policy(default: #""allow""#))
    let count = ["grep", "^Seccomp_filters", "/proc/self/status"]
    func filters(_ words: [String]) throws -> String {
      try run(builtProduct("sekat"), ["run"] + words + ["--"] + count).output
    }
    #expect(try filters(["--filter", filter]) == "Seccomp_filters:\t1\n")
    #expect(
      try filters(["--filter", filter, "-p", "builtin:default", "-p", "builtin:offline"])
        == "Seccomp_filters:\t3\n")
  }

  @Test func `one that would deny the launch is refused before anything happens`() throws {
    let filter = try compile(
      try fixture.policy(
        default: #""allow""#,
        rules: #"{ "syscalls": ["execve"], "action": { "errno": "EACCES" } }"#))
    let result = try fixture.sekat("--filter", filter, "--", "echo", "started")
    #expect(result.ending == .exit(125))
    #expect(result.output.isEmpty)
    #expect(
      result.errors == "sekat: filter '\(filter)' answers the launcher's own execve with 'errno',"
        + " so the command could not be started (EACCES)\n")
  }
}
