import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A policy that does not say which kernel its author had in mind.
enum KernelMissing: LintRule {
  static let about = LintRuleDescription(
    id: "kernel-missing", family: .relatives, severity: .warning,
    title: "'kernel' is not set",
    problem:
      "Calls that Linux gets later, and numbers that nobody knows yet, are decided by `default`. "
      + "Where that allows, they are let through unseen; where it refuses with anything but "
      + "ENOSYS, the next C library stumbles over them.",
    advice:
      "Write `\"kernel\"` with the release whose calls the policy considers; what is newer then "
      + "gets ENOSYS.",
    bad: """
      { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "rules": [{ "syscalls": ["read"] }] }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """,
    references: ["https://github.com/opencontainers/runc/pull/2737"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (_, resolved) = context.policy, resolved.newerLocation == nil else { return [] }
    let abi = context.machine.abi
    guard
      let witness = try context.verdicts(onNumber: LintContext.numberOfNoCall, of: abi).first,
      witness.action != .errno(ErrnoName.number(of: "ENOSYS", on: abi) ?? 0)
    else { return [] }
    let verdict = witness.action.text(on: abi)
    return [
      finding(
        at: resolved.defaultLocation,
        "calls that are newer than this policy get \(verdict), for it does not say which kernel it "
          + "considers",
        advice: Advice(
          "write \"kernel\": \"\(Syscall.newestKernel)\" if the calls up to that release are "
            + "considered; what is newer then gets ENOSYS",
          words: "answer calls that are newer with ENOSYS"),
        witness: witness)
    ]
  }
}
