import Glibc
import TestSupport
import Testing

@testable import PolicyLint

/// The calls that programs are said to need, refused one at a time on the running kernel.
///
/// A call that the C library of this machine does not make at all says nothing.
@Suite(.enabled(if: unsafe access("/usr/bin/gcc", X_OK) == 0, "there is no gcc"))
struct StartUpTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func build(_ name: String, _ options: String...) throws -> String {
    let source = try folder.write(
      "hello.c", "#include <stdio.h>\nint main(void) { puts(\"started\"); return 0; }\n")
    let result = try run(
      "/usr/bin/gcc", options + ["-o", folder.path(of: name), source], directory: folder.path)
    if result.ending != .exit(0) { try Test.cancel("cannot be built: \(result.errors)") }
    return folder.path(of: name)
  }

  private func starts(_ program: String, without calls: [String], action: String) throws -> Bool {
    let names = calls.map { "\"\($0)?\"" }.joined(separator: ", ")
    let policy = try folder.write(
      "policy.json",
      """
      { "architectures": ["native"], "default": "allow",
        "rules": [{ "syscalls": [\(names)], "action": \(action) }] }
      """)
    let result = try run(builtProduct("sekat"), ["run", "-p", policy, "--", program])
    return result.ending == .exit(0) && result.output == "started\n"
  }

  private func check(_ stage: StartUp.Stage, with program: String) throws {
    for need in stage.needs {
      let isMade = try !starts(program, without: need.calls, action: #""kill-process""#)
      if !isMade { continue }
      for error in [#"{ "errno": "EPERM" }"#, #"{ "errno": "ENOSYS" }"#] {
        let survives = try starts(program, without: need.calls, action: error)
        #expect(survives == need.survivesErrors, "\(stage.programs) without \(need.calls)")
      }
    }
  }

  @Test func `a static program`() throws {
    let program = try build("static", "-static")
    try check(StartUp.stages[0], with: program)
    try check(StartUp.stages[1], with: program)
  }

  @Test func `a dynamically linked program`() throws {
    let program = try build("dynamic")
    for stage in StartUp.stages { try check(stage, with: program) }
  }

  /// What is left when everything is denied but what the stages name is enough.
  @Test func `the calls of all stages are enough`() throws {
    let needs = StartUp.stages.flatMap(\.needs).flatMap(\.calls)
    // pread64 is needed where the linker looks at notes; the rest is what the program itself does.
    let names = (needs + ["pread64", "write", "exit_group"]).map { "\"\($0)?\"" }
    let policy = try folder.write(
      "policy.json",
      """
      { "architectures": ["native"], "default": "kill-process", "kernel": "6.18",
        "rules": [{ "syscalls": [\(names.joined(separator: ", "))] }] }
      """)
    let program = try build("dynamic")
    let result = try run(builtProduct("sekat"), ["run", "-p", policy, "--", program])
    #expect(result.output == "started\n", "\(result)")
  }
}
