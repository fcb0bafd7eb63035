import LinuxABI
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

  /// Every release in which a call came and that a policy can name.
  static let kernels = Set(Syscall.all.compactMap(\.introduced).map(\.description))
    .filter { $0.count { $0 == "." } == 1 }.sorted()

  @Test(arguments: BuiltinPolicies.shipped.paths)
  func `what is shipped may be extended for every kernel`(path: String) throws {
    let name = path.split(separator: "/").last?.dropLast(".json".count) ?? ""
    // A piece of a policy starts no program, and says so; it is for policies to be complete.
    let accepted =
      path.hasPrefix("base/")
      ? Self.ofPieces + ["kernel-behind"] : ["kernel-behind"]
    for kernel in Self.kernels {
      let outcome = try LintOutcome(
        """
        { "extends": ["builtin:\(name)"], "kernel": "\(kernel)", "default": { "errno": "EPERM" },
          "architectures": ["x86_64", "aarch64"] }
        """)
      for finding in outcome.report.findings where !accepted.contains(finding.rule) {
        Issue.record("\(kernel): \(finding.problem) [\(finding.rule)]")
      }
    }
  }

  private static let ofPieces = [
    "start-up-blocked", "end-blocked", "signal-return-blocked", "vdso-call", "needs-enosys",
    "condition-without-effect",
  ]
}
