import SeccompPolicy
import SourceDiagnostics

/// Rules that another one without conditions replaces.
enum ConditionsLost: ProfileRule {
  static let about = LintRuleDescription(
    id: "conditions-lost", family: .profiles, severity: .error,
    title: "rules that give way to one without conditions",
    problem:
      "Where a call has a rule without conditions, libseccomp leaves out all others, "
      + "whatever their order: who allows a call and refuses one use of it has allowed it "
      + "all.",
    advice: "Take the call out of the rule without conditions, and give it one with the opposite "
      + "conditions.",
    bad: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read", "clone"], "action": "SCMP_ACT_ALLOW" },
        { "names": ["clone"], "action": "SCMP_ACT_KILL_PROCESS", "args": [
          { "index": 0, "value": 268435456, "valueTwo": 268435456, "op": "SCMP_CMP_MASKED_EQ" }] }]
      }
      """,
    good: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read"], "action": "SCMP_ACT_ALLOW" },
        { "names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [
          { "index": 0, "value": 268435456, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ" }] }]
      }
      """)

  static let kinds: Set<PolicyRemark.Kind> = [.conditionsLost]
}
