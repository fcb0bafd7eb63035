import Foundation
import SourceDiagnostics
import TestSupport
import Testing
import TraceReplay

/// `sekat simulate --merge`: reports that were written are read and added up.
@Suite struct ReportMergeTests {
  private static func sekat(
    _ arguments: String..., directory: String? = nil
  ) throws -> ProcessResult {
    try run(builtProduct("sekat"), ["simulate"] + arguments, directory: directory)
  }

  @Test func `reports of parts add up to the report of the whole`() throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", SimulateCommandTests.policy)
    let lines = SimulateCommandTests.log.split(separator: "\n").map { $0 + "\n" }
    var parts: [String] = []
    for part in 0..<3 {
      try folder.write(
        "part\(part).log",
        lines.enumerated().filter { $0.offset % 3 == part || $0.offset < 2 }
          .map(\.element).joined())
      let report = try Self.sekat(
        "-p", "policy.json", "--format", "json", "part\(part).log", directory: folder.path)
      try folder.write("part\(part).json", report.output)
      parts.append(report.output)
    }
    let whole = try Self.sekat(
      "-p", "policy.json", "--format", "json", "part0.log", "part1.log", "part2.log",
      directory: folder.path)
    let sum = try Self.sekat(
      "--merge", "--format", "json", "part0.json", "part1.json", "part2.json",
      directory: folder.path)
    #expect(sum.output == whole.output)
    #expect(sum.ending == .exit(1))
    // In any grouping.
    let two = try Self.sekat(
      "--merge", "--format", "json", "part1.json", "part2.json", directory: folder.path)
    try folder.write("two.json", two.output)
    let grouped = try Self.sekat(
      "--merge", "--format", "json", "part0.json", "two.json", directory: folder.path)
    #expect(grouped.output == whole.output)
    let other = try Self.sekat("--format", "json", "part0.log", directory: folder.path)
    try folder.write("other.json", other.output)
    let mixed = try Self.sekat(
      "--merge", "part0.json", "other.json", directory: folder.path)
    #expect(mixed.ending == .exit(2))
    #expect(mixed.errors.contains("different filters"))
    // The same rules in the same places may have other actions.
    try folder.write("policy.json", SimulateCommandTests.policy.replacing("EPERM", with: "EACCES"))
    let edited = try Self.sekat(
      "-p", "policy.json", "--format", "json", "part1.log", directory: folder.path)
    try folder.write("edited.json", edited.output)
    #expect(
      try Self.sekat("--merge", "part0.json", "edited.json", directory: folder.path).ending
        == .exit(2))
    try folder.write(
      "bare.json", parts[0].replacing(/"verdicts": \[[^\]]*\]/, with: "\"verdicts\": []"))
    let bare = try Self.sekat("--merge", "bare.json", directory: folder.path)
    #expect(bare.ending == .exit(2))
    #expect(bare.errors.contains("a call has at least one verdict"))
    let broken = try folder.write("broken.json", "{\"version\": 1}")
    let unread = try Self.sekat("--merge", broken)
    #expect(unread.ending == .exit(2))
    #expect(unread.errors.contains("broken.json:1:1: error: the report lacks 'logs'"))
  }

  @Test func `a report on a log with NULs can be read`() throws {
    let folder = try TemporaryFolder()
    try folder.write("nul.log", "7 ptrace(PTRACE_\0TRACEME) = 0\n7 clo\0se(3) = 0\n")
    let report = try Self.sekat("--format", "json", "nul.log", directory: folder.path)
    #expect(report.output.contains("clo\u{fffd}se(3) = 0"))
    try folder.write("nul.json", report.output)
    let sum = try Self.sekat("--merge", "--format", "json", "nul.json", directory: folder.path)
    #expect(sum.output == report.output)
  }

  @Test func `what is no report is called that, once`() throws {
    let folder = try TemporaryFolder()
    let other = try folder.write("other.json", #"{"default": "allow"}"#)
    let result = try Self.sekat("--merge", other)
    #expect(result.ending == .exit(2))
    #expect(
      result.errors.hasPrefix(
        "\(other):1:1: error: this is no report of 'sekat simulate' that this version can read"))
    #expect(result.errors.components(separatedBy: "error:").count == 2, "\(result.errors)")
  }
}
