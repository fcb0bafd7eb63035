package import LinuxABI
import SeccompPolicy
import SourceDiagnostics
import Toolbox
package import TraceReplay

/// A policy that is learnt from a command while it runs, on top of the one that it runs under.
package struct LiveLesson {
  private let base: LearningBase
  /// The system for which conditions of the base are settled.
  private let circumstances: Circumstances
  /// Where the policy is to be written.
  package let path: String
  /// What is told of the calls that the base refuses.
  package let learner: PolicyLearner

  /// Loads the base.
  ///
  /// - Parameters:
  ///   - plan: What the command is launched under: one policy.
  ///   - machine: The machine.
  ///   - path: Where the policy is to be written.
  /// - Throws: ``SekatError`` where there is not one policy that can be extended.
  package init(
    on plan: LaunchPlan.Options, for machine: Machine, writing path: String
  ) throws(SekatError) {
    guard plan.policies.count <= 1, plan.filter == nil else {
      throw SekatError("'--learn' extends one policy: give one '-p', and no '--filter'")
    }
    try OutputFile.checkIsNoFolder(path)
    base = try LearningBase(
      plan.policies.first ?? PolicyInput.standard, for: machine, in: plan.circumstances,
      output: path)
    circumstances = plan.circumstances
    self.path = path
    var options = PolicyLearner.Options()
    (options.base, options.baseABIs) = (base.reference, base.abis)
    learner = PolicyLearner(on: base.filter, for: machine, options: options)
  }

  /// Writes the policy.
  ///
  /// - Parameter learner: The learner, with all that it was told.
  /// - Throws: ``SekatError`` where the base cannot be extended so, or the file cannot be written.
  package func write(_ learner: PolicyLearner) throws(SekatError) {
    if let abi = learner.seenABIs.first(where: { !base.extensibleABIs.contains($0) }) {
      throw SekatError(
        "\(quoted(base.reference)) cannot be extended to \(abi.name), which the command uses: its rules"
          + " make no sense there; no policy is written")
    }
    let accepted = try AcceptedFindings(
      in: learner.policy(), at: path, circumstances, beside: base.findings,
      unseen: learner.unseenRules)
    try OutputFile.write(Array(learner.policy(accepting: accepted).utf8), to: path)
  }
}
