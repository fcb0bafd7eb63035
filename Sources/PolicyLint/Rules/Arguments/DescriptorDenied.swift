import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A denial that is tied to the number of a descriptor.
enum DescriptorDenied: LintRule {
  static let about = LintRuleDescription(
    id: "descriptor-denied", family: .arguments, severity: .warning,
    title: "a descriptor is denied by its number",
    problem:
      "Numbers of descriptors are names that the program gives: with `dup2` or `fcntl` the same "
      + "file gets another one, for which the rule does not hold.",
    advice: "Close the descriptor before the program starts.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["write"], "where": { "fd": 3 }, "action": { "errno": "EBADF" } },
          { "syscalls": ["write", "dup2"] }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["write"], "where": { "fd": [1, 2] } }]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    var findings: [Finding] = []
    for use in try context.conditionUses()
    where use.argument.kind == .fd && use.isDenial && use.rule.syntax.alternatives?.count == 1 {
      let isEquality = use.condition.comparisons.allSatisfy {
        if case .oneOf = $0.value { true } else { false }
      }
      guard isEquality, let grant = try context.grant(of: use.call, on: use.abi) else { continue }
      findings.append(
        finding(
          at: use.location,
          "'\(use.call)' is denied for certain descriptors, and the program can give the same file "
            + "another number",
          advice: "close the descriptor before the program starts", witness: grant,
          notes: context.notes(onDecision: grant, at: use.location)))
    }
    return findings
  }
}
