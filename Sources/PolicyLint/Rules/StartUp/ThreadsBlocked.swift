import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// A policy under which threads start and cannot end or wait.
enum ThreadsBlocked: LintRule {
  static let about = LintRuleDescription(
    id: "threads-blocked", family: .startUp, severity: .error,
    title: "threads can start and not end",
    problem:
      "Threads are allowed to start, but `exit`, with which a thread ends, or `futex`, with which "
      + "threads wait for each other, is not: the program hangs or is aborted.",
    advice: "Allow `exit` and `futex`, or deny `clone` with CLONE_THREAD.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["clone", "exit_group"], "comment": "threads" }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["clone", "exit", "futex", "exit_group"], "comment": "threads" }]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    let abi = context.machine.abi
    guard let clone = Syscall.named("clone"),
      let test = clone.test("flags", has: "CLONE_THREAD", on: abi),
      let start = try context.grant(of: clone, on: abi, where: [test])
    else { return [] }
    var names: [String] = []
    var witness: Finding.Witness?
    for call in ["exit", "futex"].compactMap(Syscall.named)
    where try context.grant(of: call, on: abi) == nil {
      guard let denial = try context.denial(of: call, on: abi) else { continue }
      names.append(call.name)
      witness = witness ?? denial
    }
    guard let witness else { return [] }
    let location = context.location(of: start)
    return [
      finding(
        at: location,
        "threads can be started here, but \(enumeration(names)) "
          + "\(names.count == 1 ? "is" : "are") not "
          + "allowed, without which they neither wait nor end",
        advice: "allow \(enumeration(names)), or deny 'clone' with CLONE_THREAD", witness: witness,
        notes: context.notes(onDecision: witness, at: location))
    ]
  }
}
