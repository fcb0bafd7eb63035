import SeccompPolicy
import SourceDiagnostics

/// Conditions on registers without an argument.
enum AbsentArgument: ProfileRule {
  static let about = LintRuleDescription(
    id: "absent-argument", family: .profiles, severity: .warning,
    title: "conditions on arguments that a call does not have",
    problem:
      "A register that holds no argument of the call holds anything. A rule that allows the "
      + "call by it refuses it at random, and one that refuses can be passed by at will.",
    advice: "Count arguments from 0 in the prototype of the kernel's call, not of the C library's "
      + "function.",
    bad: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read", "getpid"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 2, "value": 64, "op": "SCMP_CMP_LE" }] }]
      }
      """,
    good: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 2, "value": 64, "op": "SCMP_CMP_LE" }] }]
      }
      """)

  static let kinds: Set<PolicyRemark.Kind> = [.absentArgument]
}
