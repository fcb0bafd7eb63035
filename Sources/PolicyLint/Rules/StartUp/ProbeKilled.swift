import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A call that programs only try, and for which they are killed.
enum ProbeKilled: LintRule {
  static let about = LintRuleDescription(
    id: "probe-killed", family: .startUp, severity: .warning,
    title: "programs are killed for a call that they only try",
    problem:
      "C libraries and the runtimes of languages try calls of newer kernels and go on without them "
      + "where they fail: io_uring in Node, pidfds in Go, `epoll_pwait2` in event loops. A policy "
      + "that kills ends the program there, with the next release of a runtime if not with this one.",
    advice: "Answer the call with `{\"errno\": \"ENOSYS\"}`.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [{ "syscalls": ["epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [
          { "syscalls": ["epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait"] },
          { "syscalls": ["epoll_pwait2", "io_uring_setup"], "action": { "errno": "ENOSYS" } }
        ]
      }
      """,
    references: [
      "https://github.com/golang/go/blob/master/src/os/pidfd_linux.go",
      "https://github.com/buytenh/ivykis/pull/33",
    ])

  /// Calls for which one rule, or the default, kills.
  private struct Killed {
    var location: SourceLocation?
    var calls: [Syscall]
    var witness: Finding.Witness
  }

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard context.policy != nil else { return [] }
    var killed: [Killed] = []
    for abi in context.abis {
      for probe in LibraryFallback.probes {
        guard let call = Syscall.named(probe.newer),
          let witness = try deadly(call, on: abi, context),
          try isUsed(probe, on: abi, context)
        else { continue }
        let location = context.location(of: witness)
        if let known = killed.firstIndex(where: { $0.location == location }) {
          if !killed[known].calls.contains(call) { killed[known].calls.append(call) }
        } else {
          killed.append(Killed(location: location, calls: [call], witness: witness))
        }
      }
    }
    return killed.map { killed in
      let isOne = killed.calls.count == 1
      let names = enumeration(killed.calls.map(\.name))
      let new = NewRule(calls: killed.calls, action: NewRule.noCall)
      let edits = context.edits(putting: new, before: context.origin(behind: killed.witness))
      return finding(
        at: killed.location,
        "\(names) \(isOne ? "is" : "are") only tried by programs, which go on without "
          + "\(isOne ? "it" : "them"), but \(killed.witness.verdict) ends them",
        advice: Advice(
          "answer \(isOne ? "it" : "them") with \(NewRule.noCall)",
          words: "answer \(isOne ? "it" : "them") with ENOSYS", in: context.ownFile),
        witness: killed.witness,
        fix: edits.map { Fix("answer \(names) with ENOSYS", $0) })
    }
  }

  /// A call that kills, where no use of it is allowed.
  private static func deadly(
    _ call: Syscall, on abi: ABI, _ context: LintContext
  ) throws(ProofError) -> Finding.Witness? {
    let verdicts = try context.verdicts(on: call, of: abi)
    if verdicts.contains(where: { $0.action.passes }) { return nil }
    return verdicts.first { $0.action.isDeadly }
  }

  /// Whether the programs that try a call are meant to run: all that they make in any case is allowed,
  /// and one of the calls that they make in its place.
  private static func isUsed(
    _ probe: LibraryFallback, on abi: ABI, _ context: LintContext
  ) throws(ProofError) -> Bool {
    for call in probe.companions.compactMap(Syscall.named)
    where try context.grant(of: call, on: abi) == nil {
      return false
    }
    if probe.older.isEmpty { return true }
    for call in probe.older.compactMap(Syscall.named)
    where try context.grant(of: call, on: abi) != nil {
      return true
    }
    return false
  }
}
