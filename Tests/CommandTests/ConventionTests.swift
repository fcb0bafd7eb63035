import Foundation
import TestSupport
import Testing

@testable import SekatTool

/// What is the same for every command.
@Suite struct ConventionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "a.json",
      #"{ "architectures": ["x86_64"], "default": "allow", "rules": [{ "syscalls": ["mkdir"], "action": { "errno": "EPERM" } }] }"#
    )
    try folder.write("b.json", #"{ "architectures": ["x86_64"], "default": "allow" }"#)
    try folder.write("trace.log", "1 mkdir(\"a\", 0777) = 0\n1 getpid() = 1\n")
    try folder.write("grid.expect", "x86_64 mkdir => errno(EPERM)\n")
  }

  private func sekat(_ words: [String], environment: [String] = []) throws -> ProcessResult {
    try run(
      builtProduct("sekat"), words, environment: environment, directory: folder.path)
  }

  /// The same command with the policy in each place that it has for one.
  @Test(arguments: [
    [["compile", "a.json"], ["compile", "-p", "a.json"], ["compile", "-pa.json"]],
    [["lint", "a.json"], ["lint", "-p", "a.json"], ["lint", "--policy=a.json"]],
    [
      ["diff", "a.json", "b.json"], ["diff", "-p", "a.json", "b.json"],
      ["diff", "-pa.json", "-pb.json"],
    ],
    [["query", "-p", "a.json", "mkdir"], ["query", "-pa.json", "mkdir"]],
    [["simulate", "-p", "a.json", "trace.log"], ["simulate", "-pa.json", "trace.log"]],
    [["test", "-p", "a.json", "grid.expect"], ["test", "-pa.json", "grid.expect"]],
    [["prove", "-p", "a.json"], ["prove", "-pa.json"]],
    [["learn", "-p", "a.json", "trace.log"], ["learn", "-pa.json", "trace.log"]],
  ])
  func `a policy is named in the same ways`(lines: [[String]]) throws {
    let words = lines.map { $0 + ["--target", "x86_64"] }
    let first = try sekat(words[0])
    #expect(!first.output.isEmpty && first.ending != .exit(2), "\(first)")
    for other in words.dropFirst() {
      let result = try sekat(other)
      #expect(result.output == first.output && result.ending == first.ending, "\(result)")
    }
  }

  private static let profile = #"{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}"#

  @Test(arguments: [
    ("--caps", "all", "profiles of container engines"),
    ("--kernel", "6.1", "profiles of container engines"), ("--thread", "vmm", "filters by name"),
    ("--dialect", "firecracker", "filters by name"),
  ])
  func `what is said of the system is refused where no file asks for it`(
    option: String, value: String, files: String
  ) throws {
    for words in [
      ["compile", "a.json"], ["lint", "a.json", "b.json"], ["diff", "a.json", "b.json"],
      ["query", "-p", "a.json", "mkdir"], ["simulate", "-p", "a.json", "trace.log"],
      ["test", "-p", "a.json", "grid.expect"], ["prove", "-p", "a.json"],
    ] {
      let result = try sekat(words + [option, value, "--target", "x86_64"])
      #expect(result.ending == .exit(2) && result.output.isEmpty, "\(words)")
      #expect(result.errors.contains("'\(option)' is for"), "\(result)")
      #expect(result.errors.contains(files), "\(result)")
    }
  }

  @Test func `what is said of the system is for any of several files`() throws {
    try folder.write("profile.json", Self.profile)
    for words in [
      ["lint", "a.json", "profile.json"], ["lint", "profile.json", "a.json"],
      ["diff", "profile.json", "a.json"], ["prove", "-p", "profile.json"],
    ] {
      let result = try sekat(words + ["--caps", "all", "--target", "x86_64"])
      #expect(result.ending != .exit(2), "\(result)")
      #expect(!result.errors.contains("--caps"), "\(result)")
    }
  }

  @Test(arguments: ["a.json", "builtin:offline"])
  func `a policy is not taken for a log or a call`(policy: String) throws {
    for words in [
      ["simulate", policy, "trace.log"], ["learn", "builtin:offline", "trace.log"],
      ["query", policy, "mkdir"],
    ] {
      let result = try sekat(words)
      #expect(result.ending == .exit(2) && result.output.isEmpty)
      #expect(result.errors.contains("'-p \(words[1])'"), "\(result)")
    }
    let names = try sekat(["simulate", "-p", "a.json", "-p", "b.json", "trace.log"])
    #expect(names.output.hasPrefix("against a.json, b.json: 2 calls"), "\(names)")
  }

  @Test(arguments: [
    ["lint", "a.json"], ["diff", "a.json", "b.json"], ["simulate", "-p", "a.json", "trace.log"],
    ["policies", "offline", "--resolved"], ["lint", "missing.json"],
  ])
  func `colour is for terminals, or for who wants it`(words: [String]) throws {
    let plain = try sekat(words)
    let colored = try sekat(words + ["--color", "always"], environment: ["NO_COLOR=1"])
    #expect(!(plain.output + plain.errors).contains("\u{1b}"))
    #expect((colored.output + colored.errors).contains("\u{1b}["))
    #expect((colored.output).replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain.output)
    #expect(try sekat(words + ["--color", "never"]) == plain)
    #expect(try sekat(words + ["--color", "red"]).ending == .exit(2))
  }

  @Test func `who wants it quiet hears of mistakes alone`() throws {
    #expect(try sekat(["compile", "a.json", "--target", "x86_64"]).errors.contains("proved"))
    #expect(try sekat(["compile", "-q", "a.json", "--target", "x86_64"]).errors.isEmpty)
    #expect(try sekat(["compile", "--quiet", "missing.json"]).errors.contains("missing.json"))
  }

  @Test(.enabled(if: ProgramKind.isDynamic("/bin/true"), "needs a dynamic program"))
  func `a launch of which it is known that it comes to nothing is remarked on, and made`() throws {
    let words = ["run", "-p", "builtin:pure-compute", "--", "/bin/true"]
    let result = try sekat(words)
    #expect(result.errors.hasPrefix("sekat: no program that is dynamically linked can start"))
    #expect(result.errors.contains("'sekat lint'"))
    #expect(result.ending != .exit(125) && result.ending != .exit(0))
    let script = try folder.write("script", "#!/bin/true\n", permissions: 0o755)
    #expect(try sekat(words.dropLast() + [script]).errors.hasPrefix("sekat: no program that is"))
    let quiet = try sekat(["run", "-q"] + words.dropFirst())
    #expect(quiet.ending == result.ending)
    #expect(!quiet.errors.contains("sekat:"))
    #expect(try sekat(["run", "--", "/bin/true"]).errors.isEmpty)
  }

  @Test func `shells are told the names of policies`() throws {
    #expect(PolicyCompletion.candidates(for: "builtin:off") == ["builtin:offline"])
    #expect(
      PolicyCompletion.candidates(for: folder.path + "/")
        == [folder.path(of: "a.json"), folder.path(of: "b.json")])
    for shell in ["bash", "zsh", "fish"] {
      let script = try sekat(["--generate-completion-script", shell])
      #expect(script.ending == .exit(0) && script.output.contains("---completion"))
    }
  }
}

/// What is known of programs of this system.
private enum ProgramKind {
  static func isDynamic(_ path: String) -> Bool {
    guard let data = FileManager.default.contents(atPath: path) else { return false }
    return data.prefix(4096).range(of: Data("/ld-linux".utf8)) != nil
  }
}
