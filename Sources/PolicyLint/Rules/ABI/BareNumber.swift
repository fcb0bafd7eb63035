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
        let numbers: ClosedRange<UInt32>
        switch selector.value {
        case .number(let number): numbers = number...number
        case .numbers(let all): numbers = all
        case .name, .group, .not: continue
        }
        let named = numbers.lazy.compactMap { number in
          Syscall.numbered(abi == .x32 ? number | ABI.x32Bit : number, on: abi)
            .map { (number, $0) }
        }
        guard let (number, call) = named.first else { continue }
        let location = SourceLocation(source: rule.location.source, range: selector.range)
        findings.append(
          finding(
            at: location,
            "number \(number) is '\(call)' on \(abi.name), and another call elsewhere",
            advice: Advice("write \"\(call)\"", words: "write the name"),
            // The name of one number cannot stand for a range of them.
            fix: numbers.count > 1
              ? nil : Fix("write '\(call)' for #\(number)", [.init(location, "\"\(call)\"")])))
      }
    }
    return findings
  }
}
