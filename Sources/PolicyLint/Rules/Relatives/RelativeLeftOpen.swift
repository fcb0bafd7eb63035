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
      "A rule denies a call, or a use of it by an argument, and another call that does the same is "
      + "allowed. Whoever is meant to be stopped takes that one: `tgkill` for `kill`, `vfork` for "
      + "`fork`, and `open` with O_CREAT and S_ISUID in its mode for `chmod` with S_ISUID. Of "
      + "work as any program does it, such as `dup` and `dup2`, there is a note, and it is not mended.",
    advice:
      "Deny the relatives too: with the same action, and with ENOSYS those that have "
      + "their parameters in memory, such as `openat2` and `clone3`: programs fall back.",
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
    var gaps: [RelativeGap] = []
    for abi in context.abis {
      var finder = RelativeFinder(context, on: abi)
      for effect in Effect.all where effect.kind != .code {
        for gap in try finder.gaps(in: effect) {
          // A rule that denies several uses of a call is one mistake.
          if let known = gaps.firstIndex(where: {
            $0.location == gap.location && $0.kind == gap.kind
          }) {
            gaps[known].add(gap)
          } else {
            gaps.append(gap)
          }
        }
      }
    }
    return gaps.map { finding(for: $0, isDenyList: isDenyList, context) }
  }

  private static func finding(
    for gap: RelativeGap, isDenyList: Bool, _ context: LintContext
  ) -> Finding {
    let problem =
      "\(enumeration(gap.denied)) cannot \(gap.phrase) here, but "
      + "\(gap.openPhrase) \(gap.open.count == 1 ? "does" : "do") it all the same"
    let notes = context.notes(onGrants: gap.open.map { ($0.call, $0.witness) })
    if gap.kind == .work {
      return finding(
        at: gap.location, problem,
        advice: gap.advice(
          "if it is to be prevented, ", "; if not, allow what is denied", in: context.ownFile),
        witness: gap.open[0].witness, notes: notes, severity: .note)
    }
    return finding(
      at: gap.location, problem, advice: gap.advice(in: context.ownFile),
      witness: gap.open[0].witness, notes: notes,
      severity: isDenyList ? .error : .warning, fix: gap.fix(context))
  }
}
