import SeccompPolicy
import SourceDiagnostics

/// Keys that mean nothing to a loader.
enum IgnoredKey: ProfileRule {
  static let about = LintRuleDescription(
    id: "ignored-key", family: .profiles, severity: .warning,
    title: "keys that no loader reads",
    problem:
      "Loaders pass over a key that they do not know, so that what it says is not done: a "
      + "list of exceptions beside `syscalls`, an action under another name. Go's loaders do "
      + "not mind the case of letters, and others do.",
    advice: "Say it with the keys of a profile: `names`, `action`, `args`, `includes`, "
      + "`excludes`, `errnoRet`.",
    bad: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read"], "action": "SCMP_ACT_ALLOW", "excludeAction": "SCMP_ACT_KILL" }]
      }
      """,
    good: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read"], "action": "SCMP_ACT_ALLOW", "comment": "for all" }]
      }
      """)

  static let kinds: Set<PolicyRemark.Kind> = [.ignoredKey, .foldedKey]
}
