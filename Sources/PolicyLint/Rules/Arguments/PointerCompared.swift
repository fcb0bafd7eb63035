import FilterProof
import LinuxABI
import SeccompPolicy
import SourceDiagnostics

/// A condition on an address.
enum PointerCompared: LintRule {
  static let about = LintRuleDescription(
    id: "pointer-compared", family: .arguments, severity: .error,
    title: "an address is compared",
    problem:
      "The argument is an address that the program chooses, and what lies there can be changed "
      + "after the filter has looked at the number. Only whether it is 0 says something.",
    advice: "Decide by another argument; paths are the business of Landlock or of a supervisor.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["openat"], "where": { "filename": "0x7f0000000000" } }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["prlimit64"], "where": { "new_rlim": 0 } }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/seccomp.2.html"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    try context.conditionUses().filter { use in
      use.argument.kind == .pointer
        && use.condition.comparisons.contains { !asksForZero($0.value, on: use.abi) }
    }.map { use in
      finding(
        at: use.location,
        "'\(use.condition.argument.value)' of '\(use.call)' is an address: the program chooses "
          + "it, and may change what lies there",
        advice: "decide by another argument; only whether it is 0 says something")
    }
  }

  private static func asksForZero(_ comparison: ComparisonSyntax, on abi: ABI) -> Bool {
    switch comparison {
    case .oneOf(let operands), .noneOf(let operands):
      operands.allSatisfy { operand in
        guard case .value(let value) = operand else { return false }
        return ConditionUse.bits(of: value.value, on: abi) == 0
      }
    case .order, .bits, .field, .masked, .among: false
    }
  }
}
