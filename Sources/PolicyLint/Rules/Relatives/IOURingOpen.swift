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

  /// Calls that a ring carries out.
  private static let operations = [
    "openat", "openat2", "socket", "connect", "accept4", "sendmsg", "recvmsg", "renameat2",
    "unlinkat", "mkdirat", "linkat", "symlinkat", "statx", "splice", "fallocate", "bind", "listen",
  ]

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let setup = Syscall.named("io_uring_setup"), let enter = Syscall.named("io_uring_enter")
    else { return [] }
    for abi in context.abis {
      guard let grant = try context.grant(of: setup, on: abi),
        try context.grant(of: enter, on: abi) != nil
      else { continue }
      for call in Self.operations.compactMap(Syscall.named) {
        guard let denial = try context.denial(of: call, on: abi) else { continue }
        let place = context.location(of: denial)
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
            advice: context.policy == nil
              ? "answer the io_uring calls with ENOSYS, on which programs fall back"
              : context.advice(putting: new),
            witness: grant,
            notes: [Diagnostic.Note("'\(call)' is denied here: \(denial.text)", at: place)],
            fix: edits.map { Fix("answer the io_uring calls with ENOSYS", $0) })
        ]
      }
    }
    return []
  }
}
