import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A rule about calls that a policy is not to allow without a word.
///
/// A comment on the rule of the policy is that word, or a condition that says which calls are needed; one
/// that only leaves some out is not. What `default` allows is the business of ``DefaultAllows``.
protocol GrantRule: LintRule {
  /// The class of the calls.
  static var risk: SyscallRisk.Class { get }
  /// What they are good for, as the end of a sentence: `reads and writes other processes`.
  static var power: String { get }
  /// Whether only calls count that are written out, and not those that a group brings in.
  static var isAboutNamesOnly: Bool { get }
}

extension GrantRule {
  static var isAboutNamesOnly: Bool { false }

  /// The calls.
  static var calls: [String] { SyscallRisk.calls(of: risk) }

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    if context.program != nil, try context.isDenyList { return [] }
    var grants: [Grant] = []
    for abi in context.abis {
      for call in calls.compactMap(Syscall.named) {
        guard let witness = try context.grant(of: call, on: abi) else { continue }
        if context.policy != nil {
          guard let rule = context.rule(behind: witness), rule.comment == nil,
            !context.isNarrow(witness)
          else { continue }
          if isAboutNamesOnly, !context.isWritten(call, behind: witness) { continue }
        }
        // What one rule says, or one instruction, is one decision, however many calls it is about.
        let location = context.location(of: witness)
        let decision = context.rule(behind: witness)?.location ?? location
        let index = grants.firstIndex { $0.decision == decision } ?? grants.count
        if index == grants.count {
          grants.append(Grant(decision: decision, location: location, witness: witness))
        }
        if context.rule(behind: witness)?.syntax.alternatives != nil {
          grants[index].hasCondition = true
        }
        if grants[index].names.contains(call.name) { continue }
        grants[index].names.append(call.name)
        if context.policy != nil && !context.isWritten(call, behind: witness) {
          grants[index].grouped.append(call.name)
        }
      }
    }
    return grants.map { grant in
      finding(
        at: grant.location,
        "\(enumeration(grant.names)) \(grant.names.count == 1 ? "is" : "are") allowed"
          + "\(grant.hasCondition ? " but for some arguments" : ""): \(power)",
        advice: Advice(
          "leave out what is not needed\(grant.leavingOut), "
            + (grant.hasCondition
              ? "say in 'where' which values are needed instead of which are not"
              : "narrow it with 'where'") + ", or say in a 'comment' why it must be",
          words: "leave out what is not needed, or narrow it by arguments"),
        witness: grant.witness)
    }
  }
}

/// Calls that one decision allows.
private struct Grant {
  /// Where the decision is: a rule, or an instruction that returns.
  var decision: SourceLocation?
  var location: SourceLocation?
  var witness: Finding.Witness
  var names: [String] = []
  /// Whether conditions leave some arguments out.
  var hasCondition = false
  /// Those that only a group brings in.
  var grouped: [String] = []

  /// How to leave out calls of a group.
  var leavingOut: String {
    if grouped.isEmpty { return "" }
    return " (after the group: \(grouped.map { "\"!\($0)\"" }.joined(separator: ", ")))"
  }
}
