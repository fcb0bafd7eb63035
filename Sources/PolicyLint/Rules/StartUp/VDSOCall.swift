import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A denial of a call that programs do not need to make.
enum VDSOCall: LintRule {
  static let about = LintRuleDescription(
    id: "vdso-call", family: .startUp, severity: .warning,
    title: "a call that is mostly answered without the kernel",
    problem:
      "The kernel maps code into every program, the vDSO, that tells the time without a call: no "
      + "filter and no strace log sees anything of it. Where a machine's clock cannot be read so, as "
      + "in many virtual machines, the call is made after all, and the denial strikes there alone.",
    advice: "Allow the call; time cannot be kept from a program in this way.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
        "rules": [{ "syscalls": ["clock_gettime", "gettimeofday"], "action": "kill-process" }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["clock_gettime", "gettimeofday", "time", "getcpu"] }]
      }
      """,
    references: ["https://man7.org/linux/man-pages/man7/vdso.7.html"])

  /// Calls that one rule, or the default, denies.
  private struct Denial {
    var location: SourceLocation?
    var names: [String]
    var witness: Finding.Witness
    var isDeadly: Bool
    var isByRule: Bool

    /// What a rule does is meant; what a default does to a call that no log showed is not.
    var severity: Diagnostic.Severity {
      switch (isDeadly, isByRule) {
      case (true, true): .error
      case (true, false), (false, true): .warning
      case (false, false): .note
      }
    }
  }

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard context.policy != nil else { return [] }
    var denials: [Denial] = []
    for abi in context.abis {
      for function in VDSO.functions(on: abi) {
        guard let call = Syscall.named(function.name),
          let witness = try context.denial(
            of: call, on: abi, where: function.tests(of: call, on: abi))
        else { continue }
        let isByRule = context.rule(behind: witness) != nil
        let isDeadly = witness.action.isDeadly
        // That a list of what is allowed lacks the rarer ones costs an error at worst.
        if !isByRule && !isDeadly && !function.readsClock { continue }
        let location = context.location(of: witness)
        if let known = denials.firstIndex(where: {
          $0.location == location && $0.isDeadly == isDeadly
        }) {
          if !denials[known].names.contains(call.name) { denials[known].names.append(call.name) }
        } else {
          denials.append(
            Denial(
              location: location, names: [call.name], witness: witness, isDeadly: isDeadly,
              isByRule: isByRule))
        }
      }
    }
    return denials.map { denial in
      let isOne = denial.names.count == 1
      let effect =
        denial.isDeadly
        ? "there \(isOne ? "it kills" : "they kill") the program"
        : "there \(isOne ? "it is" : "they are") denied"
      return finding(
        at: denial.location,
        "\(enumeration(denial.names)) \(isOne ? "is" : "are") mostly answered by the vDSO, where no "
          + "filter and no strace log sees \(isOne ? "it" : "them"), but not on every machine: \(effect)",
        advice: "allow \(isOne ? "it" : "them")", witness: denial.witness,
        severity: denial.severity)
    }
  }
}
