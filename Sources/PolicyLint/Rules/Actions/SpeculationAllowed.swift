import FilterProof
import SeccompPolicy
import SourceDiagnostics

/// A flag that switches off a protection against other processes.
enum SpeculationAllowed: LintRule {
  static let about = LintRuleDescription(
    id: "speculation-allowed", family: .actions, severity: .warning,
    title: "a mitigation is switched off",
    problem:
      "With `spec-allow` the kernel leaves out the mitigation of Speculative Store Bypass that "
      + "filters bring with them on some kernels. Code that is confined because nobody trusts it is "
      + "the code that this mitigation is for.",
    advice: "Remove the flag, unless a measurement shows what it is for.",
    bad: """
      { "extends": ["builtin:default"], "flags": ["spec-allow"], "rules": [] }
      """,
    good: """
      { "extends": ["builtin:default"], "rules": [] }
      """,
    references: ["CVE-2018-3639", "https://man7.org/linux/man-pages/man2/seccomp.2.html"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let location = context.location(of: .specAllow) else { return [] }
    let file = context.policy?.source.syntax.first { $0.source == location.source }
    if file?.format.takesOwnSyntax == false {
      // Nobody may have asked for it.
      return [
        finding(
          at: location,
          "the mitigation of Speculative Store Bypass is switched off, as container engines do unless "
            + "they are told otherwise",
          advice: "give the profile an empty list of flags to keep it",
          severity: .note)
      ]
    }
    return [
      finding(
        at: location, "'spec-allow' switches off the mitigation of Speculative Store Bypass",
        advice: Advice(
          "remove it, or say in the reason of a suppression what was measured",
          words: "remove it, if the speed was not measured to be worth it"))
    ]
  }
}
