import ClassicBPF
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
      + "program does, such as SOCK_STREAM with SOCK_CLOEXEC.",
    advice:
      "Write `has`, `hasAny` or `hasNone` for flags, and `is` with the values that may be there for "
      + "the field beside them.",
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
      for comparison in use.condition.comparisons {
        let operands: [OperandSyntax]
        let excludes: Bool
        switch comparison.value {
        case .oneOf(let all): (operands, excludes) = (all, false)
        case .noneOf(let all): (operands, excludes) = (all, true)
        case .order, .bits, .field, .masked, .among: continue
        }
        let advice = excludes ? adviceInstead(ofExcluding: operands, use, vocabulary) : nil
        for case .value(let value) in operands {
          guard let bits = ConditionUse.bits(of: value.value, on: use.abi),
            let found = try finding(
              about: bits, at: value, isDenied: excludes ? use.isPermission : use.isDenial, use,
              advice: advice ?? "write \(instead(of: value, bits, use, vocabulary))", context)
          else { continue }
          findings.append(found)
          // The advice is about all values of the list.
          if excludes { break }
        }
      }
    }
    return findings
  }

  /// What is wrong with the comparison with one value, if anything is; calls with the value are to be
  /// denied or else to be allowed.
  private static func finding(
    about bits: UInt64, at value: Located<ValueSyntax>, isDenied: Bool, _ use: ConditionUse,
    advice: String, _ context: LintContext
  ) throws(ProofError) -> Finding? {
    let found =
      isDenied ? try passing(bits, use, context) : try refused(bits, use, context)
    guard let found else { return nil }
    let argument = use.condition.argument.value
    let location = SourceLocation(source: use.rule.location.source, range: value.range)
    return finding(
      at: location,
      isDenied
        ? "'\(argument)' of '\(use.call)' holds flags, and with one flag more the call is not denied"
        : "'\(argument)' of '\(use.call)' is a value with flags beside it, and with a harmless flag "
          + "the call is refused",
      advice: Advice(
        advice, words: "compare each flag, and the value beside them, by a mask of its own"),
      witness: found, notes: context.notes(onDecision: found, at: location),
      severity: isDenied ? .error : .warning)
  }

  // MARK: Advice

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

  /// So many values are listed in a sentence.
  private static let mostListed = 4

  /// What keeps out values and flags, each by itself: there is no opposite of `is`, so it lists what
  /// may be there, or decides in a rule of its own what may not.
  private static func adviceInstead(
    ofExcluding operands: [OperandSyntax], _ use: ConditionUse, _ vocabulary: ArgumentVocabulary
  ) -> String? {
    let field = vocabulary.valueField ?? 0
    let source = use.rule.location.source
    var texts: [String] = []
    var all: [UInt64] = []
    for case .value(let value) in operands {
      guard let bits = ConditionUse.bits(of: value.value, on: use.abi) else { continue }
      texts.append(String(decoding: source.bytes[value.range.range], as: UTF8.self))
      all.append(bits)
    }
    func list(_ texts: [String]) -> String {
      texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
    }
    if field == 0 || all.allSatisfy({ $0 & field == 0 && $0 != 0 }) {
      let names = texts.map { $0.filter { $0 != "\"" } }.joined(separator: "|")
      return "write { \"hasNone\": \"\(names)\" }"
    }
    guard all.allSatisfy({ $0 & ~field == 0 }) else {
      return
        "write { \"is\": …, \"hasNone\": … }, with the values that may be there for 'is' and the "
        + "flags that may not for 'hasNone'"
    }
    let others = vocabulary.fieldValues(on: use.abi).filter { constant in
      constant.value(on: use.abi).map { !all.contains($0) } ?? false
    }
    if (1...mostListed).contains(others.count) {
      return "write { \"is\": \(list(others.map { "\"\($0.name)\"" })) }"
    }
    let argument = use.condition.argument.value
    let rule = NewRule(
      calls: [use.call], condition: "{ \"\(argument)\": { \"is\": \(list(texts)) } }",
      action: NewRule.noPermission)
    return "decide them in a rule of its own before this one: \(rule.text)"
  }

  // MARK: Witnesses

  /// A call with one flag more that is executed, where the rule keeps out the value by itself.
  private static func passing(
    _ bits: UInt64, _ use: ConditionUse, _ context: LintContext
  ) throws(ProofError) -> Finding.Witness? {
    let vocabulary = use.argument.vocabulary
    let field = vocabulary?.valueField ?? 0
    // Not to deny a call without any flag is nobody's mistake.
    if bits | field == 0 { return nil }
    guard
      try context.verdicts(on: use.call, of: use.abi, where: [use.test(is: bits)])
        .contains(where: { !$0.action.passes })
    else { return nil }
    let mask = use.argument.mask(on: use.abi)
    let flags = (vocabulary?.constants ?? []).compactMap { $0.value(on: use.abi) }
      .filter { $0.nonzeroBitCount == 1 && $0 & (bits | field) == 0 && $0 & mask == $0 }
    for flag in flags {
      let test = use.test(is: bits | flag)
      guard let grant = try context.grant(of: use.call, on: use.abi, where: [test]) else {
        continue
      }
      // What another rule allows is not let through by this one.
      if use.isDenial || context.origin(behind: grant) == use.origin { return grant }
    }
    return nil
  }

  /// A call with a flag that does no harm that is refused, where the value by itself is allowed.
  private static func refused(
    _ bits: UInt64, _ use: ConditionUse, _ context: LintContext
  ) throws(ProofError) -> Finding.Witness? {
    let key = "\(use.call).\(use.argument.name)"
    guard let name = harmless[key], let flag = Constant.named(name)?.value(on: use.abi),
      let field = use.argument.vocabulary?.valueField, bits & ~field == 0,
      use.isDenial || use.rule.syntax.action.map({ $0.value.passes }) ?? true,
      try context.grant(of: use.call, on: use.abi, where: [use.test(is: bits)]) != nil
    else { return nil }
    let test = use.test(is: bits | flag)
    guard try context.grant(of: use.call, on: use.abi, where: [test]) == nil else { return nil }
    return try context.denial(of: use.call, on: use.abi, where: [test])
  }
}
