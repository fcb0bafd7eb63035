import Testing

@testable import PolicyLint

@Suite struct ObsoleteCallsGrantedTests {
  @Test func `without a word`() throws {
    try expectFindings(
      of: ObsoleteCallsGranted.self,
      in: rules(
        """
        { "syscalls": ["read", 1️⃣"ustat"] }
        """),
      ["1️⃣": "'ustat' is allowed"])
  }

  @Test func `with a comment`() throws {
    try expectNothing(
      of: ObsoleteCallsGranted.self,
      in: rules(
        """
        { "syscalls": ["read", "ustat"], "comment": "it is needed" }
        """))
  }

  @Test func `denied`() throws {
    try expectNothing(
      of: ObsoleteCallsGranted.self,
      in: rules(
        """
        { "syscalls": ["ustat"], "action": "kill-process" }
        """))
  }
}
