import Foundation
import SourceDiagnostics
import TestSupport
import Testing

@testable import PolicyLint

/// Policies as people write them first: every finding was looked at, and is in a golden.
@Suite struct SampleTests {
  static let names = [
    "batch-job", "build-sandbox", "debugger", "deny-list", "legacy-32-bit", "no-network",
    "plugin-host", "read-only-tool", "web-server",
  ]

  @Test(arguments: names)
  func `a first policy has the findings that were looked at`(name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Samples")
    let text = try String(contentsOf: folder.appending(path: "\(name).json"), encoding: .utf8)
    let report = try LintOutcome(text).report
    let lines = report.findings.map { finding in
      let place = finding.location.map {
        $0.source.name == "builtin:test" ? "\($0.start)" : "\($0)"
      }
      return "\(place ?? "-"): \(finding.severity.rawValue): \(finding.problem); \(finding.advice) "
        + "[\(finding.rule)]\n"
    }
    expectGolden(lines.joined(), "\(name).txt")
  }
}
