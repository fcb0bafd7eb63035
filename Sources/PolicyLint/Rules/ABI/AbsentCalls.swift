import ClassicBPF
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
      "The names are right, but no ABI that the policy lists has these calls, so that the entries "
      + "say nothing. A denial among them denies nothing: the same is done there by a call of another "
      + "name, such as `umount2` for `umount`.",
    advice:
      "Write the name that the listed ABIs have, list the ABI for which the entry is meant, or remove "
      + "it; `name?` says that it may be missing.",
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
      let chosen = rule.syntax.architectures.map { Set($0.map(\.value)) }
      let abis = listed.filter { chosen?.contains($0) ?? true }
      let names = abis.isEmpty ? "any listed ABI" : abis.map(\.name).joined(separator: ", ")
      var absent = Absent()
      for selector in rule.syntax.calls {
        // Who writes "name?" knows.
        guard case .name(let name, isOptional: false) = selector.value,
          let call = Syscall.named(name), abis.allSatisfy({ call.number(on: $0) == nil })
        else { continue }
        let location = SourceLocation(source: rule.location.source, range: selector.range)
        switch isDenial(rule) ? try opening(call, on: abis, context) : .denied {
        case .denied: absent.spare.append((name, location))
        case .nothing: absent.empty.append((name, location))
        case .open(let counterpart, let grant):
          findings.append(
            finding(
              at: location, "'\(call)' does not exist on \(names), so that nothing is denied by it",
              advice: "did you mean '\(counterpart)'?", witness: grant,
              notes: context.notes(onDecision: grant, at: location), severity: .warning))
        }
      }
      findings += absent.findings(on: names)
    }
    return findings
  }

  /// Calls of a rule that no ABI has.
  private struct Absent {
    /// Those that say nothing.
    var spare: [(name: String, location: SourceLocation)] = []
    /// Those by which something was to be denied.
    var empty: [(name: String, location: SourceLocation)] = []

    func findings(on abis: String) -> [Finding] {
      func finding(
        _ calls: [(name: String, location: SourceLocation)], isDenial: Bool
      ) -> Finding? {
        guard let first = calls.first else { return nil }
        let isOne = calls.count == 1
        let them = isOne ? "it" : "them"
        return AbsentCalls.finding(
          at: first.location,
          "\(enumeration(calls.map(\.name))) \(isOne ? "does" : "do") not exist on \(abis)"
            + (isDenial ? ", so that nothing is denied by \(them)" : ""),
          advice: Advice(
            "remove \(them), or list the ABI that is meant"
              + (isDenial && isOne ? ", or write \"\(first.name)?\"" : ""),
            words: "remove \(them), or list the ABI that is meant"),
          severity: isDenial ? .warning : nil)
      }
      return [finding(empty, isDenial: true), finding(spare, isDenial: false)].compactMap { $0 }
    }
  }

  /// Whether a rule keeps calls from being made, all or some.
  private static func isDenial(_ rule: PolicyRule) -> Bool {
    [rule.syntax.action, rule.syntax.otherwise].contains {
      $0.map { !$0.value.passes } ?? false
    }
  }

  /// What is done about a call that is not there.
  private enum Opening {
    /// Nothing that is known does the same.
    case nothing
    /// The call that does the same is denied too.
    case denied
    /// This call does it.
    case open(Syscall, Finding.Witness)
  }

  /// What the ABIs of a rule have instead of a call.
  private static func opening(
    _ call: Syscall, on abis: [ABI], _ context: LintContext
  ) throws(ProofError) -> Opening {
    var opening = Opening.nothing
    for abi in abis where context.abis.contains(abi) {
      let counterpart = Syscall.counterparts(of: call.name).first { $0.number(on: abi) != nil }
      guard let counterpart else { continue }
      guard let grant = try context.grant(of: counterpart, on: abi) else {
        opening = .denied
        continue
      }
      return .open(counterpart, grant)
    }
    return opening
  }
}
