import TestSupport
import Testing

/// `query --filter`: what compiled filters say, alone and on top of policies.
@Suite struct QueryFilterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["offline", "read-only"] {
      let words = ["compile", "-p", "builtin:\(name)", "--target", "x86_64", "--format", "raw"]
      let path = folder.path(of: "\(name).bpf")
      try #require(run(builtProduct("sekat"), words + ["-o", path]).ending == .exit(0))
    }
  }

  private func query(_ words: String...) throws -> String {
    let result = try run(
      builtProduct("sekat"), ["query", "--abi", "x86_64", "--target", "x86_64"] + words,
      directory: folder.path)
    #expect(result.ending == .exit(0) && result.errors.isEmpty, "\(result)")
    return result.output
  }

  /// An answer without the places of instructions, which are the compiler's affair.
  private func verdicts(_ words: String...) throws -> [String] {
    let result = try run(
      builtProduct("sekat"), ["query", "--target", "x86_64"] + words, directory: folder.path)
    return result.output.split(separator: "\n").map { line in
      line.replacing(/, instruction [0-9]+$/, with: "").split(separator: " ").joined(separator: " ")
    }
  }

  @Test func `a filter is asked by itself`() throws {
    #expect(
      try verdicts("--filter", "offline.bpf", "socket", "AF_UNIX") == [
        "socket AF_UNIX on x86_64: allow", "allow offline.bpf",
      ])
    #expect(
      try verdicts("--filter", "read-only.bpf", "openat", "flags=O_WRONLY") == [
        "openat flags=O_WRONLY on x86_64: errno(EROFS)", "errno(EROFS) read-only.bpf",
      ])
    #expect(
      try verdicts("--filter", "offline.bpf", "--abi", "i386", "read") == [
        "read on i386: kill-process", "kill-process offline.bpf",
      ])
  }

  @Test func `a rule is proposed in the words of the file only`() throws {
    try folder.write(
      "profile.json",
      #"""
      { "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [{ "names": ["read"], "action": "SCMP_ACT_ALLOW" }] }
      """#)
    try folder.write(
      "own.json", #"{ "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "rules": [] }"#)
    #expect(try query("-p", "own.json", "mkdir").contains(#"allow it: { "syscalls": ["mkdir"] }"#))
    let answer = try query("-p", "profile.json", "mkdir")
    #expect(answer.contains("profile.json:1, default") && !answer.contains("\"syscalls\""))
  }

  @Test func `what depends on what is not given is said`() throws {
    let lines = try verdicts("--filter", "read-only.bpf", "openat")
    #expect(lines.first == "openat on x86_64: depends on arguments that are not given")
    #expect(Set(lines.dropFirst()) == ["allow read-only.bpf", "errno(EROFS) read-only.bpf"])
  }

  @Test func `a filter comes after the policies, and the strictest counts`() throws {
    let answer = try query(
      "-p", "builtin:default", "--filter", "offline.bpf", "socket", "AF_INET")
    #expect(answer.hasPrefix("socket AF_INET on x86_64: errno(EAFNOSUPPORT)\nbuiltin:default:\n"))
    #expect(answer.contains("\noffline.bpf:\n  errno(EAFNOSUPPORT)  offline.bpf, instruction "))
    let json = try query(
      "--filter", "offline.bpf", "--format", "json", "socket", "AF_INET")
    #expect(json.contains(#""because": "offline.bpf, instruction "#))
  }

  @Test func `a verdict that nothing can soften does not depend on the others`() throws {
    try folder.write(
      "deadly.json",
      #"{"architectures": ["x86_64"], "default": "allow", "rules": [{"syscalls": ["openat"], "action": "kill-process"}]}"#
    )
    #expect(
      try query("-p", "deadly.json", "-p", "builtin:read-only", "openat")
        .hasPrefix("openat on x86_64: kill-process\n"))
    #expect(
      try query("--filter", "read-only.bpf", "-p", "deadly.json", "openat")
        .hasPrefix("openat on x86_64: kill-process\n"))
    #expect(
      try query("-p", "builtin:read-only", "-p", "builtin:offline", "openat")
        .hasPrefix("openat on x86_64: depends on arguments that are not given\n"))
  }

  @Test func `what is no filter is refused`() throws {
    try folder.write("empty.bpf", "")
    for (words, message) in [
      (["--filter", "empty.bpf", "read"], "empty.bpf: this is no filter"),
      (["--filter", "missing.bpf", "read"], "cannot read 'missing.bpf'"),
      (["--fliter", "offline.bpf", "read"], "unknown option '--fliter'"),
    ] {
      let result = try run(
        builtProduct("sekat"), ["query"] + words, directory: folder.path)
      #expect(result.ending == .exit(2) && result.errors.contains(message), "\(result)")
      #expect(result.output.isEmpty)
    }
  }
}
