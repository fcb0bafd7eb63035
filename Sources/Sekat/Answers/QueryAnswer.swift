package import ClassicBPF
package import FilterProof
package import LinuxABI
import SeccompFilter
package import SeccompPolicy
package import SourceDiagnostics
import Toolbox

/// What one filter of a stack says about a call.
package struct QueryAnswer {
  /// What is asked.
  package enum Content {
    case policy(ResolvedPolicy)
    case program(BPFProgram)

    /// The same for a proof.
    package var subject: Subject {
      switch self {
      case .policy(let policy): .filter(policy.filter)
      case .program(let program): .program(program)
      }
    }
  }

  /// A verdict that is possible.
  package struct Verdict: Hashable {
    /// The action.
    package var action: FilterAction
    /// What it rests on, for people.
    package var because: String
    /// Where a policy says so.
    package var location: SourceLocation?
    /// What is written there.
    package var rule: RuleText?
    /// What the author says about it.
    package var comment: String?
  }

  /// A rule that names the call and says something else, and why it did not apply.
  package struct OtherRule {
    package var action: FilterAction
    package var rule: PolicyRule
    /// The conditions that do not hold, where they are written.
    package var failed: [SourceLocation]
  }

  /// The policy as it was named, or the file of the filter.
  package let name: String
  /// The verdicts that are possible, in the order in which they are considered.
  package let verdicts: [Verdict]
  /// The rule that came nearest to deciding otherwise.
  package let nearest: OtherRule?
  /// The rule that would allow the call, where it is refused for the reason alone that none names it, and the
  /// policy's own file can have rules of sekat's syntax.
  package let missingRule: String?

  /// The answer of a policy or a compiled filter.
  package init(
    to pattern: CallPattern, by content: Content, on machine: Machine, named name: String
  ) throws(ProofError) {
    switch content {
    case .policy(let policy): try self.init(to: pattern, by: policy, named: name)
    case .program(let program):
      try self.init(to: pattern, by: program, on: machine, named: name)
    }
  }

  private init(
    to pattern: CallPattern, by policy: ResolvedPolicy, named name: String
  ) throws(ProofError) {
    self.name = name
    var map = DecisionMap(of: policy.filter)
    let decisions = try map.decisions(on: pattern.number, of: pattern.abi, where: pattern.tests)
      .map(\.decision)
    verdicts = decisions.map { decision in
      Verdict(
        action: decision.action, because: policy.phrase(for: decision.reason),
        location: policy.location(of: decision.reason),
        rule: RuleText(of: decision.reason, in: policy, about: pattern.call?.name),
        comment: policy.comment(for: decision.reason))
    }
    nearest =
      decisions.count == 1 ? Self.nearest(to: pattern, unlike: decisions[0], in: policy) : nil
    missingRule = Self.missingRule(for: pattern, after: decisions, in: policy)
  }

  /// Nobody knows what a program was made of, so it can only say where it ends.
  private init(
    to pattern: CallPattern, by program: BPFProgram, on machine: Machine, named name: String
  ) throws(ProofError) {
    self.name = name
    var map = VerdictMap(of: .program(program), on: machine)
    verdicts = try map.verdicts(on: pattern.number, of: pattern.abi, where: pattern.tests)
      .map { found in
        var end = LastInstruction()
        _ = program.run(on: found.call, byteOrder: machine.byteOrder, visitor: &end)
        return Verdict(
          action: found.action, because: "\(escaped(name)), instruction \(end.index)",
          location: nil, comment: nil)
      }
    nearest = nil
    missingRule = nil
  }

  private static func missingRule(
    for pattern: CallPattern, after decisions: [Decision], in policy: ResolvedPolicy
  ) -> String? {
    guard decisions.count == 1, decisions[0].reason == .defaultAction,
      ![.allow, .log].contains(decisions[0].action), let name = pattern.call?.name,
      policy.source.syntax.first?.format.takesOwnSyntax == true,
      let part = policy.filter.abis.first(where: { $0.abi == pattern.abi }),
      !part.rules.contains(where: { $0.numbers.contains(pattern.number) })
    else { return nil }
    return "{ \"syscalls\": [\"\(name)\"] }"
  }

  private static func nearest(
    to pattern: CallPattern, unlike decision: Decision, in policy: ResolvedPolicy
  ) -> OtherRule? {
    let call = pattern.partialCall
    guard let part = policy.filter.abis.first(where: { $0.abi == call.abi }) else { return nil }
    var best: OtherRule?
    for (index, rule) in part.rules.enumerated() where rule.numbers.contains(call.number) {
      guard rule.action != decision.action, rule.condition.holds(for: call.arguments) == false
      else {
        continue
      }
      let locations = policy.testLocations(ofRule: index, on: call.abi)
      for (tests, locations) in zip(rule.condition.alternatives, locations) {
        let failed = zip(tests, locations).filter {
          $0.0.holds(for: call.arguments[$0.0.index]) == false
        }
        if best.map({ failed.count < $0.failed.count }) ?? true {
          best = OtherRule(
            action: rule.action, rule: policy.rule(rule.origin),
            failed: failed.map(\.1).unrepeated)
        }
      }
    }
    return best
  }
}

/// Where a program ends.
private struct LastInstruction: BPFVisitor {
  var index = 0

  mutating func visit(_ index: Int) { self.index = index }
}

extension ResolvedPolicy {
  /// What the author says about the rule that a decision rests on.
  fileprivate func comment(for reason: Decision.Reason) -> String? {
    switch reason {
    case .rule(let origin), .otherwise(let origin): rule(origin).comment
    case .skipped, .foreign, .exception, .newer, .defaultAction: nil
    }
  }
}

extension Array where Element: Equatable {
  /// The elements without those that are equal to the one before.
  package var unrepeated: [Element] {
    reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}
