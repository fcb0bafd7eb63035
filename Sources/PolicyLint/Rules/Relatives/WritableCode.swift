import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// Memory that is written and then executed all the same.
enum WritableCode: LintRule {
  static let about = LintRuleDescription(
    id: "writable-code", family: .relatives, severity: .error,
    title: "a gap in the separation of writing and executing",
    problem:
      "A rule denies making memory executable in one way, and another way is open: `mprotect`, "
      + "`pkey_mprotect`, `mmap` with PROT_WRITE and PROT_EXEC, `shmat` with SHM_EXEC, or the "
      + "personality READ_IMPLIES_EXEC, which adds PROT_EXEC to every mapping.",
    advice: "Deny all of them.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["mmap", "mprotect"], "where": { "prot": { "hasNone": "PROT_EXEC" } }, "else": { "errno": "EPERM" } },
          { "syscalls": ["pkey_mprotect"] }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["mmap", "mprotect", "pkey_mprotect"], "where": { "prot": { "hasNone": "PROT_EXEC" } }, "else": { "errno": "EPERM" } }
        ]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard context.policy != nil else { return [] }
    for abi in context.abis {
      for effect in Effect.all where effect.kind == .code {
        if let finding = try finding(in: effect, on: abi, context) { return [finding] }
      }
    }
    return []
  }

  private static func finding(
    in effect: Effect, on abi: ABI, _ context: LintContext
  ) throws(ProofError) -> Finding? {
    var denied: Finding.Witness?
    var open: [RelativeGap.Open] = []
    for member in effect.members(on: abi) {
      guard let tests = member.registerTests(on: abi) else { continue }
      let verdicts = try context.verdicts(on: member.call, of: abi, where: tests)
      if let grant = verdicts.first(where: { $0.action.passes }) {
        open.append(
          RelativeGap.Open(
            call: member.call, witness: grant, uses: member.isHidden(on: abi) ? [] : [member.use],
            isHidden: member.isHidden(on: abi)))
      } else if denied == nil, member.way == .usual {
        denied = verdicts.first { context.rule(behind: $0) != nil }
      }
    }
    guard let denied, let first = open.first else { return nil }
    let gap = RelativeGap(
      location: context.location(of: denied), kind: effect.kind, effects: [(effect.name, nil)],
      denied: [], denial: denied, open: open)
    return finding(
      at: gap.location,
      "memory is not to be made executable here, but \(enumeration(open.map(\.call.name))) can do it",
      advice: gap.advice("in rules that come first, ", in: context.ownFile),
      witness: first.witness, notes: context.notes(onGrants: open.map { ($0.call, $0.witness) }),
      fix: gap.fix(context))
  }
}
