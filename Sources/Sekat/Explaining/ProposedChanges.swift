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
/// before is widened, and calls are taken out of rules that deny them, on the ABI of the calls alone, so that
/// no rule stands there without effect.
struct ProposedChanges {
  private let base: Policy
  private let machine: Machine
  private let circumstances: Circumstances
  private let namesABIs: Bool
  private(set) var changes: PolicyChanges

  /// How a call may be allowed, the best first.
  private enum Way: CaseIterable {
    /// A rule that allows some uses of it allows these too.
    case widening
    /// Rules that deny it name it no longer.
    case takingOut
    /// The same, and a new rule allows it.
    case replacing
    /// A new rule stands before all others.
    case adding

    /// The one to try next.
    var next: Way? {
      Self.allCases.firstIndex(of: self).flatMap { Self.allCases.dropFirst($0 + 1).first }
    }
  }

  /// Finds the changes; `nil` where the policy has no file of its own that could have them.
  ///
  /// - Parameters:
  ///   - advice: What is to be allowed, all of which the policy refuses.
  ///   - reference: The policy, as a command line names it.
  ///   - machine: The machine.
  ///   - circumstances: The system for which conditions are settled.
  init?(
    _ advice: CallAdvice, in reference: String, on machine: Machine,
    _ circumstances: Circumstances
  ) {
    guard reference != "-", let base = try? PolicyInput.load(reference, in: circumstances),
      let file = base.files.first, !file.isBuiltin, base.syntax[0].format.takesOwnSyntax,
      let resolved = try? PolicyInput.resolve(base, for: machine)
    else { return nil }
    (self.base, self.machine, self.circumstances) = (base, machine, circumstances)
    let listed = resolved.source.listedABIs(on: machine)
    namesABIs = listed.count > 1
    changes = PolicyChanges(of: base.syntax[0], listing: listed)
    var ways = [Way](repeating: .widening, count: advice.wishes.count)
    // All that does not work is tried in another way, all at once: each try reads the whole policy.
    while true {
      propose(advice.wishes, in: &ways)
      let failing = failing(advice.wishes)
      if failing.isEmpty { return }
      let others = failing.filter { ways[$0].next != nil }
      if others.isEmpty { return nil }
      for index in others { ways[index] = ways[index].next ?? .adding }
    }
  }

  /// Changes the policy anew.
  ///
  /// - Parameters:
  ///   - wishes: What is to be allowed.
  ///   - ways: How each of it may be; is told how each of it is.
  private mutating func propose(_ wishes: [CallAdvice.Wish], in ways: inout [Way]) {
    changes = PolicyChanges(of: changes.file, listing: changes.listed)
    for (index, wish) in wishes.enumerated() {
      while true {
        if let next = changed(for: wish, ways[index]) {
          changes = next
          break
        }
        ways[index] = ways[index].next ?? .adding
      }
    }
  }

  /// The changes with those for one more wish; `nil` where it cannot be had in this way.
  private func changed(for wish: CallAdvice.Wish, _ way: Way) -> PolicyChanges? {
    var added = changes
    added.front.append(rule(for: wish))
    // What no rule of the file names is decided behind all of them.
    let isNamed = changes.file.rules.contains { names(wish, $0) }
    switch way {
    case .adding: return added
    case .widening: return isNamed ? widened(for: wish) : nil
    case .takingOut: return isNamed ? takenOut(wish, addingRule: false) : nil
    case .replacing: return isNamed ? takenOut(wish, addingRule: true) : nil
    }
  }

  private func rule(for wish: CallAdvice.Wish) -> String {
    wish.rule.text(isForOneABI: namesABIs)
  }

  /// A rule for this call alone that allows some uses of it allows these too.
  private func widened(for wish: CallAdvice.Wish) -> PolicyChanges? {
    if wish.rule.isAbsence { return nil }
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
      changes.ofRules[index] = RuleChange(widened: parts.text)
      return changes
    }
    return nil
  }

  /// The rules that name the call no longer do on its ABI; those that deny it, and where a rule is to be
  /// added that decides all of its uses, those that allow it too.
  private func takenOut(_ wish: CallAdvice.Wish, addingRule: Bool) -> PolicyChanges? {
    // Whoever took it out of a rule would allow more than was seen.
    if wish.rule.condition != nil || wish.rule.isAbsence && !addingRule { return nil }
    var changes = changes
    var isAdded = !addingRule
    for (index, rule) in changes.file.rules.enumerated() where names(wish, rule) {
      let passes = rule.action?.value.passes ?? true
      if !addingRule && passes && rule.otherwise == nil { continue }
      // The only call of a rule: it makes room.
      let successor = isAdded ? nil : self.rule(for: wish)
      guard
        let isUsed = changes.leaveOut(wish.rule.name, on: wish.rule.abi, of: index, for: successor)
      else { return nil }
      isAdded = isAdded || isUsed
    }
    if !isAdded { changes.front.append(self.rule(for: wish)) }
    return changes
  }

  private func names(_ wish: CallAdvice.Wish, _ rule: RuleSyntax) -> Bool {
    rule.calls.contains { RuleChange.name(of: $0.value) == wish.rule.name }
      && (rule.architectures.map { $0.map(\.value).contains(wish.rule.abi) } ?? true)
  }

  private func isFor(_ wish: CallAdvice.Wish, alone rule: RuleSyntax) -> Bool {
    rule.calls.count == 1 && names(wish, rule)
      && (!namesABIs || rule.architectures.map { $0.map(\.value) == [wish.rule.abi] } ?? false)
  }

  /// The places of the wishes that the policy with the changes does not grant.
  private func failing(_ wishes: [CallAdvice.Wish]) -> [Int] {
    guard let policy = changed, let resolved = try? PolicyInput.resolve(policy, for: machine) else {
      return Array(wishes.indices)
    }
    let evaluator = FilterEvaluator(resolved.filter)
    return wishes.indices.filter { !wishes[$0].isGranted(by: { evaluator.decide($0).action }) }
  }

  /// The policy with the changes.
  private var changed: Policy? {
    changes.changed.flatMap {
      try? PolicyInput.load(Policy.File($0, trust: base.files[0].trust), in: circumstances)
    }
  }

  /// What a linter says of the policy with the changes, and does not say of it as it is.
  var newFindings: [PlacedFinding] {
    guard let policy = changed else { return [] }
    let places = changes.places
    let known = Set(
      PlacedFinding.all(in: base) { _, index in .init(index, of: changes) }.map(\.key))
    return PlacedFinding.all(in: policy) { syntax, index in
      places[index].map { .init($0, of: changes) } ?? .new(syntax)
    }.filter { !known.contains($0.key) }
  }
}
