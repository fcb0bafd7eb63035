import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A call that a rule denies, while a relative that does the same is allowed.
enum RelativeLeftOpen: LintRule {
  static let about = LintRuleDescription(
    id: "relative-left-open", family: .relatives, severity: .error,
    title: "a call is denied and its relative is not",
    problem:
      "A rule denies a call, or a use of it, and another call that does the same is allowed. "
      + "Whoever is meant to be stopped takes that one.",
    advice:
      "Deny the relatives too: with the same action, and with ENOSYS those of which the kernel "
      + "knew nothing when programs were written, such as `openat2` and `clone3`.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
        "rules": [{ "syscalls": ["chmod", "fchmod", "fchmodat"], "action": { "errno": "EPERM" } }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
        "rules": [{ "syscalls": ["chmod", "fchmod", "fchmodat", "fchmodat2"], "action": { "errno": "EPERM" } }]
      }
      """,
    references: [
      "https://github.com/systemd/systemd/issues/29618", "CVE-2021-41133",
      "https://github.com/moby/moby/issues/42681",
    ])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    let isDenyList = try context.isDenyList
    // Of a list of what is allowed, compiled, nobody knows what was denied on purpose.
    if context.program != nil && !isDenyList { return [] }
    var gaps: [Gap] = []
    for abi in context.abis {
      for effect in Effect.all {
        guard let gap = try gap(in: effect, on: abi, context) else { continue }
        // A rule that denies several uses of a call is one mistake.
        if let known = gaps.firstIndex(where: { $0.location == gap.location }) {
          gaps[known].add(gap)
        } else {
          gaps.append(gap)
        }
      }
    }
    return gaps.map { gap in
      let names = enumeration(gap.open.map(\.call.name))
      return finding(
        at: gap.location,
        "\(enumeration(gap.denied)) cannot \(gap.phrase) here, but "
          + "\(names) \(gap.open.count == 1 ? "does" : "do") it all the same",
        advice: gap.advice, witness: gap.open[0].witness,
        notes: context.notes(onGrants: gap.open.map { ($0.call, $0.witness) }),
        severity: isDenyList ? .error : .warning,
        fix: fix(gap, context))
    }
  }

  /// A call that has an effect which is denied to others.
  private struct Open {
    var call: Syscall
    var witness: Finding.Witness
    /// The uses of it that have the effect; none where all have.
    var uses: [Effect.Use]

    /// How it is told from other uses, as policies write it.
    var condition: String { Effect.Use.condition(of: uses) }
    /// Whether nobody can tell its uses apart, for they are in memory.
    var isHidden: Bool { Effect.inMemory.contains(call.name) }
  }

  /// What a rule denies, and calls that do it all the same.
  private struct Gap {
    var location: SourceLocation?
    var effects: [Effect]
    var denied: [String]
    var denial: Finding.Witness
    var open: [Open]

    /// What to do about the calls that are open.
    var advice: String {
      let whole = open.filter { $0.uses.isEmpty && !$0.isHidden }.map(\.call.name)
      let parts = open.filter { !$0.uses.isEmpty }.map { open in
        "'\(open.call)' where \(open.condition)"
      }
      let hidden = open.filter { $0.uses.isEmpty && $0.isHidden }.map(\.call.name)
      var sentences: [String] = []
      if !whole.isEmpty { sentences.append("deny \(enumeration(whole)) too") }
      if !parts.isEmpty { sentences.append("deny \(parts.joined(separator: " and ")) too") }
      if !hidden.isEmpty {
        sentences.append("answer \(enumeration(hidden)) with \(NewRule.noCall)")
      }
      return sentences.joined(separator: ", and ")
    }

    /// What cannot be done, as a phrase.
    var phrase: String {
      var details: [(name: String, all: [String])] = []
      for effect in effects {
        if let known = details.firstIndex(where: { $0.name == effect.name }) {
          details[known].all += [effect.detail].compactMap { $0 }
        } else {
          details.append((effect.name, [effect.detail].compactMap { $0 }))
        }
      }
      return details.map { ([$0.name] + [$0.all.joined(separator: ", ")]).joined(separator: " ") }
        .map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }
        .joined(separator: ", or ")
    }

    mutating func add(_ other: Gap) {
      effects += other.effects.filter { new in
        !effects.contains { $0.name == new.name && $0.detail == new.detail }
      }
      denied += other.denied.filter { !denied.contains($0) }
      for new in other.open {
        if let known = open.firstIndex(where: { $0.call == new.call }) {
          // Of a call that has one effect always, its uses need not be told apart.
          let isWhole = open[known].uses.isEmpty || new.uses.isEmpty
          // Another ABI brings the same ones again.
          let more = new.uses.filter { !open[known].uses.contains($0) }
          open[known].uses = isWhole ? [] : open[known].uses + more
        } else {
          open.append(new)
        }
      }
    }
  }

  private static func gap(
    in effect: Effect, on abi: ABI, _ context: LintContext
  ) throws(ProofError) -> Gap? {
    var open: [Open] = []
    var denied: [(call: Syscall, witness: Finding.Witness)] = []
    // Who answers ENOSYS wants programs to take the relative.
    let noCall = ErrnoName.number(of: "ENOSYS", on: abi).map { FilterAction.errno($0) }
    for (call, isUsual, use, tests) in effect.members(on: abi) {
      let verdicts = try context.verdicts(on: call, of: abi, where: tests)
      if let grant = verdicts.first(where: { $0.action.isPermitting }) {
        open.append(Open(call: call, witness: grant, uses: use.map { [$0] } ?? []))
      } else if isUsual,
        let witness = verdicts.first(where: { witness in
          witness.action != noCall
            && (context.program != nil || context.rule(behind: witness) != nil)
        })
      {
        denied.append((call, witness))
      }
    }
    guard let first = denied.first, !open.isEmpty else { return nil }
    return Gap(
      location: context.location(of: first.witness), effects: [effect],
      denied: denied.map(\.call.name), denial: first.witness, open: open)
  }

  /// Adds the relatives to the rule that denies, and puts a rule before it on what is told apart by
  /// arguments or in memory.
  private static func fix(_ gap: Gap, _ context: LintContext) -> Fix? {
    guard let origin = context.origin(behind: gap.denial),
      let rule = context.rule(behind: gap.denial),
      rule.file == 0, rule.syntax.architectures == nil,
      // What an earlier rule of the file allows, this one cannot deny.
      gap.open.allSatisfy({ open in
        context.origin(behind: open.witness).map { $0.index > origin.index } ?? true
      })
    else { return nil }
    var edits: [Fix.Edit] = []
    func put(_ new: NewRule) -> Bool {
      guard let more = context.edits(putting: new, before: origin) else { return false }
      edits += more
      return true
    }
    let hidden = gap.open.filter(\.isHidden).map(\.call)
    if !hidden.isEmpty, !put(NewRule(calls: hidden, action: NewRule.noCall)) { return nil }
    let shown = gap.open.filter { !$0.isHidden }
    let source = rule.location.source
    for open in shown where !open.uses.isEmpty {
      guard let action = action(of: rule, for: gap.denial, context),
        put(NewRule(calls: [open.call], condition: open.condition, action: action))
      else { return nil }
    }
    let whole = shown.filter(\.uses.isEmpty).map(\.call)
    if !whole.isEmpty {
      guard rule.syntax.alternatives == nil, let last = rule.syntax.calls.last,
        let rest = context.edits(leavingOut: whole, after: origin)
      else { return nil }
      let place = SourceRange(last.range.upperBound..<last.range.upperBound)
      let names = whole.map { ", \"\($0.name)\"" }.joined()
      edits.append(.init(SourceLocation(source: source, range: place), names))
      edits += rest
    }
    return Fix("deny \(enumeration(gap.open.map(\.call.name))) too", edits)
  }

  /// The action of a rule for the calls that it denies, as it is written.
  private static func action(
    of rule: PolicyRule, for denial: Finding.Witness, _ context: LintContext
  ) -> String? {
    let isElse = if case .otherwise? = context.reason(for: denial) { true } else { false }
    guard let action = isElse ? rule.syntax.otherwise : rule.syntax.action else { return nil }
    return String(decoding: rule.location.source.bytes[action.range.range], as: UTF8.self)
  }
}
