import Glibc
import LinuxABI
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

  private func build(_ compiler: String, _ options: String...) throws -> String {
    guard unsafe access(compiler, X_OK) == 0 else { try Test.cancel("there is no \(compiler)") }
    let source = try folder.write(
      "hello.c", "#include <stdio.h>\nint main(void) { puts(\"started\"); return 0; }\n")
    let program = folder.path(of: "program")
    let result = try run(compiler, options + ["-o", program, source], directory: folder.path)
    if result.ending != .exit(0) { try Test.cancel("cannot be built: \(result.errors)") }
    if try run(program, []).ending != .exit(0) { try Test.cancel("it does not run here at all") }
    return program
  }

  private func starts(
    _ program: String, on abi: ABI, without need: StartUp.Need, action: String
  ) throws -> Bool {
    let rules = [need.way, need.fallback].compactMap { $0 }.compactMap { way -> String? in
      guard let call = way.call(on: abi) else { return nil }
      let conditions = way.arguments.map { argument in
        switch argument.value {
        case .constants(let constants):
          "\"\(argument.name)\": \"\(constants.joined(separator: "|"))\""
        case .atLeast(let minimum): "\"\(argument.name)\": { \"ge\": \(minimum) }"
        }
      }
      let condition =
        conditions.isEmpty ? "" : "\"where\": { \(conditions.joined(separator: ", ")) }, "
      return """
        { "syscalls": ["\(call)"], "architectures": ["\(abi)"], \(condition)"action": \(action) }
        """
    }
    let abis = Set([ABI.native ?? abi, abi]).map { "\"\($0)\"" }.joined(separator: ", ")
    let policy = try folder.write(
      "policy.json",
      """
      { "architectures": [\(abis)], "default": "allow",
        "rules": [\(rules.joined(separator: ", "))] }
      """)
    let result = try run(builtProduct("sekat"), ["run", "-p", policy, "--", program])
    // A library may fall back, and may also end the program in its own way.
    if result.ending == .exit(125) { Issue.record("\(result)") }
    return result.ending == .exit(0) && result.output == "started\n"
  }

  /// Refuses what stages name; other releases of a library may make a call or two less.
  private func check(
    _ stages: some Collection<StartUp.Stage>, with program: String, on abi: ABI
  ) throws {
    for stage in stages {
      var (made, all) = (0, 0)
      for need in stage.needs where need.abis.contains(abi) {
        let name = "\(stage.programs) on \(abi) without \(need.way)"
        let isMade = try !starts(program, on: abi, without: need, action: #""kill-process""#)
        all += 1
        if !isMade { continue }
        made += 1
        for error in [#"{ "errno": "EPERM" }"#, #"{ "errno": "ENOSYS" }"#] {
          let survives = try starts(program, on: abi, without: need, action: error)
          #expect(survives == need.survivesErrors, "\(name): \(error)")
        }
      }
      #expect(made * 3 >= all * 2, "\(stage.programs): only \(made) of \(all) calls were made")
    }
  }

  @Test func `a static program`() throws {
    let abi = try #require(ABI.native)
    let program = try build("/usr/bin/gcc", "-static")
    try check(StartUp.stages[..<2], with: program, on: abi)
  }

  @Test func `a dynamically linked program`() throws {
    let abi = try #require(ABI.native)
    try check(StartUp.stages, with: try build("/usr/bin/gcc"), on: abi)
  }

  @Test(arguments: [["-static"], []])
  func `a program of musl needs no more than any program`(options: [String]) throws {
    let abi = try #require(ABI.native)
    let compiler = "/usr/bin/musl-gcc"
    let program = options.isEmpty ? try build(compiler) : try build(compiler, "-static")
    try check(StartUp.stages[..<1], with: program, on: abi)
  }

  @Test(.enabled(if: ABI.native == .x86_64, "there is no i386 beside this machine's ABI"))
  func `32-bit programs`() throws {
    try check(
      StartUp.stages[..<2], with: try build("/usr/bin/gcc", "-m32", "-static"), on: .i386)
    try check(StartUp.stages, with: try build("/usr/bin/gcc", "-m32"), on: .i386)
  }

  /// What is left when everything is denied but what the stages name is enough.
  @Test func `the calls of all stages are enough`() throws {
    let abi = try #require(ABI.native)
    let needs = StartUp.stages.flatMap(\.needs).filter { $0.abis.contains(abi) }
    let names = Set(needs.compactMap { $0.way.call(on: abi)?.name })
    // The rest is what the program itself does.
    let list = names.union(["write", "ioctl", "exit_group"]).sorted().map { "\"\($0)\"" }
    let policy = try folder.write(
      "policy.json",
      """
      { "architectures": ["native"], "default": "kill-process", "kernel": "6.18",
        "rules": [{ "syscalls": [\(list.joined(separator: ", "))] }] }
      """)
    let program = try build("/usr/bin/gcc")
    let result = try run(builtProduct("sekat"), ["run", "-p", policy, "--", program])
    #expect(result.output == "started\n", "\(result)")
  }
}
