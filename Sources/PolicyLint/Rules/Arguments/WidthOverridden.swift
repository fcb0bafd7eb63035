import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A comparison of more bits, or fewer, than the kernel looks at.
enum WidthOverridden: LintRule {
  static let about = LintRuleDescription(
    id: "width-overridden", family: .arguments, severity: .error,
    title: "other bits are compared than the kernel uses",
    problem:
      "The kernel drops the upper half of an `int`. Compared with all 64 bits, a denial is passed "
      + "by with garbage there, and a permission refuses calls that are right: the C library "
      + "passes AT_FDCWD as 0xffffff9c or sign-extended, as it happens. The other way round, half "
      + "of an address or size is not looked at.",
    advice: "Remove `width`; to refuse garbage as well, write `\"strict\": true`.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["ioctl"], "where": { "cmd": { "notIn": ["TIOCSTI", "TIOCLINUX"], "width": 64 } } }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["ioctl"], "where": { "cmd": { "notIn": ["TIOCSTI", "TIOCLINUX"] } } }]
      }
      """,
    references: [
      "CVE-2019-7303", "CVE-2019-10063", "https://github.com/seccomp/libseccomp/issues/383",
    ])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    var findings: [Finding] = []
    for use in try context.conditionUses() {
      if use.condition.argument.value.isRegister {
        if let finding = try bypass(of: use, context) { findings.append(finding) }
        continue
      }
      guard let width = use.condition.width else { continue }
      let own = use.argument.width(on: use.abi)
      let location = SourceLocation(source: use.rule.location.source, range: width.range)
      let name = "'\(use.condition.argument.value)' of '\(use.call)'"
      if width.value > own, let witness = try witness(of: use, context) {
        findings.append(
          finding(
            at: location,
            "the kernel looks at \(own) bits of \(name), and this compares \(width.value): the "
              + "same call with other upper bits is decided otherwise",
            advice: Advice(
              "remove 'width', or write \"strict\": true to refuse garbage",
              words: "compare the bits that the kernel looks at, and no other"),
            witness: witness, notes: context.notes(onDecision: witness, at: location)))
      } else if width.value < own {
        findings.append(
          finding(
            at: location,
            "the kernel looks at \(own) bits of \(name), and this compares only \(width.value)",
            advice: Advice(
              "remove 'width'", words: "compare all bits that the kernel looks at")))
      }
    }
    return findings
  }

  /// A whole register that is compared, as formats of other tools do, by which a call goes through that
  /// is refused otherwise.
  private static func bypass(
    of use: ConditionUse, _ context: LintContext
  ) throws(ProofError) -> Finding? {
    let own = use.argument.width(on: use.abi)
    guard (use.condition.width?.value ?? 64) > own,
      let witness = try witness(of: use, context, isBypass: true)
    else { return nil }
    return finding(
      at: use.location,
      "the kernel looks at \(own) bits of '\(use.argument.name)' of '\(use.call)', and this compares "
        + "64: with other upper bits a call goes through that is refused without them",
      advice: "list what may be there, or compare under a mask of the lower \(own) bits",
      witness: witness, notes: context.notes(onDecision: witness, at: use.location))
  }

  /// A call that is decided otherwise when a bit is set that the kernel does not look at.
  private static func witness(
    of use: ConditionUse, _ context: LintContext, isBypass: Bool = false
  ) throws(ProofError) -> Finding.Witness? {
    guard let resolved = context.policy?.resolved, let number = use.call.number(on: use.abi) else {
      return nil
    }
    let rules = try context.facts()[use.origin.index].filter {
      $0.abi == use.abi && $0.number == number
    }.map(\.rule)
    for tests in rules.flatMap(\.condition.alternatives) + [[]] {
      for found in try context.verdicts(onNumber: number, of: use.abi, where: tests) {
        for bit in [32, 63] as [UInt64] {
          var call = found.call
          call.arguments[use.argument.index] ^= 1 << bit
          let action = try context.verdict(on: call, of: use.abi)
          guard action != found.action else { continue }
          if isBypass {
            // The rule is to blame that refuses the one or lets the other through.
            guard action.passes, !found.action.passes,
              [found.call, call].contains(where: { call in
                // Most rules are not, which their own condition says at once.
                rules.contains { $0.condition.holds(for: call.arguments) }
                  && FilterEvaluator(resolved.filter).decide(call).reason == .rule(use.origin)
              })
            else { continue }
          }
          return Finding.Witness(call, action)
        }
      }
    }
    return nil
  }
}
