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
        advice: "deny \(names) too", witness: gap.open[0].witness,
        notes: context.notes(onGrants: gap.open),
        severity: isDenyList ? .error : .warning,
        fix: fix(adding: gap.open.map(\.call), beside: gap.denial, context))
    }
  }

  /// What a rule denies, and calls that do it all the same.
  private struct Gap {
    var location: SourceLocation?
    var effects: [Effect]
    var denied: [String]
    var denial: Finding.Witness
    var open: [(call: Syscall, witness: Finding.Witness)]

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
      open += other.open.filter { new in !open.contains { $0.call == new.call } }
    }
  }

  private static func gap(
    in effect: Effect, on abi: ABI, _ context: LintContext
  ) throws(ProofError) -> Gap? {
    var open: [(call: Syscall, witness: Finding.Witness)] = []
    var denied: [(call: Syscall, witness: Finding.Witness)] = []
    // Who answers ENOSYS wants programs to take the relative.
    let noCall = ErrnoName.number(of: "ENOSYS", on: abi).map { FilterAction.errno($0) }
    for (call, isUsual, tests) in effect.members(on: abi) {
      let verdicts = try context.verdicts(on: call, of: abi, where: tests)
      if let grant = verdicts.first(where: { $0.action.isPermitting }) {
        open.append((call, grant))
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

  /// Adds the relatives to the rule that denies, where that is without a condition.
  private static func fix(
    adding calls: [Syscall], beside denied: Finding.Witness, _ context: LintContext
  ) -> Fix? {
    guard let rule = context.rule(behind: denied), rule.syntax.alternatives == nil,
      rule.file == 0, let last = rule.syntax.calls.last
    else { return nil }
    let hidden = calls.filter { Effect.inMemory.contains($0.name) }
    let plain = calls.filter { !Effect.inMemory.contains($0.name) }
    var edits: [Fix.Edit] = []
    let source = rule.location.source
    if !plain.isEmpty {
      let place = SourceRange(last.range.upperBound..<last.range.upperBound)
      edits.append(
        .init(
          SourceLocation(source: source, range: place),
          plain.map { ", \"\($0.name)\"" }.joined()))
    }
    if !hidden.isEmpty { edits.append(.answeringENOSYS(hidden, before: rule.location)) }
    return Fix("deny \(enumeration(calls.map(\.name))) too", edits)
  }
}
