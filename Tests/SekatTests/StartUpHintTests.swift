import ClassicBPF
import FilterProof
import LinuxABI
import PolicyLint
import SandboxLauncher
import SeccompFilter
import SeccompPolicy
import Testing

@testable import Sekat

/// What the launcher says beforehand agrees with what the linter finds.
@Suite(.enabled(if: Machine.native?.abi == .x86_64, "the programs are those of x86_64"))
struct StartUpHintTests {
  private static let x86: UInt16 = 62
  private static let glibc = Array("/lib64/ld-linux-x86-64.so.2".utf8)
  private static let musl = Array("/lib/ld-musl-x86_64.so.1".utf8)

  /// The hint for a kind of program under a policy.
  private func hint(_ loader: [UInt8]?, under text: String, machine: UInt16 = x86) throws -> String?
  {
    let policy = try PolicyInput.load(text: text, for: nil)
    let filter = try PolicyInput.resolve(policy, for: try Machine.named(nil)).filter
    let program = try NativeBackend().program(for: filter)
    return StartUpHint(ProgramLinkage(machine: machine, loader: loader), under: [program])?.sentence
  }

  private static func denying(_ rule: String, _ action: String) -> String {
    #"{ "architectures": ["x86_64"], "default": "allow", "rules": [{ \#(rule), "action": \#(action) }] }"#
  }

  static let policies: [String] =
    [
      "arch_prctl", "set_tid_address", "mprotect", "set_robust_list", "mmap", "openat", "read",
      "close",
      "newfstatat", "pread64", "munmap", "mkdir", "clock_gettime",
    ].flatMap { call in
      [#"{ "errno": "EPERM" }"#, #""kill-process""#].map {
        denying(#""syscalls": ["\#(call)"]"#, $0)
      }
    } + [
      denying(#""syscalls": ["newfstatat"]"#, #"{ "errno": "ENOSYS" }"#),
      denying(#""syscalls": ["openat"], "where": { "flags": { "has": "O_CREAT" } }"#, #""trap""#),
      denying(#""syscalls": ["mmap"], "where": { "prot": { "has": "PROT_EXEC" } }"#, #""trap""#),
      denying(#""syscalls": ["mmap"], "where": { "len": 0 }"#, #""kill-process""#),
      denying(#""syscalls": ["read"], "where": { "fd": 0 }"#, #""kill-process""#),
      #"{ "extends": ["builtin:default"] }"#, #"{ "extends": ["builtin:pure-compute"] }"#,
      #"{ "extends": ["builtin:read-only"] }"#,
    ]

  @Test(arguments: policies)
  func `a dynamic program cannot start where the linter says so, and nowhere else`(
    text: String
  ) throws {
    let policy = try PolicyInput.load(text: text, for: nil)
    let report = try LintInput.lint(policy, target: "x86_64")
    // Whoever wrote `builtin:pure-compute` has said that it is for static programs.
    let isFound = (report.findings + report.suppressed.map(\.finding)).contains {
      $0.rule == "start-up-blocked"
    }
    #expect(try (hint(Self.glibc, under: text) != nil) == isFound)
  }

  @Test func `other kinds of programs need less`() throws {
    let text = Self.denying(#""syscalls": ["openat"]"#, #"{ "errno": "EPERM" }"#)
    #expect(try hint(Self.glibc, under: text)?.contains("'openat'") == true)
    #expect(try hint(Self.musl, under: text) == nil)
    #expect(try hint(nil, under: text) == nil)
    // Of other machines nothing is known.
    #expect(try hint(Self.glibc, under: text, machine: 183) == nil)
    let deaf = Self.denying(#""syscalls": ["arch_prctl"]"#, #"{ "errno": "EPERM" }"#)
    for loader in [Self.glibc, Self.musl, nil] { #expect(try hint(loader, under: deaf) != nil) }
  }

  @Test func `what one of several filters denies is denied`() throws {
    func program(_ text: String) throws -> BPFProgram {
      let policy = try PolicyInput.load(text: text, for: nil)
      return try NativeBackend().program(
        for: try PolicyInput.resolve(policy, for: try Machine.named(nil)).filter)
    }
    let strict = try program(Self.denying(#""syscalls": ["openat"]"#, #"{ "errno": "EPERM" }"#))
    let lax = try program(#"{ "extends": ["builtin:default"] }"#)
    let linkage = ProgramLinkage(machine: Self.x86, loader: Self.glibc)
    #expect(StartUpHint(linkage, under: [lax]) == nil)
    #expect(StartUpHint(linkage, under: [lax, strict]) != nil)
    #expect(StartUpHint(linkage, under: [strict, lax]) != nil)
  }
}
