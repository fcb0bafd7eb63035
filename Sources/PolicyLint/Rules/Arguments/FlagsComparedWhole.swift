import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// Flags that are compared as one number.
enum FlagsComparedWhole: LintRule {
  static let about = LintRuleDescription(
    id: "flags-compared-whole", family: .arguments, severity: .error,
    title: "flags are compared as one number",
    problem:
      "The argument holds flags, or a value with flags beside it, and is compared as a whole. A "
      + "denial is passed by with one harmless flag more, and a permission refuses what every "
      + "program "
      + "does, "
      + "such as SOCK_STREAM with SOCK_CLOEXEC.",
    advice:
      "Write `has`, `hasAny` or `hasNone` for flags, and `is` for the value beside them.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
        "rules": [
          { "syscalls": ["unshare"], "where": { "unshare_flags": "CLONE_NEWUSER" }, "action": { "errno": "EPERM" } }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
        "rules": [
          { "syscalls": ["unshare"], "where": { "unshare_flags": { "has": "CLONE_NEWUSER" } }, "action": { "errno": "EPERM" } }
        ]
      }
      """)

  /// Flags that do not change what a value beside them means.
  private static let harmless: [String: String] = [
    "socket.type": "SOCK_CLOEXEC", "socketpair.type": "SOCK_CLOEXEC", "open.flags": "O_CLOEXEC",
    "openat.flags": "O_CLOEXEC", "mq_open.oflag": "O_CLOEXEC",
  ]

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    var findings: [Finding] = []
    for use in try context.conditionUses() {
      guard let vocabulary = use.argument.vocabulary,
        vocabulary.form == .flags || vocabulary.form == .valueAndFlags
      else { continue }
      for case .oneOf(let operands) in use.condition.comparisons.map(\.value) {
        for case .value(let value) in operands {
          guard let bits = ConditionUse.bits(of: value.value, on: use.abi) else { continue }
          let found =
            use.isDenial
            ? try passing(bits, use, vocabulary, context)
            : try refused(bits, use, operands.count, vocabulary, context)
          guard let found else { continue }
          let location = SourceLocation(source: use.rule.location.source, range: value.range)
          findings.append(
            finding(
              at: location,
              use.isDenial
                ? "'\(use.condition.argument.value)' of '\(use.call)' holds flags, and with one flag more the "
                  + "call is not denied"
                : "'\(use.condition.argument.value)' of '\(use.call)' is a value with flags beside it, and with "
                  + "a harmless flag the call is refused",
              advice: "write \(instead(of: value, bits, use, vocabulary))",
              witness: found, severity: use.isDenial ? .error : .warning))
        }
      }
    }
    return findings
  }

  /// What says the same of the value and of the flags, each by itself.
  private static func instead(
    of value: Located<ValueSyntax>, _ bits: UInt64, _ use: ConditionUse,
    _ vocabulary: ArgumentVocabulary
  ) -> String {
    let field = vocabulary.valueField ?? 0
    let source = use.rule.location.source
    let text = String(decoding: source.bytes[value.range.range], as: UTF8.self)
    if bits & ~field == 0 { return "{ \"is\": \(text) }" }
    if bits & field == 0 {
      return "{ \"\(bits.nonzeroBitCount == 1 ? "has" : "hasAny")\": \(text) }"
    }
    return "{ \"is\": …, \"has\": … }, with the value for 'is' and the flags for 'has'"
  }

  /// A call with one flag more that is executed.
  private static func passing(
    _ bits: UInt64, _ use: ConditionUse, _ vocabulary: ArgumentVocabulary, _ context: LintContext
  ) throws(ProofError) -> Finding.Witness? {
    let field = vocabulary.valueField ?? 0
    // Not to deny a call without any flag is nobody's mistake.
    if bits | field == 0 { return nil }
    let mask = use.argument.mask(on: use.abi)
    let flags = vocabulary.constants.compactMap { $0.value(on: use.abi) }
      .filter { $0.nonzeroBitCount == 1 && $0 & (bits | field) == 0 && $0 & mask == $0 }
    guard let flag = flags.first else { return nil }
    let value = (bits | flag) & mask
    let test = ArgumentTest(
      index: use.argument.index, mask: mask, values: IntervalSet(value...value))
    return try context.grant(of: use.call, on: use.abi, where: [test])
  }

  /// A call with a flag that does no harm that is refused.
  private static func refused(
    _ bits: UInt64, _ use: ConditionUse, _ count: Int, _ vocabulary: ArgumentVocabulary,
    _ context: LintContext
  ) throws(ProofError) -> Finding.Witness? {
    let key = "\(use.call).\(use.argument.name)"
    guard let name = harmless[key], let flag = Constant.named(name)?.value(on: use.abi),
      let field = vocabulary.valueField, bits & ~field == 0,
      use.rule.syntax.action.map({ $0.value.isPermitting }) ?? true
    else { return nil }
    let mask = use.argument.mask(on: use.abi)
    let value = (bits | flag) & mask
    let test = ArgumentTest(
      index: use.argument.index, mask: mask, values: IntervalSet(value...value))
    guard try context.grant(of: use.call, on: use.abi, where: [test]) == nil else { return nil }
    return try context.denial(of: use.call, on: use.abi, where: [test])
  }
}
