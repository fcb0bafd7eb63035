import SeccompPolicy
import SourceDiagnostics

/// Conditions that do not go together.
enum SplitConditions: ProfileRule {
  static let about = LintRuleDescription(
    id: "split-conditions", family: .profiles, severity: .warning,
    title: "conditions of which each is a rule by itself",
    problem:
      "A rule holds where all its conditions do, unless two of them are about the same "
      + "argument. Then runc and crun make a rule of every condition, also of those on other "
      + "arguments, and it is enough that one of them holds.",
    advice: "Make an entry of each condition, if that is meant. A range of one argument cannot be "
      + "asked for.",
    bad: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [
          { "index": 2, "value": 16, "op": "SCMP_CMP_GE" }, { "index": 2, "value": 64, "op": "SCMP_CMP_LE" }] }]
      }
      """,
    good: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 2, "value": 64, "op": "SCMP_CMP_LE" }] }]
      }
      """,
    references: ["https://github.com/opencontainers/runc/issues/2735"])

  static let kinds: Set<PolicyRemark.Kind> = [.splitConditions]
}
