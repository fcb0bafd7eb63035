import ClassicBPF
import FilterProof
import LinuxABI
import SeccompPolicy
import SourceDiagnostics

/// A ring, which carries out calls that no filter sees.
enum IOURingOpen: LintRule {
  static let about = LintRuleDescription(
    id: "io-uring-open", family: .relatives, severity: .error,
    title: "io_uring leads around the policy",
    problem:
      "The kernel carries out what is put on a ring, opening files and sockets among it, without "
      + "asking a filter. So a policy that allows io_uring and denies such calls denies nothing.",
    advice: "Answer `io_uring_setup`, `io_uring_enter` and `io_uring_register` with ENOSYS.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "io_uring_setup", "io_uring_enter"], "comment": "fast" }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["read"] },
          { "syscalls": ["io_uring_setup", "io_uring_enter"], "action": { "errno": "ENOSYS" } }
        ]
      }
      """,
    references: [
      "https://github.com/moby/moby/issues/46762",
      "https://github.com/containerd/containerd/issues/9320",
    ])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let setup = Syscall.named("io_uring_setup"), let enter = Syscall.named("io_uring_enter")
    else { return [] }
    for abi in context.abis {
      guard let grant = try context.grant(of: setup, on: abi),
        try context.grant(of: enter, on: abi) != nil
      else { continue }
      for effect in Effect.all where effect.isOnRings && effect.kind == .act {
        guard let (call, denial) = try denial(of: effect, on: abi, context) else { continue }
        let deniedAt = context.location(of: denial)
        // A ring that was set up elsewhere and handed over must not be entered either.
        let ring = ["io_uring_setup", "io_uring_enter", "io_uring_register"]
          .compactMap(Syscall.named)
        let new = NewRule(calls: ring, action: NewRule.noCall)
        let edits =
          context.policy == nil
          ? nil : context.edits(putting: new, before: context.origin(behind: grant))
        return [
          finding(
            at: context.location(of: grant),
            "'io_uring_setup' and 'io_uring_enter' are allowed, and a ring does what is denied to "
              + "'\(call)': no filter sees it",
            advice: context.advice(
              putting: new,
              words: "answer the io_uring calls with ENOSYS, on which programs fall back"),
            witness: grant,
            notes: [Diagnostic.Note("'\(call)' is denied here: \(denial.text)", at: deniedAt)],
            fix: edits.map { Fix("answer the io_uring calls with ENOSYS", $0) })
        ]
      }
    }
    return []
  }

  /// The call by which an effect is denied that a ring has: by a rule, or because no call has it.
  private static func denial(
    of effect: Effect, on abi: ABI, _ context: LintContext
  ) throws(ProofError) -> (call: Syscall, denial: Finding.Witness)? {
    var isGranted = false
    var missing: (call: Syscall, denial: Finding.Witness)?
    for member in effect.members(on: abi) {
      guard try context.denyingMeansEffect(member, on: abi),
        let tests = member.use.registerTests(of: member.call, on: abi)
      else { continue }
      let verdicts = try context.verdicts(on: member.call, of: abi, where: tests)
      if let denial = verdicts.first(where: { !$0.action.passes }) {
        if context.rule(behind: denial) != nil { return (member.call, denial) }
        missing = (member.call, denial)
      }
      isGranted = isGranted || verdicts.contains { $0.action.passes }
    }
    return isGranted ? nil : missing
  }
}
