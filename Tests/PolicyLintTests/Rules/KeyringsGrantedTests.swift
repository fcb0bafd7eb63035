import Testing

@testable import PolicyLint

@Suite struct KeyringsGrantedTests {
  @Test func `without a word`() throws {
    try expectFindings(
      of: KeyringsGranted.self,
      in: rules(
        """
        { "syscalls": ["read", 1️⃣"keyctl"] }
        """),
      ["1️⃣": "'keyctl' is allowed"])
  }

  @Test func `with a comment`() throws {
    try expectNothing(
      of: KeyringsGranted.self,
      in: rules(
        """
        { "syscalls": ["read", "keyctl"], "comment": "it is needed" }
        """))
  }

  @Test func `denied`() throws {
    try expectNothing(
      of: KeyringsGranted.self,
      in: rules(
        """
        { "syscalls": ["keyctl"], "action": "kill-process" }
        """))
  }
}
