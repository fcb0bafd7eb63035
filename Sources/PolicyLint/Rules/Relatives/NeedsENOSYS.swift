import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A new call that is refused in a way on which programs do not fall back to the old one.
enum NeedsENOSYS: LintRule {
  static let about = LintRuleDescription(
    id: "needs-enosys", family: .relatives, severity: .warning,
    title: "a call is refused where only ENOSYS makes programs fall back",
    problem:
      "The C library tries the newer of two calls first and takes the older one only when the "
      + "newer does not exist, which is the error ENOSYS. Any other error is passed on to the "
      + "program: no thread starts, no file is found.",
    advice:
      "Answer the newer call with `{\"errno\": \"ENOSYS\"}`; allowing it does too, where it cannot "
      + "do what is denied to the older one.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["clone"], "where": { "flags": { "hasNone": "CLONE_NEWUSER" } } }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["clone"], "where": { "flags": { "hasNone": "CLONE_NEWUSER" } } },
          { "syscalls": ["clone3"], "action": { "errno": "ENOSYS" } }
        ]
      }
      """,
    references: [
      "https://github.com/moby/moby/issues/42680",
      "https://github.com/opencontainers/runc/pull/2737",
    ])

  /// Calls without which hardly any program of today gets far: a refusal is an error.
  private static let vital: Set = ["clone3"]

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    if context.program != nil { return [] }
    struct Refusal {
      var location: SourceLocation?
      var calls: [Syscall]
      var witness: Finding.Witness
      var severity: Diagnostic.Severity
      /// Whether one of them could do what a rule denies to the older call.
      var hidesArguments: Bool
    }
    var refusals: [Refusal] = []
    for abi in context.abis {
      for fallback in LibraryFallback.all {
        guard let call = Syscall.named(fallback.newer) else { continue }
        let verdicts = try context.verdicts(on: call, of: abi)
        let noCall = ErrnoName.number(of: "ENOSYS", on: abi)
        guard !verdicts.contains(where: { $0.action.passes }),
          let refused = verdicts.first(where: { verdict in
            switch verdict.action {
            case .errno(let number): number != noCall
            case .trap, .killThread, .killProcess: true
            case .allow, .log, .trace, .notify: false
            }
          })
        else { continue }
        var isUsed = false
        var isRestricted = false
        for old in fallback.older.compactMap(Syscall.named) where !isUsed {
          isUsed = try context.grant(of: old, on: abi) != nil
          isRestricted = try context.denial(of: old, on: abi) != nil
        }
        guard isUsed else { continue }
        let isVital = vital.contains(fallback.newer)
        let hides = Effect.inMemory.contains(fallback.newer) && (isRestricted || isVital)
        let location = context.location(of: refused)
        let severity: Diagnostic.Severity = isVital ? .error : .warning
        if let known = refusals.firstIndex(where: {
          $0.location == location && $0.severity == severity
        }) {
          if !refusals[known].calls.contains(call) { refusals[known].calls.append(call) }
          if hides { refusals[known].hidesArguments = true }
        } else {
          refusals.append(
            Refusal(
              location: location, calls: [call], witness: refused, severity: severity,
              hidesArguments: hides))
        }
      }
    }
    return refusals.map { refusal in
      let names = enumeration(refusal.calls.map(\.name))
      let several = refusal.calls.count > 1
      let them = several ? "them" : "it"
      let orAllow = refusal.hidesArguments ? "" : ", or allow \(them)"
      return finding(
        at: refusal.location,
        "\(names) \(several ? "are" : "is") refused with \(refusal.witness.verdict), on which the C "
          + "library does not fall back to the older call\(several ? "s" : "")",
        advice: Advice(
          "answer \(them) with \(NewRule.noCall)" + orAllow,
          words: "answer \(them) with ENOSYS" + orAllow, in: context.ownFile),
        witness: refusal.witness, severity: refusal.severity,
        fix: fix(refusal.calls, refusal.witness, context))
    }
  }

  /// A rule for these calls before the one that refuses them, or before all where none does.
  private static func fix(
    _ calls: [Syscall], _ witness: Finding.Witness, _ context: LintContext
  ) -> Fix? {
    let new = NewRule(calls: calls, action: NewRule.noCall)
    guard let edits = context.edits(putting: new, before: context.origin(behind: witness))
    else { return nil }
    return Fix("answer \(enumeration(calls.map(\.name))) with ENOSYS", edits)
  }
}
