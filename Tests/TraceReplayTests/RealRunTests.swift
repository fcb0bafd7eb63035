import Foundation
import JSONSyntax
import SourceDiagnostics
import TestSupport
import Testing

@testable import TraceReplay

/// The tracer.
enum Strace {
  static let path = "/usr/bin/strace"

  /// Whether this user may trace programs here.
  static let canTrace: Bool = {
    guard FileManager.default.isExecutableFile(atPath: path) else { return false }
    let result = try? run(path, ["-f", "-o", "/dev/null", "/bin/true"])
    return result?.ending == .exit(0)
  }()
}

/// What simulation says of a log, held against what the kernel does when the program really runs
/// under the policy.
@Suite(.enabled(if: Strace.canTrace, "strace is not there or may not trace"))
struct RealRunTests {
  /// An error number that no program meets otherwise, and strace prints as a number.
  private static let mark = "(errno 4001)"

  private static let programs = [
    ["/bin/ls", "-l", "/etc"], ["/bin/sh", "-c", "echo a | cat; exec uname"],
    [
      "/usr/bin/python3", "-S", "-c",
      "import socket; socket.socketpair(); print(open('/etc/passwd').read(3))",
    ],
    ["/usr/bin/git", "--version"], ["/usr/bin/sqlite3", ":memory:", "select 1"],
    ["/usr/bin/find", "/etc", "-maxdepth", "1", "-name", "passwd"],
  ]

  private static let rules = [
    #"{"syscalls": ["openat"], "where": {"flags": {"has": "O_DIRECTORY"}}, "#,
    #"{"syscalls": ["openat"], "where": {"dfd": "AT_FDCWD", "flags": {"hasNone": "O_CLOEXEC"}}, "#,
    #"{"syscalls": ["mmap"], "where": {"prot": {"has": "PROT_EXEC"}}, "#,
    #"{"syscalls": ["mmap"], "where": {"fd": -1}, "#,
    #"{"syscalls": ["mprotect"], "where": {"len": {"gt": 8192}, "prot": "PROT_READ"}, "#,
    #"{"syscalls": ["ioctl"], "where": {"cmd": ["TCGETS", "FIONREAD"]}, "#,
    #"{"syscalls": ["fstat", "newfstatat", "statx"], "#,
    #"{"syscalls": ["lseek"], "where": {"whence": "SEEK_CUR"}, "#,
    #"{"syscalls": ["fork", "vfork", "clone", "clone3"], "#,
    #"{"syscalls": ["read"], "where": {"count": {"ge": 1000}}, "#,
    #"{"syscalls": ["getrandom", "socketpair", "uname"], "#,
    #"{"syscalls": ["rt_sigaction"], "where": {"sig": "SIGINT"}, "#,
    #"{"syscalls": ["rt_sigaction"], "where": {"act": {"ne": 0}}, "#,
  ]

  /// A call, and how many its thread has made since its program started.
  private struct Denial: Hashable, CustomStringConvertible {
    var index: Int
    var call: String

    var description: String { "\(index): \(call)" }
  }

  /// The name, and the arguments up to one that is in memory or an address.
  private static func normalized(_ line: Substring) -> String {
    line.replacing(/["{\[<=].*|0x.*|NULL.*|, child_tid.*/, with: "").description
      .trimmingCharacters(in: .whitespaces)
  }

  /// The calls of the first thread from the start of its program on, without prefix.
  private static func calls(_ log: String, after start: String) -> [Substring] {
    let lines = log.split(separator: "\n")
    guard let first = lines.firstIndex(where: { $0.contains(start) && $0.hasSuffix(" = 0") }) else {
      return []
    }
    let thread = lines[first].prefix { $0 != " " } + " "
    return lines[first...].filter { $0.hasPrefix(thread) && !$0.contains("resumed>") }
      .map { $0.dropFirst(thread.count).drop { $0 == " " } }
      .filter { $0.first?.isLetter == true }
  }

  @Test(arguments: programs)
  func `the first call that the kernel denies is the first that simulation does`(
    words: [String]
  ) throws {
    try #require(
      FileManager.default.isExecutableFile(atPath: words[0]),
      "\(words[0]) is missing; .ci/setup --tests installs it")
    let folder = try TemporaryFolder()
    let free = folder.path(of: "free.log")
    _ = try run(
      Strace.path, ["-f", "-o", free] + words, environment: ["PATH=/usr/bin:/bin", "LC_ALL=C"])
    let calls = Self.calls(try String(contentsOfFile: free, encoding: .utf8), after: "execve(")
    for (number, rule) in Self.rules.enumerated() {
      let policy = try folder.write(
        "policy\(number).json",
        #"{"architectures": ["x86_64"], "default": "allow", "rules": [\#(rule)"action": {"errno": 4001}}]}"#
      )
      let report = try simulate(policy, free)
      // The first denied line of the first thread, by its number.
      let lines = Set(report.findings.filter { !$0.isUndecided }.flatMap(\.locations).map(\.line))
      #expect(report.undecidedCount == 0, "\(words) \(rule)")
      let log = try String(contentsOfFile: free, encoding: .utf8).split(separator: "\n")
      var simulated: Denial?
      if let line = lines.min() {
        let text = log[line - 1].drop { $0 != " " }.drop { $0 == " " }
        // Of another thread the real run says nothing here.
        simulated = calls.firstIndex { $0 == text }
          .map { Denial(index: $0, call: Self.normalized(text)) }
      }
      let real = try firstRealDenial(words, policy, folder)
      #expect(simulated == real, "\(words) \(rule)")
    }
  }

  private func simulate(_ policy: String, _ log: String) throws -> ReplayReport {
    let result = try run(
      builtProduct("sekat"), ["simulate", "-p", policy, "--format", "json", log])
    var diagnostics: [Diagnostic] = []
    let source = SourceText(name: "report", bytes: result.outputBytes)
    return try #require(
      ReplayReport(source, diagnostics: &diagnostics), "\(result.errors) \(diagnostics)")
  }

  private func firstRealDenial(
    _ words: [String], _ policy: String, _ folder: TemporaryFolder
  ) throws -> Denial? {
    let log = folder.path(of: "real.log")
    _ = try run(
      Strace.path,
      ["-f", "-o", log, builtProduct("sekat"), "run", "--insecure-policy", "-p", policy, "--"]
        + words,
      environment: ["PATH=/usr/bin:/bin", "LC_ALL=C"])
    let text = try String(contentsOfFile: log, encoding: .utf8)
    let calls = Self.calls(text, after: "execve(\"\(words[0])\"")
    try #require(!calls.isEmpty, "\(words) did not start")
    guard let index = calls.firstIndex(where: { $0.contains(Self.mark) }) else { return nil }
    return Denial(index: index, call: Self.normalized(calls[index]))
  }
}
