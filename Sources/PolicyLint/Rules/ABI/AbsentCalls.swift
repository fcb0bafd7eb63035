import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// Names that mean nothing on any ABI of the policy.
enum AbsentCalls: LintRule {
  static let about = LintRuleDescription(
    id: "absent-calls", family: .abi, severity: .note,
    title: "calls that no listed ABI has",
    problem:
      "The names are right, but no ABI that the policy lists has these calls, so that the "
      + "entries say "
      + "nothing. Whoever meant a restriction by them has it elsewhere or not at all.",
    advice: "Remove them, or list the ABI for which they are meant.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "_llseek", "mmap2"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "lseek", "mmap"] }]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (policy, resolved) = context.policy else { return [] }
    let listed = policy.listedABIs(on: context.machine)
    var findings: [Finding] = []
    for rule in resolved.rules {
      let abis = rule.syntax.architectures.map { chosen in
        listed.filter { abi in chosen.contains { $0.value == abi } }
      }
      var absent: [(name: String, range: SourceRange)] = []
      for selector in rule.syntax.calls {
        // Who writes "name?" knows.
        guard case .name(let name, isOptional: false) = selector.value,
          let call = Syscall.named(name),
          (abis ?? listed).allSatisfy({ call.number(on: $0) == nil })
        else { continue }
        absent.append((name, selector.range))
      }
      guard let first = absent.first else { continue }
      let names = (abis ?? listed).map(\.name).joined(separator: ", ")
      findings.append(
        finding(
          at: SourceLocation(source: rule.location.source, range: first.range),
          "\(enumeration(absent.map(\.name))) \(absent.count == 1 ? "does" : "do") not exist on "
            + (names.isEmpty ? "any listed ABI" : names),
          advice: "remove \(absent.count == 1 ? "it" : "them"), or list the ABI that is meant"))
    }
    return findings
  }
}
