import Glibc
import TestSupport
import Testing

/// Several filters on one process, from one launch or from nested ones.
@Suite struct StackingTests {
  private let fixture: LaunchFixture

  init() throws { fixture = try LaunchFixture() }

  /// A policy that makes uname fail with an error number.
  private func failing(_ name: String, _ action: String) throws -> String {
    try fixture.policy(
      name, default: #""allow""#, rules: #"{ "syscalls": ["uname"], "action": \#(action) }"#)
  }

  /// What uname(1) says under some policies.
  private func uname(_ policies: [String]) throws -> ProcessResult {
    try run(
      builtProduct("sekat"),
      ["run"] + policies.flatMap { ["-p", $0] } + ["--", "/usr/bin/env", "LC_ALL=C", "uname"])
  }

  @Test func `of two equal actions the last one counts`() throws {
    let first = try failing("first.json", #"{ "errno": "ENOSPC" }"#)
    let second = try failing("second.json", #"{ "errno": "ENOTTY" }"#)
    #expect(try uname([first]).errors.contains("No space left on device"))
    #expect(try uname([first, second]).errors.contains("Inappropriate ioctl for device"))
    #expect(try uname([second, first]).errors.contains("No space left on device"))
  }

  @Test func `the strictest action counts, wherever it stands`() throws {
    let mild = try failing("mild.json", #"{ "errno": "ENOSPC" }"#)
    let deadly = try failing("deadly.json", #""kill-process""#)
    let logged = try failing("logged.json", #""log""#)
    for policies in [[mild, deadly, logged], [deadly, mild], [logged, mild, deadly]] {
      #expect(try uname(policies).ending == .signal(31))
    }
    #expect(try uname([logged, mild]).errors.contains("No space left on device"))
    #expect(try uname([logged]).ending == .exit(0))
  }

  @Test func `a launcher can be launched`() throws {
    let outer = try failing("outer.json", #"{ "errno": "ENOSPC" }"#)
    let result = try fixture.sekat(
      "-p", outer, "--", builtProduct("sekat"), "run", "-p", "builtin:default", "--",
      Tool.shell, "-c", "grep ^Seccomp /proc/self/status; LC_ALL=C uname")
    // The third one found out whether filters can be installed there.
    #expect(result.output.contains("Seccomp_filters:\t3"))
    #expect(result.errors.contains("No space left on device"))
  }

  @Test func `where seccomp is refused, prctl will do for one filter without flags`() throws {
    let outer = try fixture.policy(
      "outer.json", default: #""allow""#,
      rules: #"{ "syscalls": ["seccomp"], "action": { "errno": "EPERM" } }"#)
    let inner = try fixture.policy("inner.json", default: #""allow""#)
    func nested(_ words: String...) throws -> ProcessResult {
      try run(
        builtProduct("sekat"),
        ["run", "-p", outer, "--", builtProduct("sekat"), "run"] + words
          + ["--", "grep", "^Seccomp_filters", "/proc/self/status"])
    }
    #expect(try nested("-p", inner).output == "Seccomp_filters:\t3\n")
    let two = try nested("-p", inner, "-p", inner)
    #expect(two.ending == .exit(125))
    #expect(
      two.errors == "sekat: 2 filters need seccomp(2),"
        + " and the filter that is already on this process refuses it (EPERM)\n")
  }

  @Test func `where both are refused, nothing is started`() throws {
    let outer = try fixture.policy(
      "outer.json", default: #""allow""#,
      rules: """
        { "syscalls": ["seccomp"], "action": { "errno": "EPERM" } },
        { "syscalls": ["prctl"], "where": { "option": "PR_SET_SECCOMP" },
          "action": { "errno": "EACCES" } }
        """)
    let result = try fixture.sekat(
      "-p", outer, "--", builtProduct("sekat"), "run", "-p", outer, "--", "echo", "started")
    #expect(result.ending == .exit(125))
    #expect(result.output.isEmpty)
    #expect(
      result.errors == "sekat: cannot install a filter: this kernel has none, or the filter that is"
        + " already on this process does not permit it (EACCES)\n")
  }

  @Test func `an outer filter that denies execve is reported with 126`() throws {
    let outer = try fixture.policy(
      "outer.json", default: #""allow""#,
      rules: #"{ "syscalls": ["execve"], "action": { "errno": "EPERM" } }"#)
    let inner = try fixture.policy("inner.json", default: #"{ "errno": "ENOSYS" }"#)
    let result = try fixture.sekat(
      "-p", outer, "--", builtProduct("sekat"), "run", "-q", "-p", inner, "--",
      Tool.yes)
    #expect(result.ending == .exit(126))
    #expect(
      result.errors == "sekat: cannot run '/bin/true':"
        + " an outer filter or a security module does not permit it (EPERM)\n")
  }

  @Test func `a failed launch that may not even end does not run on`() throws {
    // The launcher's own exit carries a key above the status.
    let outer = try fixture.policy(
      "outer.json", default: #""allow""#,
      rules: """
        { "syscalls": ["exit_group"], "where": { "error_code": { "gt": 255, "width": 32 } },
          "action": { "errno": "EPERM" } }
        """)
    let inner = try fixture.policy(
      "inner.json", default: #""allow""#,
      rules: #"{ "syscalls": ["exit_group"], "action": { "errno": "EPERM" } }"#)
    let script = try fixture.folder.write("script", "echo hello\n", permissions: 0o755)
    let result = try run(
      Tool.shell,
      [
        "-c", "ulimit -c 0; exec \"$@\"", "sh", builtProduct("sekat"), "run", "-p", outer, "--",
        builtProduct("sekat"), "run", "-p", inner, "--", script,
      ])
    #expect(result.errors.hasSuffix("(ENOEXEC)\n"))
    #expect([.signal(SIGILL), .signal(SIGTRAP)].contains(result.ending), "\(result)")
  }

  @Test func `more filters than the kernel takes end the launch, not half of it`() throws {
    let allow = try fixture.policy(default: #""allow""#, rules: Self.manyRules)
    let result = try run(
      builtProduct("sekat"),
      ["run"] + (0..<40).flatMap { _ in ["-p", allow] } + ["--", "echo", "started"])
    #expect(result.ending == .exit(125))
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("32768 instructions"))
    #expect(result.errors.hasSuffix("(ENOMEM)\n"))
  }

  @Test func `flags that the kernel takes are given, and others refused`() throws {
    func flagged(_ flags: String) throws -> String {
      try fixture.folder.write(
        "flagged.json",
        #"{ "architectures": ["x86_64", "aarch64"], "default": "allow", "flags": \#(flags) }"#)
    }
    #expect(
      try fixture.sekat("-p", flagged(#"["log", "spec-allow"]"#), "--", Tool.yes).ending
        == .exit(0))
    let refused = try fixture.sekat("-p", flagged(#"["wait-killable"]"#), "--", Tool.yes)
    #expect(refused.ending == .exit(125))
    #expect(refused.errors.contains("'wait-killable' needs a supervisor"))
  }

  /// Enough to fill a good part of the 4096 instructions that one filter may have.
  private static let manyRules = (0..<500).map {
    """
    { "syscalls": ["ioctl"], "where": { "cmd": \($0 * 7), "fd": \($0 * 3) },
      "action": { "errno": \($0 % 3 + 1) } }
    """
  }.joined(separator: ",\n")
}
