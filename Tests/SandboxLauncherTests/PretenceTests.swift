import TestSupport
import Testing

/// Outer filters that answer the launcher's calls without asking the kernel.
@Suite struct PretenceTests {
  private let fixture: LaunchFixture

  init() throws { fixture = try LaunchFixture() }

  /// Launches under an outer policy with a rule.
  ///
  /// - Parameters:
  ///   - rule: The calls that it answers, and for which arguments.
  ///   - answer: What it answers them with: by default that all is well.
  ///   - inner: The rules of the inner policy, which allows everything else.
  /// - Returns: What the inner launch left behind.
  /// - Throws: What the system says where nothing can be started.
  private func launch(
    under rule: String, answer: String = #"{ "errno": 0, "unsafe": true }"#, inner: String = ""
  ) throws -> ProcessResult {
    let outer = try fixture.policy(
      "outer.json", default: #""allow""#, rules: #"{ \#(rule), "action": \#(answer) }"#)
    let inner = try fixture.policy("inner.json", default: #""allow""#, rules: inner)
    return try run(
      builtProduct("sekat"),
      [
        "run", "-p", outer, "--", builtProduct("sekat"), "run", "-p", inner, "--",
        "grep", "-E", "^(NoNewPrivs|Seccomp)", "/proc/self/status",
      ], timeout: .seconds(30))
  }

  private func expectRefusal(
    _ result: ProcessResult, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(result.ending == .exit(125), sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
    #expect(result.errors == "sekat: \(message)\n", sourceLocation: sourceLocation)
  }

  /// So that the launcher needs its keys.
  private static let noExecution =
    #"{ "syscalls": ["execve", "execveat"], "action": { "errno": "EPERM" } }"#

  @Test(arguments: ["", noExecution])
  func `an installation that is only pretended is noticed`(inner: String) throws {
    expectRefusal(
      try launch(
        under: #""syscalls": ["seccomp"], "where": { "op": 1, "args": { "ne": 0 } }"#, inner: inner),
      "cannot install the filter: an outer filter only pretends to do it")
  }

  @Test func `so is one that prctl pretends`() throws {
    let outer = try fixture.policy(
      "outer.json", default: #""allow""#,
      rules: """
        { "syscalls": ["seccomp"], "action": { "errno": "ENOSYS" } },
        { "syscalls": ["prctl"], "where": { "option": "PR_SET_SECCOMP", "third": { "ne": 0 } },
          "action": { "errno": 0, "unsafe": true } }
        """)
    let result = try fixture.sekat(
      "-p", outer, "--", builtProduct("sekat"), "run", "-p", "builtin:default", "--", Tool.yes)
    expectRefusal(result, "cannot install the filter: an outer filter only pretends to do it")
  }

  @Test func `no_new_privs that is only pretended does not deceive`() throws {
    // It is set already by the outer launch, which is all that counts.
    let result = try launch(
      under: #""syscalls": ["prctl"], "where": { "option": "PR_SET_NO_NEW_PRIVS" }"#)
    #expect(result.output == "NoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t3\n")
  }

  @Test func `keys that others could read are not drawn`() throws {
    expectRefusal(
      try launch(
        under: #""syscalls": ["prctl"], "where": { "option": "PR_SET_DUMPABLE" }"#,
        inner: Self.noExecution),
      "cannot keep other processes from reading the keys:"
        + " an outer filter only pretends to do it (EIO)")
    // Without keys there is nothing to read.
    let result = try launch(
      under: #""syscalls": ["prctl"], "where": { "option": "PR_SET_DUMPABLE" }"#)
    #expect(result.ending == .exit(0))
  }

  @Test func `memory for keys that is only pretended is none`() throws {
    expectRefusal(
      try launch(under: #""syscalls": ["memfd_secret"]"#, inner: Self.noExecution),
      "cannot get memory for the keys that nobody can read:"
        + " an outer filter only pretends to do it (EIO)")
    // Where it is refused, the launch does without.
    let result = try launch(
      under: #""syscalls": ["memfd_secret"]"#, answer: #"{ "errno": "ENOSYS" }"#,
      inner: Self.noExecution)
    #expect(result.ending == .exit(0))
  }

  @Test(arguments: [#"{ "errno": 0, "unsafe": true }"#, #"{ "errno": "EINTR" }"#])
  func `random numbers that never come are not waited for`(answer: String) throws {
    expectRefusal(
      try launch(under: #""syscalls": ["getrandom"]"#, answer: answer),
      "cannot get random numbers: an outer filter only pretends to do it")
    let outer = fixture.folder.path(of: "outer.json")
    let result = try fixture.sekat(
      "-p", outer, "--", builtProduct("sekat"), "syscalls", "read")
    #expect(result.ending == .exit(2))
  }

  @Test func `random numbers that are refused end a launch`() throws {
    let result = try launch(
      under: #""syscalls": ["getrandom"]"#, answer: #"{ "errno": "ENOSYS" }"#)
    expectRefusal(result, "cannot get random numbers: getrandom(2) failed (ENOSYS)")
  }
}
