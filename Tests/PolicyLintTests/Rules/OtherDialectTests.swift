import Testing

@testable import PolicyLint

@Suite struct OtherDialectTests {
  private func file(_ rules: String) -> String {
    #"{"vmm": {"mismatch_action": "trap", "match_action": "allow", "filter": [\#(rules)]}}"#
  }

  private let conditional =
    #"{"syscall": "read", "args": [{"index": 0, "type": "dword", "op": "lt", "val": 3}]}"#

  @Test func `what another reader takes otherwise`() throws {
    try expectFindings(
      of: OtherDialect.self,
      in: file(
        """
        {"syscall": 1️⃣"read"},
        {"syscall": "read", "args": [{"index": 0, "type": 2️⃣"dword", "op": "lt", "val": 3}]}
        """),
      [
        "1️⃣": "'read' has a rule without conditions, and one with conditions too: the crate "
          + "seccompiler drops the one without conditions",
        "2️⃣": "'lt' compares a 'dword': the crate seccompiler compares the lower 32 bits",
      ])
  }

  @Test func `what both take for the same`() throws {
    try expectNothing(
      of: OtherDialect.self,
      in: file(#"{"syscall": "read"}, {"syscall": "write", "comment": "the log"}"#))
  }
}
