import SeccompPolicy
import SourceDiagnostics

/// Numbers that mean nothing beside an action.
enum PointlessErrno: ProfileRule {
  static let about = LintRuleDescription(
    id: "pointless-errno", family: .profiles, severity: .warning,
    title: "errors that an action has no use for",
    problem:
      "Only `SCMP_ACT_ERRNO` and `SCMP_ACT_TRACE` take a number. With any other action runc "
      + "ignores it, and crun refuses the profile. Error 0 makes a call look successful that "
      + "was not executed.",
    advice: "Remove the number, or correct the action.",
    bad: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read"], "action": "SCMP_ACT_ALLOW" },
        { "names": ["ptrace"], "action": "SCMP_ACT_KILL_PROCESS", "errnoRet": 38 }]
      }
      """,
    good: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read"], "action": "SCMP_ACT_ALLOW" },
        { "names": ["ptrace"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 }]
      }
      """)

  static let kinds: Set<PolicyRemark.Kind> = [.pointlessErrno]
}
