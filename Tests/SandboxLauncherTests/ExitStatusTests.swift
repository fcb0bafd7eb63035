import TestSupport
import Testing

/// What the launcher ends with, and what it says, for every way in which a launch can go.
@Suite struct ExitStatusTests {
  private let fixture: LaunchFixture

  init() throws { fixture = try LaunchFixture() }

  /// Launches under a policy that allows everything.
  private func launch(_ words: [String]) throws -> ProcessResult {
    let policy = try fixture.policy(default: #""allow""#)
    return try run(
      builtProduct("sekat"), ["run", "-p", policy, "--"] + words,
      environment: ["PATH=/usr/bin:/bin"])
  }

  private func expect(
    _ result: ProcessResult, _ status: Int32, _ message: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(result.ending == .exit(status), sourceLocation: sourceLocation)
    #expect(result.errors == "sekat: \(message)\n", sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
  }

  @Test func `a command that is nowhere is 127`() throws {
    expect(
      try launch(["no-such-command"]), 127,
      "cannot run 'no-such-command': no such file in PATH (ENOENT)")
    expect(
      try launch(["/no/such/file"]), 127, "cannot run '/no/such/file': no such file (ENOENT)")
    let file = try fixture.folder.write("file", "")
    expect(
      try launch(["\(file)/command"]), 127,
      "cannot run '\(file)/command': it is missing: a part of its path is no directory (ENOTDIR)")
  }

  @Test func `what cannot be executed is 126`() throws {
    let folder = fixture.folder.path
    expect(try launch([folder]), 126, "cannot run '\(folder)': it is a directory (EACCES)")
    let plain = try fixture.folder.write("plain", "#!/bin/sh\n")
    expect(
      try launch([plain]), 126, "cannot run '\(plain)': it has no execute permission (EACCES)")
    expect(
      try launch(["/dev/null"]), 126,
      "cannot run '/dev/null': it is a device, not a regular file (EACCES)")
  }

  @Test func `no shell is asked to run what the kernel does not know`() throws {
    let file = try fixture.folder.write("script", "echo hello\n", permissions: 0o755)
    expect(
      try launch([file]), 126,
      "cannot run '\(file)': the kernel knows no such format;"
        + " a script needs a '#!' line, for no shell is asked (ENOEXEC)")
  }

  @Test func `a missing interpreter is named`() throws {
    let script = try fixture.folder.write("script", "#!/no/interpreter\n", permissions: 0o755)
    expect(
      try launch([script]), 126,
      "cannot run '\(script)': its interpreter '/no/interpreter' is missing (ENOENT)")
    let dos = try fixture.folder.write("dos", "#!/bin/sh\r\necho\r\n", permissions: 0o755)
    expect(
      try launch([dos]), 126,
      "cannot run '\(dos)': its interpreter '/bin/sh\\r' is missing;"
        + " the '#!' line ends with a carriage return, as on Windows (ENOENT)")
    let empty = try fixture.folder.write("empty", "#!  \n", permissions: 0o755)
    expect(
      try launch([empty]), 126,
      "cannot run '\(empty)': it has a '#!' line that names no interpreter (ENOEXEC)")
  }

  @Test func `a broken ELF file is 126`() throws {
    let file = try fixture.folder.write(
      "broken", [0x7f] + Array("ELF".utf8) + Array(repeating: 7, count: 200), permissions: 0o755)
    let result = try launch([file])
    #expect(result.ending == .exit(126))
    #expect(result.errors.hasSuffix("(ENOEXEC)\n"))
  }

  @Test(arguments: [0, 1, 7, 125, 126, 127, 255] as [Int32])
  func `the command's own status is passed on`(status: Int32) throws {
    let result = try launch([Tool.shell, "-c", "exit \(status)"])
    #expect(result.ending == .exit(status))
    #expect(result.errors.isEmpty)
  }

  @Test(arguments: ["TERM": 15, "KILL": 9, "SEGV": 11, "SYS": 31] as [String: Int32])
  func `a signal ends the command as it would without sekat`(
    name: String, number: Int32
  ) throws {
    #expect(try launch([Tool.shell, "-c", "kill -\(name) $$"]).ending == .signal(number))
  }

  @Test func `a command line that is not understood is 125`() throws {
    let result = try run(builtProduct("sekat"), ["run", "--filtre", "x", "true"])
    #expect(result.ending == .exit(125))
    #expect(
      result.errors == """
        sekat: unknown option '--filtre'; did you mean '--filter'?
        See 'sekat run --help'.

        """)
  }
}
