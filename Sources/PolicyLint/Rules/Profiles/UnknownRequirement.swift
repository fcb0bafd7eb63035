import SeccompPolicy
import SourceDiagnostics

/// Conditions that never hold.
enum UnknownRequirement: ProfileRule {
  static let about = LintRuleDescription(
    id: "unknown-requirement", family: .profiles, severity: .warning,
    title: "names in `includes` and `excludes` that nothing has",
    problem:
      "Capabilities and architectures in conditions are compared as text. One that is spelt "
      + "otherwise than the engine spells it never matches: its rule is always left out, or "
      + "never.",
    advice: "Write capabilities with `CAP_`, and architectures as `amd64`, `arm64`, `x86`, "
      + "`s390x`.",
    bad: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read"], "action": "SCMP_ACT_ALLOW" },
        { "names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": { "caps": ["SYS_ADMIN"] } }]
      }
      """,
    good: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read"], "action": "SCMP_ACT_ALLOW" },
        { "names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": { "caps": ["CAP_SYS_ADMIN"] } }]
      }
      """)

  static let kinds: Set<PolicyRemark.Kind> = [.unknownRequirement]
}
