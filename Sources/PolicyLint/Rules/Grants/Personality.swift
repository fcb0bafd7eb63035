import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// Personalities that take protections of memory away.
enum Personality: LintRule {
  static let about = LintRuleDescription(
    id: "grants-personality", family: .grants, severity: .warning,
    title: "personalities that weaken memory protection",
    problem:
      "With READ_IMPLIES_EXEC whatever is mapped for reading can be executed, also by programs "
      + "that are started later, and with ADDR_NO_RANDOMIZE addresses are known in advance.",
    advice:
      "Allow `personality` only for PER_LINUX, PER_LINUX32, UNAME26 and 0xffffffff, which asks.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "personality"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["read"] },
          { "syscalls": ["personality"], "where": { "personality": ["PER_LINUX", "0xffffffff"] } }
        ]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man2/personality.2.html"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let call = Syscall.named("personality") else { return [] }
    for abi in context.abis {
      for flag in ["READ_IMPLIES_EXEC", "ADDR_NO_RANDOMIZE"] {
        guard let bit = Constant.named(flag)?.value(on: abi) else { continue }
        // Not 0xffffffff, which has every bit and only asks.
        let test = ArgumentTest(index: 0, mask: 0xffff_ffff, values: IntervalSet(bit...bit))
        guard let grant = try context.grant(of: call, on: abi, where: [test]) else { continue }
        if case .defaultAction? = context.reason(for: grant) { continue }
        if context.program != nil, try context.isDenyList { continue }
        let new = NewRule(
          calls: [call],
          condition: """
            { "personality": ["PER_LINUX", "PER_LINUX32", "UNAME26", "PER_LINUX32|UNAME26", "0xffffffff"] }
            """, action: NewRule.noPermission, isElse: true)
        return [
          finding(
            at: context.location(of: grant),
            "'personality' is allowed with \(flag), which weakens the protection of memory",
            advice: context.advice(
              putting: new, words: "allow only PER_LINUX, PER_LINUX32, UNAME26 and 0xffffffff"),
            witness: grant)
        ]
      }
    }
    return []
  }
}
