import FilterProof
import SeccompPolicy
import SourceDiagnostics

/// Calls that an earlier rule always decides, and in the same way.
enum RepeatedCall: LintRule {
  static let about = LintRuleDescription(
    id: "repeated-call", family: .structure, severity: .warning,
    title: "an earlier rule says the same",
    problem:
      "Earlier rules of the file decide every call that this entry is about, with the same "
      + "verdict. Whoever changes one of them later will believe that it counts.",
    advice: "Remove the entry.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "write"] }, { "syscalls": ["write", "close"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "write"] }, { "syscalls": ["close"] }]
      }
      """)

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    try DeadEntry.all(in: context).filter { !$0.disagrees }.map { entry in
      let what = entry.isWholeRule ? "rule" : "entry"
      let problem =
        "\(entry.phrase) \(entry.verb) decided by \(entry.earlierPhrase), with the same verdict, "
        + "so this \(what) has no effect"
      // A condition was meant to restrict something.
      if entry.isConditional {
        return finding(
          at: entry.location, problem,
          advice: Advice(
            "put the rule first, with an 'else' such as \(NewRule.noPermission)",
            words: "leave the call out of the other rule, so that the condition counts"),
          witness: entry.witness, notes: entry.notes, severity: .error)
      }
      return finding(
        at: entry.location, problem, advice: "remove the \(what)", witness: entry.witness,
        notes: entry.notes,
        fix: Fix(
          "remove the \(what)", [.removing(entry.location.range, from: entry.location.source)]))
    }
  }
}
