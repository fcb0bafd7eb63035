import SeccompPolicy
import SourceDiagnostics

/// What another reader of the format takes otherwise.
enum OtherDialect: ProfileRule {
  static let about = LintRuleDescription(
    id: "other-dialect", family: .profiles, severity: .warning,
    title: "what another reader of the file takes otherwise",
    problem:
      "The crate seccompiler and Firecracker's compiler read the same files, and make something else "
      + "of some of them: of a rule without conditions beside one with conditions, of a `dword` that "
      + "is compared by size, of keys that nobody knows.",
    advice: "Write it in a way that both take for the same.",
    bad: """
      {
        "vmm": {
          "mismatch_action": "trap", "match_action": "allow",
          "filter": [
            { "syscall": "read" },
            { "syscall": "read", "args": [{ "index": 0, "type": "qword", "op": "eq", "val": 3 }] }
          ]
        }
      }
      """,
    good: """
      {
        "vmm": {
          "mismatch_action": "trap", "match_action": "allow",
          "filter": [
            { "syscall": "read", "args": [{ "index": 0, "type": "qword", "op": "eq", "val": 3 }] }
          ]
        }
      }
      """,
    references: ["https://github.com/rust-vmm/seccompiler/blob/main/docs/json_format.md"])

  static let kinds: Set<PolicyRemark.Kind> = [.otherDialect]
}
