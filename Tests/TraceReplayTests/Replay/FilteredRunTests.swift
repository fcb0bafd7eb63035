import Foundation
import SourceDiagnostics
import TestSupport
import Testing
import TraceReplay

/// Logs of real runs under the launcher.
@Suite(.enabled(if: Strace.canTrace, "strace is not there or may not trace"))
struct FilteredRunTests {
  private static let program = ["/bin/uname", "-s"]

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sekat(_ arguments: String...) throws -> ProcessResult {
    try run(builtProduct("sekat"), arguments, directory: folder.path)
  }

  /// A policy with all calls of a run but one, which is deadly.
  private func writePolicy(without call: String) throws {
    let traced = try run(
      Strace.path, ["-f", "-o", folder.path(of: "free.log")] + Self.program)
    try #require(traced.output == "Linux\n")
    let log = try String(contentsOfFile: folder.path(of: "free.log"), encoding: .utf8)
    let names = Set(log.matches(of: /(?m)^\d+ +([a-z0-9_]+)\(/).map { "\"\($0.1)\"" })
    try #require(names.contains("\"\(call)\""))
    let others = names.subtracting(["\"\(call)\"", "\"execve\""]).sorted()
    try folder.write(
      "policy.json",
      #"{"default": "kill-process", "rules": [{"syscalls": [\#(others.joined(separator: ", "))]}]}"#
    )
  }

  private func trace(under policy: String, to log: String) throws -> ProcessResult {
    try run(
      Strace.path,
      ["-f", "-o", log, builtProduct("sekat"), "run", "--insecure-policy", "-p", policy, "--"]
        + Self.program,
      directory: folder.path)
  }

  @Test func `a program that was killed runs under what is learnt`() throws {
    try writePolicy(without: "uname")
    let killed = try trace(under: "policy.json", to: "killed.log")
    #expect(killed.output == "")
    let replayed = try sekat("simulate", "-p", "policy.json", "--format", "json", "killed.log")
    var diagnostics: [Diagnostic] = []
    let source = SourceText(name: "report", bytes: replayed.outputBytes)
    let report = try #require(ReplayReport(source, diagnostics: &diagnostics), "\(replayed)")
    #expect(report.findings.map(\.syscall) == ["uname"])
    #expect(report.findings.map(\.count) == [1])
    #expect(report.afterDeath == 0)
    #expect(report.evidence.map(\.syscall) == ["uname"])
    #expect(report.evidence.map(\.sign) == ["killed"])
    #expect(report.launches.map(\.syscall) == ["execve"])
    #expect(report.leftOut > 10)

    let learned = try sekat("learn", "-p", "policy.json", "killed.log", "-o", "more.json")
    #expect(learned.ending == .exit(0), "\(learned)")
    #expect(learned.errors.contains("uname was killed by SIGSYS at line"), "\(learned)")
    let free = try trace(under: "more.json", to: "whole.log")
    #expect(free.output == "Linux\n", "\(free)")

    // The launcher has asked for these, and the program has not.
    let alone = try sekat("learn", "whole.log", "-o", "alone.json")
    #expect(alone.ending == .exit(0), "\(alone)")
    let text = try String(contentsOfFile: folder.path(of: "alone.json"), encoding: .utf8)
    for call in ["seccomp", "prctl", "execve"] {
      #expect(!text.contains("\"\(call)\""), "\(text)")
    }
    let run = try sekat("run", "--insecure-policy", "-p", "alone.json", "--", "/bin/uname", "-s")
    #expect(run.output == "Linux\n", "\(run)")
    #expect(try sekat("simulate", "-p", "alone.json", "whole.log").ending == .exit(0))
    #expect(
      try sekat("learn", "--from-start", "whole.log").output.contains("\"seccomp\""))
  }
}
