import SeccompPolicy
import SourceDiagnostics

/// Values that are cut.
enum ValueCut: ProfileRule {
  static let about = LintRuleDescription(
    id: "value-cut", family: .profiles, severity: .warning,
    title: "values of which a 32-bit ABI sees a part",
    problem:
      "On i386, arm and x32 libseccomp compares the lower 32 bits of a register with the "
      + "lower 32 bits of the value, and says nothing of the rest: a condition on 2^32 holds "
      + "for 0 there.",
    advice: "Write a value that has 32 bits, or leave the architecture out.",
    bad: """
      {
        "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
        "syscalls": [
        { "names": ["lseek"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 1, "value": 4294967296, "op": "SCMP_CMP_EQ" }] }]
      }
      """,
    good: """
      {
        "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
        "syscalls": [
        { "names": ["lseek"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 1, "value": 4096, "op": "SCMP_CMP_EQ" }] }]
      }
      """)

  static let kinds: Set<PolicyRemark.Kind> = [.cutValue]
}
