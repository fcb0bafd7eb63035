import FilterProof
import LinuxABI
import SeccompPolicy
import SourceDiagnostics

/// A call by its number, though it has a name.
enum BareNumber: LintRule {
  static let about = LintRuleDescription(
    id: "bare-number", family: .abi, severity: .warning, title: "a number where there is a name",
    problem:
      "Numbers mean another call on every ABI, nobody can read them, and a mistake in one looks "
      + "like any other.",
    advice: "Write the name.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["#0"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (_, resolved) = context.policy else { return [] }
    var findings: [Finding] = []
    for rule in resolved.rules {
      let abi = rule.syntax.architectures?.first?.value ?? context.machine.abi
      for selector in rule.syntax.calls {
        guard case .number(let number) = selector.value,
          let call = Syscall.numbered(abi == .x32 ? number | ABI.x32Bit : number, on: abi)
        else { continue }
        let location = SourceLocation(source: rule.location.source, range: selector.range)
        findings.append(
          finding(
            at: location,
            "number \(number) is '\(call)' on \(abi.name), and another call elsewhere",
            advice: Advice("write \"\(call)\"", words: "write the name"),
            fix: Fix("write '\(call)' for #\(number)", [.init(location, "\"\(call)\"")])))
      }
    }
    return findings
  }
}
