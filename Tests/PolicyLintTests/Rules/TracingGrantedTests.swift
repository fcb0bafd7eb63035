import Testing

@testable import PolicyLint

@Suite struct TracingGrantedTests {
  @Test func `without a word`() throws {
    try expectFindings(
      of: TracingGranted.self,
      in: rules(
        """
        { "syscalls": ["read", 1️⃣"ptrace"] }
        """),
      ["1️⃣": "'ptrace' is allowed"])
  }

  @Test func `with a comment`() throws {
    try expectNothing(
      of: TracingGranted.self,
      in: rules(
        """
        { "syscalls": ["read", "ptrace"], "comment": "it is needed" }
        """))
  }

  @Test func `denied`() throws {
    try expectNothing(
      of: TracingGranted.self,
      in: rules(
        """
        { "syscalls": ["ptrace"], "action": "kill-process" }
        """))
  }
}
