import FilterProof
import SeccompPolicy
import SourceDiagnostics

/// A flag with which the kernel takes no filter of ours.
enum UnusableFlag: LintRule {
  static let about = LintRuleDescription(
    id: "unusable-flag", family: .actions, severity: .error,
    title: "a flag for supervisors only",
    problem:
      "The kernel takes a filter with `wait-killable` only together with a supervisor that receives "
      + "notifications. `sekat run` has none, and starts nothing under such a policy.",
    advice: "Remove the flag.",
    bad: """
      { "extends": ["builtin:default"], "flags": ["wait-killable"], "rules": [] }
      """,
    good: """
      { "extends": ["builtin:default"], "flags": ["log"], "rules": [] }
      """,
    references: ["https://man7.org/linux/man-pages/man2/seccomp_unotify.2.html"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let location = context.location(of: .waitKillable) else { return [] }
    return [
      finding(
        at: location,
        "'wait-killable' needs a supervisor that receives notifications, so that nothing starts "
          + "under this policy",
        advice: "remove it")
    ]
  }
}

extension LintContext {
  /// Where a policy sets its flags, if one is among them.
  func location(of flag: PolicyFlag) -> SourceLocation? {
    guard let policy = policy?.source, let flags = policy.first({ $0.flags }),
      flags.value.value.contains(flag)
    else { return nil }
    return SourceLocation(source: policy.files[flags.file].source, range: flags.value.range)
  }
}
