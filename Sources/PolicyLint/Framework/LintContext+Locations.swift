import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// What verdicts rest on, and where that is written.
extension LintContext {
  /// What a verdict rests on; nothing for a compiled filter.
  func reason(for witness: Finding.Witness) -> Decision.Reason? {
    policy.map { FilterEvaluator($0.resolved.filter).decide(witness.call).reason }
  }

  /// The rule that decided, if one did.
  func rule(behind witness: Finding.Witness) -> PolicyRule? {
    origin(behind: witness).flatMap { policy?.resolved.rule($0) }
  }

  /// The index in line of the rule that decided, if one did.
  func origin(behind witness: Finding.Witness) -> RuleOrigin? {
    switch reason(for: witness) {
    case .rule(let origin)?, .otherwise(let origin)?: origin
    case .skipped?, .foreign?, .exception?, .newer?, .defaultAction?, nil: nil
    }
  }

  /// Whether the rule behind a verdict says which arguments it is about, and does not only leave some
  /// out.
  func isNarrow(_ witness: Finding.Witness) -> Bool {
    guard let reason = reason(for: witness), let origin = origin(behind: witness),
      let part = policy?.resolved.filter.abis.first(where: { $0.abi == witness.call.abi })
    else { return false }
    let rules = part.rules.filter {
      $0.origin == origin && $0.numbers.contains(witness.call.number)
    }
    return rules.allSatisfy { rule in
      reason == rule.reason ? rule.condition.isNarrow : rule.condition.leavesLittle
    }
  }

  /// Whether the rule behind a verdict names the call itself, and not only a group that has it.
  func isWritten(_ call: Syscall, behind witness: Finding.Witness) -> Bool {
    origin(behind: witness).flatMap { entry(of: call, in: $0) }?.isWritten == true
  }

  /// Where a verdict is written: the entry of the rule that brings in the call, the default, or in a
  /// compiled filter the instruction that returns.
  func location(of witness: Finding.Witness) -> SourceLocation? {
    guard let (_, resolved) = policy else { return program?.location(ofReturnFor: witness.call) }
    guard let reason = reason(for: witness) else { return nil }
    switch reason {
    case .rule(let origin), .otherwise(let origin):
      guard let abi = witness.call.abi, let call = Syscall.numbered(witness.call.number, on: abi)
      else { return resolved.rule(origin).location }
      return location(of: call, in: origin)
    case .skipped, .foreign, .exception, .newer, .defaultAction:
      return resolved.location(of: reason)
    }
  }

  /// The entry of a rule that brings in a call, or else the rule.
  func location(of call: Syscall, in origin: RuleOrigin) -> SourceLocation? {
    guard let (_, resolved) = policy else { return nil }
    let rule = resolved.rule(origin)
    guard let entry = entry(of: call, in: origin) else { return rule.location }
    return SourceLocation(source: rule.location.source, range: entry.range)
  }

  /// The entry of a rule that brings in a call.
  func entry(of call: Syscall, in origin: RuleOrigin) -> CallEntry? { entries(of: origin)[call] }

  /// The calls that a rule names.
  func calls(of origin: RuleOrigin) -> [Syscall] { Array(entries(of: origin).keys) }

  /// A note where a verdict is written.
  func note(_ message: String, at witness: Finding.Witness) -> Diagnostic.Note {
    Diagnostic.Note(message, at: location(of: witness))
  }

  /// A note where a verdict is written, unless the finding that it shows is there.
  func notes(onDecision witness: Finding.Witness, at finding: SourceLocation?) -> [Diagnostic.Note]
  {
    guard let location = location(of: witness) else { return [] }
    if let finding, finding.source == location.source,
      location.range.lowerBound <= finding.range.lowerBound,
      finding.range.upperBound <= location.range.upperBound
    {
      return []
    }
    let verb = witness.action.passes ? "allows" : "denies"
    return [Diagnostic.Note("this \(verb) it", at: location)]
  }

  /// Notes where calls are allowed, one for each location.
  func notes(onGrants grants: [(call: Syscall, witness: Finding.Witness)]) -> [Diagnostic.Note] {
    var decisions: [(location: SourceLocation?, names: [String])] = []
    for (call, witness) in grants {
      let location = location(of: witness)
      if let known = decisions.firstIndex(where: { $0.location == location }) {
        decisions[known].names.append(call.name)
      } else {
        decisions.append((location, [call.name]))
      }
    }
    return decisions.map { location, names in
      let verb = names.count == 1 ? "is" : "are"
      return Diagnostic.Note("\(enumeration(names)) \(verb) allowed here", at: location)
    }
  }
}
