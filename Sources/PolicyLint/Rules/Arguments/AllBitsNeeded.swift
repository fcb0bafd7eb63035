import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A denial that takes all of several flags together.
enum AllBitsNeeded: LintRule {
  static let about = LintRuleDescription(
    id: "all-bits-needed", family: .arguments, severity: .error,
    title: "a denial needs all flags at once",
    problem:
      "`has` holds when all of its bits are set. In a denial that means that each of them alone is "
      + "allowed.",
    advice: "Write `hasAny`.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
        "rules": [
          { "syscalls": ["unshare"], "where": { "unshare_flags": { "has": "CLONE_NEWUSER|CLONE_NEWNS" } }, "action": { "errno": "EPERM" } }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
        "rules": [
          { "syscalls": ["unshare"], "where": { "unshare_flags": { "hasAny": "CLONE_NEWUSER|CLONE_NEWNS" } }, "action": { "errno": "EPERM" } }
        ]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    var findings: [Finding] = []
    // Writable and executable together is what is to be denied of memory, and not each alone.
    for use in try context.conditionUses() where use.isDenial && use.argument.name != "prot" {
      for comparison in use.condition.comparisons {
        guard case .bits(.has, let value) = comparison.value, case .or(let parts) = value.value,
          parts.count > 1, case .constant(let first) = parts[0].value,
          let bit = Constant.named(first)?.value(on: use.abi)
        else { continue }
        let mask = use.argument.mask(on: use.abi)
        let test = ArgumentTest(
          index: use.argument.index, mask: mask, values: IntervalSet(bit & mask...bit & mask))
        guard let grant = try context.grant(of: use.call, on: use.abi, where: [test]) else {
          continue
        }
        let location = SourceLocation(source: use.rule.location.source, range: value.range)
        findings.append(
          finding(
            at: location,
            "'has' holds only when all of these bits are set, so '\(use.call)' with '\(first)' "
              + "alone is allowed",
            advice: Advice("write 'hasAny'", words: "ask whether any of the bits is set"),
            witness: grant,
            notes: context.notes(onDecision: grant, at: location)))
      }
    }
    return findings
  }
}
