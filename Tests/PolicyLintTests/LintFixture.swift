import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics
import TestSupport
import Testing

@testable import PolicyLint
@testable import SeccompPolicy

/// A policy whose text has marks, 1️⃣ to 9️⃣, where findings are expected.
struct MarkedPolicy {
  let text: String
  /// The offset of each mark in the text without marks.
  let marks: [String: Int]

  init(_ marked: String) {
    var text = ""
    var marks: [String: Int] = [:]
    for character in marked {
      if let digit = character.unicodeScalars.first, character.unicodeScalars.count == 3,
        (0x31...0x39).contains(digit.value)
      {
        marks[String(character)] = text.utf8.count
      } else {
        text.append(character)
      }
    }
    self.text = text
    self.marks = marks
  }
}

/// What the linter says of a policy.
struct LintOutcome {
  let policy: Policy
  let resolved: [ResolvedPolicy]
  let report: LintReport

  /// Lints a policy that is called `test`; `files` are others, by name, that it may extend.
  init(
    _ text: String, files: [String: String] = [:], formats: PolicyFormats = .standard
  ) throws {
    var tree = files
    tree["test"] = text
    let own = Dictionary(uniqueKeysWithValues: tree.map { ("base/\($0).json", $1) })
    let shipped = BuiltinPolicies.shipped
    let all = BuiltinPolicies(paths: shipped.paths + own.keys.sorted()) { path in
      own[path].map { Array($0.utf8) } ?? shipped.bytes(at: path)
    }
    var diagnostics: [Diagnostic] = []
    let loaded = PolicyLoader.load(
      "builtin:test", builtins: all, formats: formats, diagnostics: &diagnostics)
    let policy = try #require(loaded, "\(diagnostics.map(\.message))")
    try self.init(policy)
  }

  init(_ policy: Policy) throws {
    var diagnostics: [Diagnostic] = []
    var resolved: [ResolvedPolicy] = []
    for machine in policy.machines {
      let part = policy.resolve(for: machine, diagnostics: &diagnostics)
      resolved.append(
        try #require(
          part, "\(diagnostics.map { "\($0.location?.description ?? ""): \($0.message)" })"))
    }
    self.policy = policy
    self.resolved = resolved
    report = try Linter().lint(policy, resolved)
    let contexts = try resolved.map { part in
      try LintContext(
        policy, part, on: part.filter.machine, of: policy.machines, limits: .standard,
        after: ProofCost())
    }
    for finding in report.findings + report.suppressed.map(\.finding) {
      check(finding, in: contexts)
    }
  }

  /// A witness is a call that really gets the verdict, on one of the machines, and from the place that
  /// the finding or one of its notes is about.
  private func check(_ finding: Finding, in contexts: [LintContext]) {
    #expect(!finding.problem.isEmpty && !finding.advice.isEmpty)
    #expect(finding.problem.last != "." && finding.advice.last != ".")
    guard let witness = finding.witness else { return }
    let parts = resolved.filter { part in
      part.filter.machine.abis.contains { $0 == witness.call.abi }
    }
    let verdicts = parts.map { FilterEvaluator($0.filter).decide(witness.call).action }
    #expect(verdicts.contains(witness.action), "\(finding.rule): \(witness.text), not \(verdicts)")
    // A grant is where it is written; what else there is may be told by a note.
    let isGrant = Linter.rule(named: finding.rule)?.about.family == .grants
    let places = [finding.location] + (isGrant ? [] : finding.notes.map(\.location))
    let deciders = contexts.filter { $0.machine.abis.contains { $0 == witness.call.abi } }
      .map { $0.location(of: witness) }
    let isShown = deciders.contains { decider in
      places.contains { place in Self.overlap(place, decider) }
    }
    checkIsMeant(finding, in: parts)
    #expect(
      isShown, "\(finding.rule): \(witness.text) is decided at \(deciders), not at \(places)")
  }

  /// A rule that has no effect, or only a part of what it says, is about the call that shows it.
  private func checkIsMeant(_ finding: Finding, in parts: [ResolvedPolicy]) {
    let rules = [ShadowedRule.about.id, RepeatedCall.about.id, OverlappingRules.about.id]
    guard rules.contains(finding.rule), let witness = finding.witness else { return }
    let isMeant = parts.contains { part in
      part.filter.abis.flatMap(\.rules).contains { rule in
        rule.numbers.contains(witness.call.number)
          && (rule.otherwise != nil || rule.condition.holds(for: witness.call.arguments))
          && Self.overlap(part.rule(rule.origin).location, finding.location)
      }
    }
    #expect(isMeant, "\(finding.rule): the rule is not about \(witness.text)")
  }

  private static func overlap(
    _ place: SourceDiagnostics.SourceLocation?, _ other: SourceDiagnostics.SourceLocation?
  ) -> Bool {
    guard let place, let other else { return false }
    return place.source == other.source && place.range.lowerBound < other.range.upperBound
      && other.range.lowerBound < place.range.upperBound
  }

  /// The findings of one rule.
  func findings(of rule: any LintRule.Type) -> [Finding] {
    report.findings.filter { $0.rule == rule.about.id }
  }
}

/// Expects the findings of a rule: one at each mark, with these words in its text, and no other.
func expectFindings(
  of rule: any LintRule.Type, in marked: String, files: [String: String] = [:],
  _ expected: [String: String], sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let policy = MarkedPolicy(marked)
  let outcome = try LintOutcome(policy.text, files: files)
  var open = expected
  for finding in outcome.findings(of: rule) {
    let offset = finding.location?.range.lowerBound
    let mark = policy.marks.first { $0.value == offset }?.key
    guard let mark, let words = open.removeValue(forKey: mark) else {
      Issue.record(
        "unexpected: \(finding.location?.description ?? "nowhere"): \(finding.problem)",
        sourceLocation: sourceLocation)
      continue
    }
    let text = finding.problem + "; " + finding.advice
    #expect(text.contains(words), sourceLocation: sourceLocation)
  }
  #expect(open.isEmpty, "not found: \(open)", sourceLocation: sourceLocation)
}

/// Expects a rule to find nothing.
func expectNothing(
  of rule: any LintRule.Type, in text: String, files: [String: String] = [:],
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  try expectFindings(of: rule, in: text, files: files, [:], sourceLocation: sourceLocation)
}

/// A policy for x86_64 that denies what no rule allows, with these rules.
func rules(_ rules: String, default action: String = #"{ "errno": "EPERM" }"#) -> String {
  """
  {
    "architectures": ["x86_64"], "default": \(action), "kernel": "6.18",
    "rules": [
      \(rules)
    ]
  }
  """
}
