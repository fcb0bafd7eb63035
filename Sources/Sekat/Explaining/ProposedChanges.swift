import ClassicBPF
import FilterProof
import LinuxABI
import PolicyLint
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import Toolbox
import TraceReplay

/// The changes of somebody's own policy that allow what was denied.
///
/// What is proposed has been tried: the policy with the changes allows the calls. A rule that was pasted
/// before is widened, and calls are taken out of rules that deny them, so that no rule stands there without
/// effect.
struct ProposedChanges {
  private let base: Policy
  private let machine: Machine
  private let namesABIs: Bool
  private(set) var changes: PolicyChanges

  /// Finds the changes; `nil` where the policy has no file of its own that could have them.
  ///
  /// - Parameters:
  ///   - advice: What is to be allowed.
  ///   - reference: The policy, as a command line names it.
  ///   - machine: The machine.
  ///   - namesABIs: Whether rules have to say for which ABI they are.
  init?(_ advice: CallAdvice, in reference: String, on machine: Machine, namesABIs: Bool) {
    guard reference != "-", let base = try? PolicyInput.load(reference),
      let file = base.files.first, !file.isBuiltin,
      base.syntax[0].format.takesOwnSyntax
    else { return nil }
    (self.base, self.machine, self.namesABIs) = (base, machine, namesABIs)
    changes = PolicyChanges(of: base.syntax[0])
    for wish in advice.wishes { add(wish) }
    guard advice.wishes.allSatisfy({ isGranted($0, by: changes) }) else { return nil }
  }

  /// What a linter says of the policy with the changes, and does not say of it as it is.
  var newFindings: [Finding] {
    func findings(in policy: Policy) -> [Finding] {
      let report = try? LintInput.lint(policy, target: nil)
      return (report?.findings ?? []).filter { finding in
        finding.severity != .note
          && finding.location.map { $0.source == policy.files[0].source } ?? true
      }
    }
    guard let source = changes.changed,
      let policy = try? PolicyInput.load(Policy.File(source, trust: base.files[0].trust))
    else { return [] }
    let known = Set(findings(in: base).map { $0.rule + $0.problem })
    return findings(in: policy).filter { !known.contains($0.rule + $0.problem) }
  }

  /// Adds the change that allows a call: the first of these that does.
  private mutating func add(_ wish: CallAdvice.Wish) {
    // What no rule of the file names is decided behind all of them.
    guard changes.file.rules.contains(where: { names(wish, $0) }) else {
      changes.front.append(wish.rule.text(isForOneABI: namesABIs))
      return
    }
    let ways = [
      widened(for: wish), taken(out: wish, addingRule: false), taken(out: wish, addingRule: true),
    ]
    for case let way? in ways where isGranted(wish, by: way) {
      changes = way
      return
    }
    changes.front.append(wish.rule.text(isForOneABI: namesABIs))
  }

  /// A rule for this call alone that allows some uses of it allows these too.
  private func widened(for wish: CallAdvice.Wish) -> PolicyChanges? {
    for (index, rule) in changes.file.rules.enumerated()
    where changes.ofRules[index] == nil && isFor(wish, alone: rule) {
      guard rule.action?.value.passes ?? true, rule.alternatives != nil,
        var parts = JSONParts(changes.text(of: index))
      else { continue }
      if let condition = wish.rule.condition {
        parts["where"] = parts["where"].flatMap { WidenedCondition.text($0, or: condition) }
        if parts["where"] == nil { continue }
      } else {
        (parts["where"], parts["else"]) = (nil, nil)
      }
      var changes = changes
      changes.ofRules[index] = .instead(parts.text)
      return changes
    }
    return nil
  }

  /// The rules that name the call name it no longer; those that deny it, and where a rule is to be added that
  /// decides all of its uses, those that allow it too.
  private func taken(out wish: CallAdvice.Wish, addingRule: Bool) -> PolicyChanges? {
    // Whoever took it out of a rule would allow more than was seen.
    if wish.rule.condition != nil || wish.rule.isAbsence && !addingRule { return nil }
    var changes = changes
    var isAdded = !addingRule
    for (index, rule) in changes.file.rules.enumerated() where names(wish, rule) {
      let passes = rule.action?.value.passes ?? true
      if !addingRule && passes && rule.otherwise == nil { continue }
      if changes.leaveOut(wish.rule.name, of: index) { continue }
      // The only call of a rule: it makes room.
      guard addingRule, !isAdded, isFor(wish, alone: rule) else { return nil }
      changes.ofRules[index] = .instead(wish.rule.text(isForOneABI: namesABIs))
      isAdded = true
    }
    if !isAdded { changes.front.append(wish.rule.text(isForOneABI: namesABIs)) }
    return changes
  }

  private func names(_ wish: CallAdvice.Wish, _ rule: RuleSyntax) -> Bool {
    rule.calls.contains { if case .name(wish.rule.name, _) = $0.value { true } else { false } }
      && (rule.architectures.map { $0.map(\.value).contains(wish.rule.abi) } ?? true)
  }

  private func isFor(_ wish: CallAdvice.Wish, alone rule: RuleSyntax) -> Bool {
    rule.calls.count == 1 && names(wish, rule)
      && (!namesABIs || rule.architectures.map { $0.map(\.value) == [wish.rule.abi] } ?? false)
  }

  /// Whether the policy with changes lets calls through, or answers those with `ENOSYS` that hide their
  /// flags.
  private func isGranted(_ wish: CallAdvice.Wish, by changes: PolicyChanges) -> Bool {
    guard let source = changes.changed,
      let policy = try? PolicyInput.load(Policy.File(source, trust: base.files[0].trust)),
      let resolved = try? PolicyInput.resolve(policy, for: machine)
    else { return false }
    let evaluator = FilterEvaluator(resolved.filter)
    return wish.samples.allSatisfy { call in
      let action = evaluator.decide(call).action
      return wish.rule.isAbsence ? action == wish.rule.absence : action.passes
    }
  }
}

extension AllowingRule {
  /// The answer of a kernel that has none of the call.
  var absence: FilterAction? { ErrnoName.number(of: "ENOSYS", on: abi).map { .errno($0) } }
}
