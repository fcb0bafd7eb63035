import Foundation
import SourceDiagnostics
import TestSupport
import Testing

@testable import PolicyLint

/// Policies as people write them first to deny one thing, and what is found of their relatives.
///
/// Each finding in the goldens was looked at: it is right, and each hole that is known is found.
@Suite struct DenyListTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../DenyLists").standardized

  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(".json".count)) }.sorted()

  private static let rules: Set = [
    "relative-left-open", "io-uring-open", "writable-code", "multiplexer-open",
  ]

  @Test func `there are twenty and more`() { #expect(Self.names.count > 20) }

  @Test(arguments: names) func `the holes are found`(name: String) throws {
    let file = Self.folder.appending(path: "\(name).json")
    let outcome = try LintOutcome(String(contentsOf: file, encoding: .utf8))
    let lines = outcome.report.findings.filter { Self.rules.contains($0.rule) }.map { finding in
      "\(finding.location.map { "\($0.start)" } ?? "-"): \(finding.severity.rawValue): "
        + "\(finding.problem); \(finding.advice) [\(finding.rule)]\n"
        + "  \(finding.witness?.text ?? "")\n"
    }
    expectGolden(lines.joined(), "deny-lists/\(name).txt", testFile: Self.folder.path)
  }
}
