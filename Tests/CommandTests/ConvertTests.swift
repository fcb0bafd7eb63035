import Foundation
import TestSupport
import Testing

/// What `convert` writes.
@Suite struct ConvertTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "policy.json",
      """
      {
        "name": "Notes",
        "architectures": ["x86_64"],
        "default": { "errno": "EPERM" },
        "rules": [
          { "syscalls": ["@basic-io", "exit_group"] },
          { "syscalls": ["socket"], "where": { "family": "AF_UNIX" }, "comment": "of this machine" },
          { "syscalls": ["kill"], "where": { "sig": [{ "from": 0, "to": 15 }] } }
        ]
      }

      """)
  }

  private func convert(
    _ words: String..., status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> ProcessResult {
    let result = try run(
      builtProduct("sekat"), ["convert", "--target", "x86_64"] + words, directory: folder.path)
    #expect(result.ending == .exit(status), "\(result)", sourceLocation: sourceLocation)
    return result
  }

  @Test(arguments: [
    "own", "oci", "docker", "kubernetes", "seccompiler", "firecracker", "kafel",
    "c-header",
  ])
  func `a policy in each format`(format: String) throws {
    let result = try convert("policy.json", "--to", format)
    expectGolden(result.output + result.errors, "convert-\(format).txt")
  }

  @Test func `a policy of minijail, and a unit of systemd`() throws {
    try folder.write(
      "killing.json",
      """
      { "architectures": ["x86_64"], "default": "kill-process", "foreign": "kill-thread",
        "rules": [
          { "syscalls": ["read", "write", "exit_group"] },
          { "syscalls": ["openat2"], "action": { "errno": "ENOSYS" } },
          { "syscalls": ["socket"], "where": { "family": ["AF_UNIX", "AF_INET"] } }
        ] }
      """)
    let minijail = try convert("killing.json", "--to", "minijail").output
    expectGolden(minijail, "convert-minijail.txt")
    let refused = try convert("killing.json", "--to", "systemd", status: 2)
    #expect(
      refused.errors.contains("killing.json:5:5: error: the format 'systemd' cannot say this"))

    try folder.write(
      "names.json",
      """
      { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "foreign": "kill-thread",
        "rules": [
          { "syscalls": ["fork", "vfork"], "action": "log" },
          { "syscalls": ["clone3"], "action": { "errno": "ENOSYS" } },
          { "syscalls": ["@system-service", "!chown"] }
        ] }
      """)
    expectGolden(try convert("names.json", "--to", "systemd").output, "convert-systemd.txt")
  }

  /// The other way round, by the program's own means and not by those of the conversion.
  @Test(arguments: ["own", "bpf"])
  func `what was written is the policy`(format: String) throws {
    _ = try convert("policy.json", "--to", format, "-o", "written")
    let words =
      format == "own"
      ? ["diff", "--target", "x86_64", "-p", "policy.json", "-p", "written"]
      : ["prove", "--target", "x86_64", "-p", "policy.json", "written"]
    let result = try run(builtProduct("sekat"), words, directory: folder.path)
    #expect(result.ending == .exit(0), "\(result)")
  }

  @Test func `a compiled filter becomes a policy with names`() throws {
    _ = try convert("policy.json", "--to", "bpf", "-o", "policy.bpf")
    let back = try convert("policy.bpf", "--to", "own").output
    #expect(back.contains("\"@basic-io\""))
    #expect(back.contains(#"{ "syscalls": ["socket"], "where": { "family": "AF_UNIX" } }"#))
    #expect(back.contains(#""default": { "errno": "EPERM" }"#))
  }

  @Test func `the kernel that a policy names is kept`() throws {
    try folder.write(
      "kernel.json",
      """
      { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.12",
        "rules": [{ "syscalls": ["read", "write"] }] }
      """)
    #expect(try convert("kernel.json", "--to", "own").output.contains(#""kernel": "6.12""#))
  }

  /// Sets of values that take very many patterns of bits have a short form all the same.
  @Test(arguments: [
    (#""flags": { "hasNone": "O_CREAT", "ne": "O_RDWR" }"#, "own"),
    (#""flags": { "notIn": [1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 30, 40, 50, 60, 70, 80, 90] }"#, "own"),
    (#""flags": { "hasNone": "O_CREAT", "ne": "O_RDWR" }"#, "seccompiler"),
  ])
  func `many patterns`(condition: String, format: String) throws {
    try folder.write(
      "few.json",
      """
      { "architectures": ["x86_64"], "default": { "errno": "EPERM" },
        "rules": [{ "syscalls": ["openat"], "where": { \(condition) } }] }
      """)
    let text = try convert("few.json", "--to", format, "-q").output
    #expect(text.split(separator: "\n").count < 20, "\(text)")
    if format == "own" {
      let named = condition.replacing("[1, 2, 3", with: #"["O_WRONLY", "O_RDWR", "O_ACCMODE""#)
      #expect(text.contains(named), "\(text)")
    }
  }

  @Test func `what a format cannot say is an error at the rule`() throws {
    try folder.write(
      "three.json",
      """
      { "architectures": ["x86_64"], "default": { "errno": "EPERM" },
        "rules": [
          { "syscalls": ["read", "write"] },
          { "syscalls": ["ptrace"], "action": "log" }
        ] }
      """)
    let refused = try convert(
      "three.json", "--to", "firecracker", "-o", "three.out", status: 2)
    #expect(
      refused.errors.hasPrefix(
        "three.json:4:5: error: the format 'firecracker' cannot say this: x86_64 ptrace"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/three.out"))

    let stricter = try convert("three.json", "--to", "firecracker", "--approximate", "stricter")
    #expect(stricter.errors.contains("note: ptrace on x86_64: errno(EPERM), and not log\n"))
    #expect(!stricter.output.contains("ptrace"))

    // What passes by default cannot be made stricter by leaving rules out.
    try folder.write(
      "open.json",
      """
      { "architectures": ["x86_64"], "default": "allow",
        "rules": [
          { "syscalls": ["ptrace"], "action": "kill-process" },
          { "syscalls": ["bpf"], "action": "trap" }
        ] }
      """)
    let open = try convert(
      "open.json", "--to", "firecracker", "--approximate", "stricter", status: 2)
    #expect(open.errors.contains("cannot say this"))
  }

  @Test func `wrong words are refused`() throws {
    #expect(try convert("policy.json", status: 2).errors.contains("--to"))
    #expect(try convert("policy.json", "--to", "dockr", status: 2).errors.contains("dockr"))
    #expect(try convert("--to", "own", status: 2).errors.contains("give one policy"))
    #expect(
      try convert("policy.json", "--to", "own", "-o", "policy.json", status: 2).errors
        .contains("is also read"))
    #expect(
      try convert("policy.json", "--to", "c-header", "--name", "a-b", status: 2).errors
        .contains("no name for a variable"))
    try folder.write("no.bpf", "nothing that is a filter")
    #expect(try convert("no.bpf", "--to", "own", status: 2).output.isEmpty)
  }
}
