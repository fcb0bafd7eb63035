import SeccompPolicy
import SourceDiagnostics

/// Names that mean nothing to libseccomp.
enum UnknownName: ProfileRule {
  static let about = LintRuleDescription(
    id: "unknown-name", family: .profiles, severity: .warning,
    title: "names that are no system calls",
    problem:
      "Container engines pass over a name that libseccomp does not know. A list of what is "
      + "refused is weaker than it looks: there are lists of programs in it, such as "
      + "`iptables`, and functions of the C library, such as `initgroups`.",
    advice: "Write the name that the kernel uses, or remove it.",
    bad: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read", "write", "initgroups"], "action": "SCMP_ACT_ALLOW" }]
      }
      """,
    good: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read", "write", "setgroups"], "action": "SCMP_ACT_ALLOW" }]
      }
      """)

  static let kinds: Set<PolicyRemark.Kind> = [.unknownName]
}
