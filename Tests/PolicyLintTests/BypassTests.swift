import ClassicBPF
import Glibc
import SourceDiagnostics
import TestSupport
import Testing

@testable import PolicyLint

/// Bypasses that findings speak of, done on the running kernel: they work where the linter says so,
/// and do not where its advice was followed.
@Suite struct BypassTests {
  /// A way around a policy.
  struct Way: Sendable, CustomTestStringConvertible {
    /// The argument of the program, and what the finding is.
    var name: String
    var rule: String
    /// The policy with the finding, and without.
    var bad: String
    var good: String

    var testDescription: String { name }
  }

  static let ways = [
    Way(
      name: "fchmodat2", rule: "relative-left-open",
      bad: #"{ "syscalls": ["chmod", "fchmod", "fchmodat"], "action": { "errno": "EPERM" } }"#,
      good:
        #"{ "syscalls": ["chmod", "fchmod", "fchmodat", "fchmodat2"], "action": { "errno": "EPERM" } }"#
    ),
    Way(
      name: "openat2", rule: "relative-left-open",
      bad:
        #"{ "syscalls": ["open", "openat"], "where": { "flags": { "hasNone": "O_CLOEXEC" } }, "action": { "errno": "EACCES" } }, { "syscalls": ["creat", "open_by_handle_at"], "action": { "errno": "EACCES" } }, { "syscalls": ["open", "openat"], "where": { "flags": { "is": ["O_WRONLY", "O_RDWR"] } }, "action": { "errno": "EACCES" } }"#,
      good:
        #"{ "syscalls": ["openat2"], "action": { "errno": "ENOSYS" } }"#),
    Way(
      name: "clone3", rule: "relative-left-open",
      bad:
        #"{ "syscalls": ["clone", "unshare"], "where": { "flags": { "has": "CLONE_NEWUSER" } }, "action": { "errno": "EPERM" } }"#,
      good:
        #"{ "syscalls": ["clone", "unshare"], "where": { "flags": { "has": "CLONE_NEWUSER" } }, "action": { "errno": "EPERM" } }, { "syscalls": ["setns"], "action": { "errno": "EPERM" } }, { "syscalls": ["clone3"], "action": { "errno": "ENOSYS" } }"#
    ),
    Way(
      name: "garbage", rule: "width-overridden",
      bad:
        #"{ "syscalls": ["socket"], "where": { "domain": { "eq": "AF_INET", "width": 64 } }, "action": { "errno": "EACCES" } }"#,
      good:
        #"{ "syscalls": ["socket"], "where": { "domain": "AF_INET" }, "action": { "errno": "EACCES" } }"#
    ),
    Way(
      name: "ring", rule: "io-uring-open",
      bad:
        #"{ "syscalls": ["openat"], "where": { "flags": { "is": "O_RDONLY", "hasNone": "O_CLOEXEC" } }, "action": { "errno": "EACCES" } }"#,
      good:
        #"{ "syscalls": ["io_uring_setup", "io_uring_enter"], "action": { "errno": "ENOSYS" } }"#),
    Way(
      name: "terminal", rule: "terminal-injection",
      bad: #"{ "syscalls": ["mount"], "action": { "errno": "EPERM" } }"#,
      good:
        #"{ "syscalls": ["ioctl"], "where": { "cmd": ["TIOCSTI", "TIOCLINUX"] }, "action": { "errno": "EPERM" } }"#
    ),
    Way(
      name: "executable", rule: "writable-code",
      bad:
        #"{ "syscalls": ["mprotect"], "where": { "prot": { "has": "PROT_EXEC" } }, "action": { "errno": "EPERM" } }"#,
      good:
        #"{ "syscalls": ["mprotect", "pkey_mprotect"], "where": { "prot": { "has": "PROT_EXEC" } }, "action": { "errno": "EPERM" } }, { "syscalls": ["mmap"], "where": { "prot": { "has": "PROT_WRITE|PROT_EXEC" } }, "action": { "errno": "EPERM" } }, { "syscalls": ["shmat", "personality"], "action": { "errno": "EPERM" } }"#
    ),
  ]

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What the program says that goes this way, under a policy or none.
  private func attempt(_ way: String, under policy: String? = nil) throws -> String {
    let program = folder.path(of: "bypass")
    let result =
      try policy.map {
        try run(
          builtProduct("sekat"), ["run", "-p", $0, "--", program, way], directory: folder.path)
      } ?? run(program, [way], directory: folder.path)
    #expect(result.ending == .exit(0), "\(result)")
    return String(result.output.prefix { $0 != "\n" })
  }

  private func build() throws {
    let compiler = "/usr/bin/gcc"
    if unsafe access(compiler, X_OK) != 0 { try Test.cancel("there is no gcc") }
    let source = try folder.write("bypass.c", bypassProgram)
    let result = try run(
      compiler, ["-O1", "-o", folder.path(of: "bypass"), source], directory: folder.path)
    if result.ending != .exit(0) { try Test.cancel("the headers lack something: \(result.errors)") }
    try folder.write("file", "")
  }

  private static func policy(_ rules: String) -> String {
    """
    { "architectures": ["x86_64", "aarch64"], "default": "allow", "kernel": "6.18",
      "rules": [\(rules)] }
    """
  }

  @Test(arguments: ways)
  func `a bypass works as the finding says, and not when the advice is followed`(way: Way) throws {
    try build()
    let plain = try attempt(way.name)
    if plain != "through" { try Test.cancel("this kernel does not offer it: \(plain)") }

    let rule = try #require(Linter.rule(named: way.rule))
    let bad = try LintOutcome(Self.policy(way.bad))
    #expect(!bad.findings(of: rule).isEmpty, "\(bad.report.findings.map(\.rule))")
    let badPath = try folder.write("bad.json", Self.policy(way.bad))
    #expect(try attempt(way.name, under: badPath) == "through")

    let goodPath = try folder.write("good.json", Self.policy(way.good))
    #expect(try attempt(way.name, under: goodPath).hasPrefix("stopped"))
    let good = try LintOutcome(Self.policy(way.good))
    #expect(good.findings(of: rule).isEmpty, "\(good.findings(of: rule).map(\.problem))")
  }

  #if arch(x86_64)
    /// A filter that denies getpid, and allows the rest.
    private func denying(number: UInt32, checksArch: Bool, guardsX32: Bool) -> [Line] {
      var lines: [Line] = []
      let body: [Line] =
        (guardsX32 ? [.load(0), .anyBit(0x4000_0000, 2, 0)] : [.load(0)])
        + [.equal(number, 1, 0), .end(allow), .end(deny)]
      if checksArch {
        lines = [.load(4), .equal(0xc000_003e, 0, UInt8(body.count - 1))]
      }
      return lines + body
    }

    @Test(arguments: ["i386", "x32"])
    func `a compiled filter that forgets an ABI is passed by through it`(way: String) throws {
      try build()
      let plain = try attempt(way)
      if plain != "through" { try Test.cancel("this kernel does not offer \(way): \(plain)") }
      let getpid: UInt32 = 39
      let bad = denying(number: getpid, checksArch: way == "x32", guardsX32: false)
      let good = denying(number: getpid, checksArch: true, guardsX32: true)
      let rule: any LintRule.Type = way == "i386" ? ArchUnchecked.self : X32Laxer.self
      #expect(try !findings(of: rule, in: bad).isEmpty)
      #expect(try findings(of: rule, in: good).isEmpty)
      for (lines, expected) in [(bad, "through"), (good, "stopped")] {
        let bytes = BPFInstruction.bytes(of: lines.map(\.instruction), byteOrder: .little)
        let path = try folder.write("filter.bpf", bytes)
        let result = try run(
          builtProduct("sekat"), ["run", "--filter", path, "--", folder.path(of: "bypass"), way],
          directory: folder.path)
        #expect(result.output.hasPrefix(expected), "\(result)")
      }
    }
  #endif
}
