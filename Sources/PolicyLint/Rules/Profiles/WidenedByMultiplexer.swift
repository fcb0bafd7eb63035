import SeccompPolicy
import SourceDiagnostics

/// Conditions that are not looked at in another form of the call.
enum WidenedByMultiplexer: ProfileRule {
  static let about = LintRuleDescription(
    id: "widened-by-multiplexer", family: .profiles, severity: .warning,
    title: "conditions that a multiplexer passes by",
    problem:
      "i386 and others offer the calls of sockets through `socketcall` and those of System "
      + "V through `ipc` too. libseccomp adds a rule there as well, without its condition on "
      + "the first argument; those on others are compared with registers that hold something "
      + "else.",
    advice: "Leave the architecture out, or decide `socketcall` and `ipc` by rules of their own.",
    bad: """
      {
        "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
        "syscalls": [
        { "names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 0, "value": 1, "op": "SCMP_CMP_EQ" }] }]
      }
      """,
    good: """
      {
        "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
        "syscalls": [
        { "names": ["personality"], "action": "SCMP_ACT_ALLOW", "args": [{ "index": 0, "value": 0, "op": "SCMP_CMP_EQ" }] }]
      }
      """,
    references: ["https://github.com/moby/moby/issues/52494"])

  static let kinds: Set<PolicyRemark.Kind> = [.widenedByMultiplexer]
}
