import ClassicBPF
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
      + "permission: sekat brings its own.",
    advice:
      "Allow the calls that are named, with the arguments that are named; `builtin:pure-compute` has "
      + "what a static program needs, and `builtin:default` what all do. Where all programs are "
      + "static, say so as the reason of a suppression.",
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
    var findings: [Finding] = []
    for abi in context.abis where abi == context.machine.abi || StartUp.isKnown(abi) {
      var stages: [(stage: StartUp.Stage, lacks: [Lack])] = []
      for stage in StartUp.stages {
        var lacks: [Lack] = []
        for need in stage.needs where need.abis.contains(abi) {
          guard let lack = try lack(of: need, on: abi, context) else { continue }
          if !lacks.contains(where: { $0.text == lack.text }) { lacks.append(lack) }
        }
        if !lacks.isEmpty { stages.append((stage, lacks)) }
      }
      guard let (stage, lacks) = stages.first else { continue }
      let isOne = lacks.count == 1
      let onABI = context.abis.count > 1 ? " on \(abi.name)" : ""
      findings.append(
        finding(
          at: context.location(of: lacks[0].witness),
          "\(stage.programs) cannot start\(onABI): \(text(lacks)) \(isOne ? "is" : "are") not allowed",
          advice: Advice(
            "allow \(isOne ? "it" : "them"), or extend '\(stage.base)'",
            words: "allow \(isOne ? "it" : "them")"),
          witness: lacks[0].witness,
          notes: stages.dropFirst().map { stage, lacks in
            Diagnostic.Note("\(stage.programs) needs \(text(lacks)) too")
          }, severity: stage.severity))
    }
    return findings
  }

  private static func text(_ lacks: [Lack]) -> String {
    let parts = lacks.map(\.text)
    guard let last = parts.last else { return "" }
    let others = parts.dropLast()
    return others.isEmpty ? last : others.joined(separator: ", ") + " and " + last
  }

  /// A call that is missing.
  private struct Lack {
    var call: Syscall
    /// What it is called with, where it is allowed with something else.
    var arguments: String
    var witness: Finding.Witness

    var text: String { "'\(call)'\(arguments.isEmpty ? "" : " with \(arguments)")" }
  }

  /// The call that is missing, if it is.
  private static func lack(
    of need: StartUp.Need, on abi: ABI, _ context: LintContext
  ) throws(ProofError) -> Lack? {
    let way = need.way
    guard let call = way.call(on: abi) else { return nil }
    let verdicts = try context.verdicts(on: call, of: abi, where: way.tests(on: abi))
    guard let witness = verdicts.first, !verdicts.contains(where: { $0.action.passes }) else {
      return nil
    }
    if need.survivesErrors && !witness.action.isDeadly { return nil }
    let noCall = ErrnoName.number(of: "ENOSYS", on: abi).map { FilterAction.errno($0) }
    if witness.action == noCall, let fallback = need.fallback, let other = fallback.call(on: abi),
      try context.grant(of: other, on: abi, where: fallback.tests(on: abi)) != nil
    {
      return nil
    }
    let isPartly = try context.grant(of: call, on: abi) != nil
    let arguments = way.arguments.map(\.text)
    return Lack(
      call: call, arguments: isPartly ? arguments.joined(separator: ", ") : "", witness: witness)
  }
}
