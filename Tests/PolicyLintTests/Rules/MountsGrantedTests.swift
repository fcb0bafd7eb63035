import Testing

@testable import PolicyLint

@Suite struct MountsGrantedTests {
  @Test func `without a word`() throws {
    try expectFindings(
      of: MountsGranted.self,
      in: rules(
        """
        { "syscalls": ["read", 1️⃣"move_mount"] }
        """),
      ["1️⃣": "'move_mount' is allowed"])
  }

  @Test func `with a comment`() throws {
    try expectNothing(
      of: MountsGranted.self,
      in: rules(
        """
        { "syscalls": ["read", "move_mount"], "comment": "it is needed" }
        """))
  }

  @Test func `denied`() throws {
    try expectNothing(
      of: MountsGranted.self,
      in: rules(
        """
        { "syscalls": ["move_mount"], "action": "kill-process" }
        """))
  }
}
