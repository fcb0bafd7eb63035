import SourceDiagnostics
import Testing

@testable import PolicyLint
@testable import SeccompPolicy

/// The policies that come with sekat.
@Suite struct ShippedPolicyTests {
  @Test(arguments: BuiltinPolicies.shipped.paths.filter { $0.hasPrefix("profiles/") })
  func `a shipped profile has no findings`(path: String) throws {
    let text = String(decoding: BuiltinPolicies.shipped.bytes(at: path) ?? [], as: UTF8.self)
    // Under its own name, so that its suppressions are judged too.
    let name = String(path.dropFirst("profiles/".count).dropLast(".json".count))
    #expect(!text.isEmpty)
    let outcome = try LintOutcome(try loaded("builtin:\(name)"))
    for finding in outcome.report.findings {
      let place = finding.location?.description ?? ""
      let call = finding.witness?.text ?? ""
      Issue.record(
        "\(place): \(finding.problem); \(finding.advice) [\(finding.rule)] \(call)")
    }
    for (_, reason) in outcome.report.suppressed { #expect(reason.count > 10) }
  }
}
