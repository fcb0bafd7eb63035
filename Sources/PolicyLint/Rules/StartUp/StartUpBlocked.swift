import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// A policy under which the C library does not come as far as `main`.
enum StartUpBlocked: LintRule {
  static let about = LintRuleDescription(
    id: "start-up-blocked", family: .startUp, severity: .warning,
    title: "a program cannot start",
    problem:
      "Before `main` the C library and the dynamic linker make calls without which they give up, "
      + "or which kill the process where the verdict is to kill. The execve itself needs no "
      + "permission: "
      + "sekat brings its own.",
    advice:
      "Allow the calls that are named; `builtin:pure-compute` has what a static program needs, and "
      + "`builtin:default` what all do.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "write", "exit_group", "rt_sigreturn", "restart_syscall"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["read", "write", "exit_group", "rt_sigreturn", "restart_syscall", "arch_prctl", "mprotect", "brk",
                         "mmap", "munmap", "openat", "close", "pread64", "fstat", "newfstatat", "access"] }
        ]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    for stage in StartUp.stages {
      var missing: [(name: String, witness: Finding.Witness)] = []
      for need in stage.needs {
        if let lack = try lack(of: need, context) { missing.append(lack) }
      }
      guard let first = missing.first else { continue }
      let names = enumeration(missing.map(\.name))
      return [
        finding(
          at: context.location(of: first.witness),
          "\(stage.programs) cannot start: \(names) "
            + "\(missing.count == 1 ? "is" : "are") not allowed",
          advice: "allow \(missing.count == 1 ? "it" : "them"), or extend 'builtin:default'",
          witness: first.witness, severity: stage.severity)
      ]
    }
    return []
  }

  /// The call that is missing, if none of those that would do is allowed.
  private static func lack(
    of need: StartUp.Need, _ context: LintContext
  ) throws(ProofError) -> (name: String, witness: Finding.Witness)? {
    let abi = context.machine.abi
    var lack: (name: String, witness: Finding.Witness)?
    for name in need.calls {
      guard let call = Syscall.named(name), call.number(on: abi) != nil else { continue }
      let verdicts = try context.verdicts(on: call, of: abi)
      if verdicts.contains(where: { $0.action.isPermitting }) { return nil }
      guard let witness = verdicts.first else { continue }
      if need.survivesErrors && !witness.action.isDeadly { return nil }
      lack = lack ?? (name, witness)
    }
    return lack
  }
}
