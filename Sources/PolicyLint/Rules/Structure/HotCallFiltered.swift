import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A call of hot loops for which the kernel must run the filter each time.
enum HotCallFiltered: LintRule {
  static let about = LintRuleDescription(
    id: "hot-call-filtered", family: .structure, severity: .note,
    title: "a frequent call runs the filter each time",
    problem:
      "For calls that are allowed whatever their arguments are, kernels from 5.11 on do not run "
      + "the filter at all. A condition on a call of hot loops, or logging it, gives that up.",
    advice: "Allow the call without condition, if the condition is not worth it.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"], "where": { "count": { "le": 4096 } } }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """)

  private static let hot = [
    "read", "write", "readv", "writev", "pread64", "pwrite64", "recvfrom", "sendto", "recvmsg",
    "sendmsg", "epoll_wait", "epoll_pwait", "poll", "futex", "sched_yield", "clock_gettime",
    "lseek",
  ]

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (_, resolved) = context.policy, case .success(let program)? = context.compiled
    else { return [] }
    let abi = context.machine.abi
    var findings: [Finding] = []
    for call in hot.compactMap(Syscall.named) {
      guard let number = call.number(on: abi), let grant = try context.grant(of: call, on: abi),
        !program.isConstantAllow(number: number, auditArchitecture: abi.auditArchitecture)
      else { continue }
      let cause = cause(of: number, on: abi, in: resolved) ?? context.origin(behind: grant)
      if cause.flatMap({ resolved.rule($0).comment }) != nil { continue }
      var counter = InstructionCounter()
      _ = program.run(
        on: grant.call, byteOrder: resolved.filter.byteOrder, visitor: &counter)
      findings.append(
        finding(
          at: cause.flatMap { context.location(of: call, in: $0) } ?? context.location(of: grant),
          "'\(call)' runs \(counter.count) instructions of the filter each time, for it is not "
            + "always allowed",
          advice: Advice(
            "allow it without condition, or say in a 'comment' that it is worth it",
            words: "allow it without condition, if that is not worth it")))
    }
    return findings
  }

  /// The rule for which the filter has to look: the first that names the call.
  ///
  /// The one that allows it may be another, without conditions, and in a policy that comes with sekat.
  private static func cause(
    of number: UInt32, on abi: ABI, in resolved: ResolvedPolicy
  ) -> RuleOrigin? {
    resolved.filter.abis.first { $0.abi == abi }?.rules.first { $0.numbers.contains(number) }?
      .origin
  }

  private struct InstructionCounter: BPFVisitor {
    var count = 0
    mutating func visit(_ index: Int) { count += 1 }
  }
}
