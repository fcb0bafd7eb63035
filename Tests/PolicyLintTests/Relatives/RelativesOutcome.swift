import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Testing

@testable import PolicyLint
@testable import SeccompPolicy

/// What the rules about relatives say of a policy, and what its compiled filter does.
///
/// Only those rules are asked, so that hundreds of policies take seconds.
struct RelativesOutcome {
  static let rules: [any LintRule.Type] = [
    RelativeLeftOpen.self, MultiplexerOpen.self, WritableCode.self,
  ]

  let text: String
  let findings: [Finding]
  let program: BPFProgram
  private let source: SourceText

  init(_ text: String) throws {
    self.text = text
    source = SourceText(name: "/policy.json", bytes: Array(text.utf8))
    var diagnostics: [Diagnostic] = []
    let file = Policy.File(source, trust: nil)
    let policy = try #require(
      PolicyLoader.load(file, builtins: BuiltinPolicies.shipped, diagnostics: &diagnostics),
      "\(diagnostics.map(\.message)) \(text)")
    let machine = try #require(policy.machines.first)
    let resolved = try #require(
      policy.resolve(for: machine, diagnostics: &diagnostics),
      "\(diagnostics.map(\.message)) \(text)")
    let context = try LintContext(
      policy, resolved, on: machine, of: [machine], limits: .standard, after: ProofCost())
    findings = try Self.rules.flatMap { try $0.check(context) }
    program = try NativeBackend().unprovedProgram(for: resolved.filter)
  }

  /// The same after all that can be mended was mended, as often as that finds something.
  func fixed() throws -> RelativesOutcome {
    var outcome = self
    for _ in 0..<40 {
      guard let (bytes, _) = LintReport.fixed(outcome.source, outcome.findings) else { break }
      outcome = try RelativesOutcome(String(decoding: bytes, as: UTF8.self))
    }
    return outcome
  }

  /// The findings that are more than notes.
  var faults: [Finding] { findings.filter { $0.severity != .note } }

  /// The verdict of the compiled filter.
  func isAllowed(_ data: SeccompData) -> Bool {
    switch program.action(on: data) {
    case .allow, .log: true
    case .trace, .notify, .errno, .trap, .killThread, .killProcess: false
    }
  }

  /// A policy that allows everything on an ABI but what its rules deny.
  static func denying(_ rules: String, on abi: ABI) -> String {
    """
    { "architectures": ["\(abi.name)"], "default": "allow", "kernel": "7.2",
      "rules": [ \(rules) ] }
    """
  }
}
