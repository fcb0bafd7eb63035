import Foundation
import Glibc
import TestSupport
import Testing

/// `sekat simulate --follow`, with the kernel as it is.
@Suite struct FollowCommandTests {
  private static let policy = """
    {
      "default": "allow",
      "rules": [
        { "syscalls": ["mkdir", "mkdirat"], "action": { "errno": "EROFS" } },
        { "syscalls": ["umask"], "action": "kill-process" }
      ]
    }

    """

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("policy.json", Self.policy)
  }

  private func simulate(_ words: String...) throws -> ProcessResult {
    try run(builtProduct("sekat"), ["simulate"] + words, directory: folder.path)
  }

  // MARK: - What makes no sense

  @Test(arguments: [
    (["--follow", "trace.log"], "'trace.log'"), (["--follow", "-"], "'-'"),
    (["--follow", "--merge"], "'--merge'"), (["--follow", "--jobs", "2"], "'--jobs'"),
    (["--follow", "--target", "aarch64"], "'--target'"),
    (["--follow", "--abi", "i386"], "'--abi'"), (["--follow", "--from-start"], "'--from-start'"),
  ])
  func `options about logs are refused`(words: [String], name: String) throws {
    let result = try run(builtProduct("sekat"), ["simulate"] + words)
    #expect(result.ending == .exit(2) && result.output.isEmpty)
    #expect(
      result.errors.hasPrefix(
        "sekat: '--follow' hears the kernel of this machine and reads no logs; \(name) cannot go "
          + "with it\n"), "\(result)")
  }

  @Test(arguments: [["--for", "10s"], ["--pid", "7"], ["--comm", "nginx"]])
  func `options about what is followed need it`(words: [String]) throws {
    let result = try run(builtProduct("sekat"), ["simulate"] + words)
    #expect(result.ending == .exit(2))
    #expect(
      result.errors.hasPrefix("sekat: '\(words[0])' says what to follow; it needs '--follow'\n"),
      "\(result)")
  }

  @Test(arguments: [
    (["--pid", "0"], "'--pid' takes the number of a process, from 1 on"),
    (["--pid=-4"], "'--pid' takes the number of a process, from 1 on"),
    (["--comm", ""], "'--comm' takes the name of a thread, and not an empty word"),
  ])
  func `whose calls can be nobody's`(option: [String], message: String) throws {
    let result = try run(
      builtProduct("sekat"), ["simulate", "--follow", "-p", "policy.json"] + option,
      directory: folder.path)
    #expect(result.ending == .exit(2))
    #expect(result.errors.hasPrefix("sekat: \(message)\n"), "\(result)")
  }

  @Test(arguments: ["", "s", "-1", "0", "1e3", "10x", "nan", "inf", "1m1"])
  func `a time that is none`(time: String) throws {
    let result = try simulate("--follow", "--for=\(time)")
    #expect(result.ending == .exit(2))
    #expect(result.errors.contains("--for"), "\(result)")
  }

  // MARK: - What is not permitted

  private static func canUnshare(_ option: String) -> Bool {
    (try? run("/usr/bin/unshare", [option, "true"]))?.ending == .exit(0)
  }

  @Test(
    .enabled(if: canUnshare("--user"), "this user cannot make a user namespace"))
  func `root of another user namespace hears nothing`() throws {
    let result = try run(
      "/usr/bin/unshare",
      ["--user", builtProduct("sekat"), "simulate", "--follow", "--for", "0.1s"])
    #expect(result.ending == .exit(2) && result.output.isEmpty)
    #expect(result.errors.hasPrefix("sekat: cannot follow the kernel's audit: "), "\(result)")
  }

  @Test(
    .enabled(if: canFollow && canUnshare("--net"), "this user cannot make a network namespace"))
  func `another network namespace hears nothing`() throws {
    let result = try run(
      "/usr/bin/unshare",
      ["--net", builtProduct("sekat"), "simulate", "--follow", "--for", "0.1s"])
    #expect(result.ending == .exit(2))
    #expect(result.errors.contains("first network namespace alone"), "\(result)")
  }

  @Test(.enabled(if: geteuid() != 0, "root may follow"))
  func `an ordinary user is told what it takes`() throws {
    let result = try simulate("--follow", "--for", "0.1s")
    #expect(result.ending == .exit(2))
    #expect(
      result.errors.contains("it takes CAP_AUDIT_READ") || result.errors.contains("no audit"),
      "\(result)")
  }

  // MARK: - What the kernel tells

  private static let canFollow =
    (try? run(builtProduct("sekat"), ["simulate", "--follow", "--for", "0.01s", "--pid", "1"]))?
    .errors.contains("following") ?? false

  /// A name that no other thread of the machine has.
  private static func name() -> String { "fw\(UInt32.random(in: 0 ... .max))" }

  /// Follows the threads of one name; has a shell do something when following has begun, and end it by a
  /// signal when the output has a text, or after a while.
  private func follow(
    _ name: String, _ words: String = "", until text: String, by signal: String = "INT",
    while work: String
  ) throws -> ProcessResult {
    let script = """
      sekat simulate --follow --for 20s --comm \(name) -p policy.json \(words) >out 2>err &
      follower=$!
      until grep -q following err; do sleep 0.02; done
      \(work)
      rounds=0
      until grep -q '\(text)' out || [ $rounds = 250 ]; do sleep 0.02; rounds=$((rounds + 1)); done
      kill -\(signal) $follower
      wait $follower
      status=$?
      cat out
      cat err >&2
      exit $status
      """
    return try run(
      "/bin/sh", ["-c", "sekat() { '\(builtProduct("sekat"))' \"$@\"; }\n" + asProcess(script)],
      directory: folder.path)
  }

  /// The script with `sekat` as a program, so that the number of the job is its own.
  private func asProcess(_ script: String) -> String {
    script.replacing("sekat simulate", with: "'\(builtProduct("sekat"))' simulate")
  }

  /// Commands that make a folder, and set the mask of files, under the policy.
  private func breaking(_ name: String) throws -> String {
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(of: name), withDestinationPath: "/bin/mkdir")
    return """
      sekat run -q --log -p policy.json -- ./\(name) made
      sekat run -q --log -p policy.json -- ./\(name) made
      sekat run -q --log -p policy.json -- ./\(name) -m 700 made
      """
  }

  @Test(
    .enabled(if: canFollow, "this user may not follow the kernel's audit"),
    arguments: ["INT", "TERM"])
  func `what the kernel denies is told at once, and summed up`(signal: String) throws {
    let name = Self.name()
    let result = try follow(
      name, until: "umask", by: signal, while: try breaking(name))
    if !result.output.contains(name) {
      print("the kernel has told nothing: it is not asked to, or has rules that leave it out")
      return
    }
    #expect(result.ending == .exit(1), "\(result)")
    let parts = result.output.split(separator: "against policy.json: ", maxSplits: 1)
    let told = try #require(parts.first)
    #expect(told.matches(of: /mkdir: errno\(EROFS\)\n    by policy.json:4\n/).count == 1, "\(told)")
    #expect(told.contains("      { \"syscalls\": [\"mkdir\", \"mkdirat\"],"), "\(told)")
    #expect(told.contains(/\[\d+\] umask: kill-process\n/), "\(told)")
    let report = try #require(parts.last)
    #expect(report.hasPrefix("3 calls in "), "\(report)")
    #expect(report.contains("\n  2  errno(EROFS)\n") && report.contains("\n  1  kill-process\n"))
    #expect(report.contains("umask was killed by SIGSYS"))
    #expect(result.errors.hasSuffix("sekat: following the kernel's audit; Ctrl-C ends that\n"))
  }

  @Test(.enabled(if: canFollow, "this user may not follow the kernel's audit"))
  func `a line of JSON for each call comes at once`() throws {
    let name = Self.name()
    let result = try follow(
      name, "--format ndjson", until: "umask", while: try breaking(name))
    let lines = result.output.split(separator: "\n")
    if lines.isEmpty { return }
    #expect(result.ending == .exit(1), "\(result)")
    #expect(lines.count == 3)
    for line in lines {
      #expect(line.contains("\"comm\":\"\(name)\"") && line.contains("\"file\":\"<audit>\""))
    }
    #expect(lines[0].contains("\"recorded\":[\"errno\"]"))
    #expect(lines[2].contains("\"recorded\":[\"kill-process\"]"))
  }

  @Test(.enabled(if: canFollow, "this user may not follow the kernel's audit"))
  func `its time ends it, and nothing told is nothing known`() throws {
    let result = try simulate("--follow", "--for", "0.05s", "--comm", Self.name())
    #expect(result.ending == .exit(2))
    #expect(result.output.contains("the kernel told of no such call"), "\(result)")
    #expect(result.errors.contains("sekat: the kernel told of no such call"))
  }

  @Test(.enabled(if: canFollow, "this user may not follow the kernel's audit"))
  func `it ends with the program that reads its output`() throws {
    let program = builtProduct("sekat")
    let start = ContinuousClock.now
    let result = try run(
      "/bin/sh", ["-c", "'\(program)' simulate --follow --for 30s --comm \(Self.name()) | true"])
    #expect(result.ending == .exit(0) && ContinuousClock.now - start < .seconds(20))
  }
}
