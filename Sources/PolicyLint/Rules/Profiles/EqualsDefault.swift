import SeccompPolicy
import SourceDiagnostics

/// Rules that do what is done anyway.
enum EqualsDefault: ProfileRule {
  static let about = LintRuleDescription(
    id: "equals-default", family: .profiles, severity: .note,
    title: "rules with the action of the default",
    problem:
      "A rule that does what the default does is left out by container engines. It makes no "
      + "exception to a rule that allows the same call: that one decides alone.",
    advice: "Give the rule that allows the call the opposite conditions, or remove this one.",
    bad: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read", "socket"], "action": "SCMP_ACT_ALLOW" },
        { "names": ["socket"], "action": "SCMP_ACT_ERRNO", "args": [{ "index": 0, "value": 16, "op": "SCMP_CMP_EQ" }] }]
      }
      """,
    good: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read"], "action": "SCMP_ACT_ALLOW" },
        { "names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 0, "value": 16, "op": "SCMP_CMP_NE" }] }]
      }
      """)

  static let kinds: Set<PolicyRemark.Kind> = [.equalsDefault]
}
