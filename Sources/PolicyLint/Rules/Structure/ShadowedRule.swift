import FilterProof
import SeccompPolicy
import SourceDiagnostics

/// Calls that an earlier rule always decides, and otherwise than this one would.
enum ShadowedRule: LintRule {
  static let about = LintRuleDescription(
    id: "shadowed-rule", family: .structure, severity: .error,
    title: "an earlier rule decides otherwise",
    problem:
      "Earlier rules of the file decide every call that this entry is about, with another verdict; "
      + "the first rule that decides counts, so the entry has no effect.",
    advice: "Put the stricter rule first, or remove one of the two.",
    bad: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [
          { "syscalls": ["read", "kill"] },
          { "syscalls": ["kill"], "action": { "errno": "EPERM" } }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": "kill-process", "kernel": "6.18",
        "rules": [
          { "syscalls": ["kill"], "action": { "errno": "EPERM" } },
          { "syscalls": ["read"] }
        ]
      }
      """,
    references: ["https://github.com/seccomp/libseccomp/issues/225"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    try DeadEntry.all(in: context).filter(\.disagrees).map { entry in
      finding(
        at: entry.location,
        "\(entry.phrase) \(entry.verb) decided by \(entry.earlierPhrase), with another verdict, "
          + "so this \(entry.isWholeRule ? "rule" : "entry") has no effect",
        advice: Advice(
          "put the stricter rule first, or remove one of the two",
          words: "let the two exclude each other, or remove one of them"),
        witness: entry.witness, notes: entry.notes)
    }
  }
}
