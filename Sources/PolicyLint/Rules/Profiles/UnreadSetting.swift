import SeccompPolicy
import SourceDiagnostics

/// Settings that confine a service, too, and are not read.
enum UnreadSetting: ProfileRule {
  static let about = LintRuleDescription(
    id: "unread-setting", family: .profiles, severity: .note,
    title: "settings of a unit that confine it, too, and are not read",
    problem:
      "Of a unit, sekat reads `SystemCallFilter=` and its neighbours. systemd installs more filters, for "
      + "`RestrictNamespaces=` and others, and reads drop-ins: the service may do less than is said, or "
      + "something else.",
    advice:
      "Give the unit with its drop-ins, as `systemctl cat` prints them, and mind that other settings "
      + "refuse more.",
    bad: """
      [Service]
      ExecStart=/bin/true
      SystemCallFilter=@system-service
      RestrictRealtime=yes
      """,
    good: """
      [Service]
      ExecStart=/bin/true
      SystemCallFilter=@system-service
      """)

  static let kinds: Set<PolicyRemark.Kind> = [.unreadSetting]
}
