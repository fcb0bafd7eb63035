import SeccompPolicy
import SourceDiagnostics

/// Settings that do nothing.
enum PointlessSetting: ProfileRule {
  static let about = LintRuleDescription(
    id: "pointless-setting", family: .profiles, severity: .note,
    title: "settings for which there is no use here",
    problem:
      "`listenerPath` is where a container engine hands the descriptor of notified calls "
      + "over, and nobody does so here. `SECCOMP_FILTER_FLAG_TSYNC` is for processes with "
      + "threads, and there is one when the filter is installed.",
    advice: "Remove what is not needed.",
    bad: """
      {
        "defaultAction": "SCMP_ACT_ERRNO", "flags": ["SECCOMP_FILTER_FLAG_TSYNC"],
        "syscalls": [{ "names": ["read"], "action": "SCMP_ACT_ALLOW" }]
      }
      """,
    good: """
      {
        "defaultAction": "SCMP_ACT_ERRNO", "flags": ["SECCOMP_FILTER_FLAG_LOG"],
        "syscalls": [{ "names": ["read"], "action": "SCMP_ACT_ALLOW" }]
      }
      """)

  static let kinds: Set<PolicyRemark.Kind> = [.pointlessSetting]
}
