import LinuxABI
import SeccompFilter
import SeccompPolicy
import TraceReplay

/// What to write in one of the policies that refuse calls, to have them allowed.
struct PolicyAdvice {
  /// The policy, as a command line names it.
  let reference: String
  /// Rules that allow what it refuses.
  let rules: [String]
  /// How it is to be changed, if it is a file of somebody's own.
  let changes: ProposedChanges?
  /// A policy to be taken in its place, if it is not.
  let extended: ProposedRules?

  /// Finds out what to write; `nil` where the policy refuses nothing.
  ///
  /// - Parameters:
  ///   - advice: What is to be allowed.
  ///   - reference: The policy, as a command line names it.
  ///   - policy: The same, loaded.
  ///   - circumstances: The system for which conditions are settled.
  init?(
    _ advice: CallAdvice, in reference: String, _ policy: ResolvedPolicy,
    _ circumstances: Circumstances
  ) {
    let evaluator = FilterEvaluator(policy.filter)
    let refused = advice.refused(by: { evaluator.decide($0).action })
    if refused.wishes.isEmpty { return nil }
    let machine = policy.filter.machine
    let namesABIs = policy.source.listedABIs(on: machine).count > 1
    self.reference = reference
    rules = refused.wishes.map { $0.rule.text(isForOneABI: namesABIs) }
    let changes = ProposedChanges(refused, in: reference, on: machine, circumstances)
    self.changes = changes
    extended =
      changes == nil
      ? ProposedRules(refused, before: reference, on: machine, circumstances) : nil
  }
}
