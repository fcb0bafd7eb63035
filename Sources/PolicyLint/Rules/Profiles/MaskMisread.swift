import SeccompPolicy
import SourceDiagnostics

/// Masks that ask for something else.
enum MaskMisread: ProfileRule {
  static let about = LintRuleDescription(
    id: "mask-misread", family: .profiles, severity: .warning,
    title: "masks that do not ask what they seem to",
    problem:
      "In `SCMP_CMP_MASKED_EQ`, `value` is the mask and `valueTwo` what is to be under it. "
      + "Without `valueTwo` the bits must all be 0: a rule that is to refuse a flag refuses "
      + "calls without it. A mask of 0 always holds, and bits outside of the mask are left "
      + "out without a word.",
    advice: "Write the bits that are looked at into `value`, and what they must be into "
      + "`valueTwo`.",
    bad: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read", "unshare"], "action": "SCMP_ACT_ALLOW" },
        { "names": ["clone"], "action": "SCMP_ACT_KILL_PROCESS", "args": [{ "index": 0, "value": 268435456, "op": "SCMP_CMP_MASKED_EQ" }] }]
      }
      """,
    good: """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
        { "names": ["read", "unshare"], "action": "SCMP_ACT_ALLOW" },
        { "names": ["clone"], "action": "SCMP_ACT_KILL_PROCESS", "args": [
          { "index": 0, "value": 268435456, "valueTwo": 268435456, "op": "SCMP_CMP_MASKED_EQ" }] }]
      }
      """)

  static let kinds: Set<PolicyRemark.Kind> = [.emptyMask, .missingValue, .valueBeyondMask]
}
