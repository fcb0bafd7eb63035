import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A policy under which some programs can start others, and some cannot.
enum ForkBlocked: LintRule {
  static let about = LintRuleDescription(
    id: "fork-blocked", family: .startUp, severity: .warning,
    title: "only some of the calls that start processes are allowed",
    problem:
      "The C libraries make processes with different calls: glibc's `fork` is `clone`, that of musl "
      + "is `fork`, and shells call `vfork`, where an ABI has these. A list that has one of them and "
      + "not the others works for the programs that were tried, and for others says \"Cannot fork\".",
    advice: "Allow `clone`, `fork` and `vfork` together; `fork` and `vfork` make no namespaces.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["clone"], "where": { "flags": { "hasNone": "CLONE_NEWUSER|CLONE_NEWNS" } } },
          { "syscalls": ["execve", "wait4", "exit", "futex"] }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["clone"], "where": { "flags": { "hasNone": "CLONE_NEWUSER|CLONE_NEWNS" } } },
          { "syscalls": ["fork", "vfork", "execve", "wait4", "exit", "futex"] }
        ]
      }
      """,
    references: [
      "https://man7.org/linux/man-pages/man2/fork.2.html",
      "https://man7.org/linux/man-pages/man2/vfork.2.html",
    ])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard context.policy != nil else { return [] }
    var findings: [Finding] = []
    for abi in context.abis {
      guard let clone = Syscall.named("clone"),
        // What glibc's fork passes.
        let test = clone.test(
          "flags", equals: ["CLONE_CHILD_SETTID", "CLONE_CHILD_CLEARTID", "SIGCHLD"], on: abi),
        try isMeant(on: abi, context)
      else { continue }
      let forks = ["fork", "vfork"].compactMap(Syscall.named).filter { $0.number(on: abi) != nil }
      if let start = try context.grant(of: clone, on: abi, where: [test]) {
        if let found = try missing(forks, beside: start, on: abi, context) {
          findings.append(found)
        }
        continue
      }
      for fork in forks {
        guard let start = try context.grant(of: fork, on: abi),
          let denial = try context.denial(of: clone, on: abi, where: [test]),
          // Who denies it by a rule means to; what is left open beside it is found elsewhere.
          context.rule(behind: denial) == nil
        else { continue }
        findings.append(
          finding(
            at: context.location(of: denial),
            "'\(fork)' is allowed, but not 'clone', with which glibc makes processes: its fork() and "
              + "posix_spawn() get \(denial.verdict)",
            advice: Advice(
              "allow 'clone' too, with { \"flags\": { \"hasNone\": \"\(namespaces)\" } }",
              words: "allow 'clone' too, without the flags that make namespaces"),
            witness: denial, notes: [context.note("'\(fork)' is allowed here", at: start)]))
        break
      }
    }
    return findings
  }

  /// The flags of `clone` that make namespaces.
  private static var namespaces: String {
    RiskyValues.of("clone_flags", of: "clone")?.names.joined(separator: "|") ?? ""
  }

  /// Whether programs are to start others, and not only threads.
  private static func isMeant(on abi: ABI, _ context: LintContext) throws(ProofError) -> Bool {
    for call in ["execve", "execveat", "wait4", "waitid"].compactMap(Syscall.named)
    where try context.grant(of: call, on: abi) != nil {
      return true
    }
    return false
  }

  /// The calls that `clone` is allowed without, where nobody has denied them on purpose.
  private static func missing(
    _ forks: [Syscall], beside start: Finding.Witness, on abi: ABI, _ context: LintContext
  ) throws(ProofError) -> Finding? {
    var names: [String] = []
    var witness: Finding.Witness?
    for fork in forks where try context.grant(of: fork, on: abi) == nil {
      guard let denial = try context.denial(of: fork, on: abi),
        context.rule(behind: denial) == nil
      else { continue }
      names.append(fork.name)
      witness = witness ?? denial
    }
    guard let witness else { return nil }
    return finding(
      at: context.location(of: witness),
      "'clone' may make processes, but \(enumeration(names)), with which shells and programs of musl "
        + "do, \(names.count == 1 ? "gets" : "get") \(witness.verdict)",
      advice: "allow \(enumeration(names)) too", witness: witness,
      notes: [context.note("'clone' is allowed here", at: start)])
  }
}
