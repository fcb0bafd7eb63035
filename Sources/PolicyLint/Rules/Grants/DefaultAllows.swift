import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// What nobody has thought of is executed.
enum DefaultAllows: LintRule {
  static let about = LintRuleDescription(
    id: "default-allows", family: .grants, severity: .warning,
    title: "what no rule decides is allowed",
    problem:
      "A list of what is forbidden is never complete: calls that it forgets are allowed, and so "
      + "are those that do not exist yet.",
    advice:
      "Make `default` an error and list what is allowed, or write `\"extends\": "
      + "[\"builtin:default\"]` in its place.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "allow",
        "rules": [{ "syscalls": ["ptrace", "mount"], "action": { "errno": "EPERM" } }]
      }
      """,
    good: """
      {
        "extends": ["builtin:default"], "rules": [{ "syscalls": ["kill"], "action": { "errno": "EPERM" } }]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard try context.isDenyList else { return [] }
    // What a default of 'log' means is said elsewhere.
    if let (_, resolved) = context.policy,
      !resolved.filter.abis.contains(where: { $0.defaultAction == .allow })
    {
      return []
    }
    var names: [String] = []
    var first: Finding.Witness?
    for abi in context.abis {
      for call in Linter.dangerousCalls {
        guard let witness = try context.grant(of: call, on: abi) else { continue }
        if case .rule? = context.reason(for: witness) { continue }
        if !names.contains(call.name) { names.append(call.name) }
        first = first ?? witness
      }
    }
    let unknown = try context.verdicts(
      onNumber: LintContext.numberOfNoCall, of: context.machine.abi)
    guard let witness = first ?? unknown.first else { return [] }
    let what =
      names.isEmpty ? "calls that do not exist yet" : "among others \(enumeration(names, limit: 6))"
    return [
      finding(
        at: context.policy?.resolved.defaultLocation ?? context.location(of: witness),
        "whatever no rule decides is allowed, \(what)",
        advice: Advice(
          "make 'default' an error and list what is allowed, or write "
            + "\"extends\": [\"builtin:default\"] in its place",
          words: "make an error what nothing is known of, and list what is allowed"),
        witness: witness)
    ]
  }
}

extension Linter {
  /// The calls that no policy should allow without a word.
  static var dangerousCalls: [Syscall] {
    let grants = rules.compactMap { $0 as? any GrantRule.Type }
    let more = ["io_uring_setup", "unshare", "setns"]
    return (grants.flatMap { $0.calls } + more).compactMap(Syscall.named)
  }
}
