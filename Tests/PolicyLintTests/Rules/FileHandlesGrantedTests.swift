import Testing

@testable import PolicyLint

@Suite struct FileHandlesGrantedTests {
  @Test func `without a word`() throws {
    try expectFindings(
      of: FileHandlesGranted.self,
      in: rules(
        """
        { "syscalls": ["read", 1️⃣"open_by_handle_at"] }
        """),
      ["1️⃣": "'open_by_handle_at' is allowed"])
  }

  @Test func `with a comment`() throws {
    try expectNothing(
      of: FileHandlesGranted.self,
      in: rules(
        """
        { "syscalls": ["read", "open_by_handle_at"], "comment": "it is needed" }
        """))
  }

  @Test func `denied`() throws {
    try expectNothing(
      of: FileHandlesGranted.self,
      in: rules(
        """
        { "syscalls": ["open_by_handle_at"], "action": "kill-process" }
        """))
  }
}
