import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A condition that does not matter: where it does not hold, something else says the same.
enum ConditionWithoutEffect: LintRule {
  static let about = LintRuleDescription(
    id: "condition-without-effect", family: .structure, severity: .error,
    title: "a condition that changes nothing",
    problem:
      "Calls that do not meet the condition go on to later rules, to the bases and to 'default', "
      + "and get the same verdict there. The rule looks like a restriction and is none.",
    advice: "Write an 'else' with the verdict on the other calls.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["socket"], "where": { "domain": "AF_UNIX" } },
          { "syscalls": ["read", "socket"], "comment": "sockets of other families too" }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["socket"], "where": { "domain": "AF_UNIX" }, "else": { "errno": "EAFNOSUPPORT" } },
          { "syscalls": ["read"] }
        ]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (_, resolved) = context.policy else { return [] }
    let facts = try context.facts()
    var findings: [Finding] = []
    for (index, rule) in resolved.rules.enumerated() where rule.syntax.alternatives != nil {
      var names: [String] = []
      var witness: Finding.Witness?
      var decider: SourceLocation?
      for (call, parts) in Self.byCall(facts[index]) {
        // A socketcall that the rule also speaks for is not what was written.
        guard context.entry(of: call, in: RuleOrigin(index)) != nil,
          parts.allSatisfy({
            $0.fact.condition == .sometimes && $0.fact.decides != nil
              && ($0.fact.conditionMatters == nil
                || isPermission(rule) && $0.fact.matters == nil)
          })
        else { continue }
        names.append(call.name)
        guard witness == nil, let part = parts.first,
          let other = try Self.callOutside(part, context)
        else { continue }
        witness = other
        decider = context.location(of: other)
      }
      if names.isEmpty { continue }
      let condition = rule.syntax.alternatives?.first?.first?.argument.range
      findings.append(
        finding(
          at: SourceLocation(
            source: rule.location.source, range: condition ?? rule.location.range),
          "the condition on \(enumeration(names)) restricts nothing: other calls get the same "
            + "verdict",
          advice: Advice(
            "add an 'else' such as \(isPermission(rule) ? NewRule.noPermission : "\"allow\"") "
              + "with the verdict on them, or remove the condition",
            words: "decide the other calls otherwise, or remove the condition"),
          witness: witness,
          notes: decider.map { [Diagnostic.Note("this decides the other calls", at: $0)] } ?? []))
    }
    return findings
  }

  /// Whether a rule lets calls through on a condition and leaves the others to what comes later.
  static func isPermission(_ rule: PolicyRule) -> Bool {
    rule.syntax.alternatives != nil && rule.syntax.otherwise == nil
      && rule.syntax.action.map { $0.value.passes } ?? true
  }

  private static func byCall(_ facts: [RuleFacts.Fact]) -> [(Syscall, [RuleFacts.Fact])] {
    var order: [Syscall] = []
    var parts: [Syscall: [RuleFacts.Fact]] = [:]
    for fact in facts {
      guard let call = fact.call else { continue }
      if parts[call] == nil { order.append(call) }
      parts[call, default: []].append(fact)
    }
    return order.map { ($0, parts[$0] ?? []) }
  }

  /// A call that does not meet the condition of a rule.
  private static func callOutside(
    _ part: RuleFacts.Fact, _ context: LintContext
  ) throws(ProofError) -> Finding.Witness? {
    // The complement of one test is a test; that is enough for an example.
    guard let test = part.rule.condition.alternatives.first?.first else { return nil }
    let all: UInt64 = test.mask
    let outside = ArgumentTest(
      index: test.index, mask: test.mask, values: test.values.complement(in: 0...all))
    return try context.verdicts(onNumber: part.number, of: part.abi, where: [outside])
      .first { $0.action == part.rule.action && !part.rule.condition.holds(for: $0.call.arguments) }
  }
}
