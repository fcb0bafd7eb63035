import Testing

@testable import PolicyLint

@Suite struct AdministrationGrantedTests {
  @Test func `without a word`() throws {
    try expectFindings(
      of: AdministrationGranted.self,
      in: rules(
        """
        { "syscalls": ["read", 1️⃣"reboot"] }
        """),
      ["1️⃣": "'reboot' is allowed"])
  }

  @Test func `with a comment`() throws {
    try expectNothing(
      of: AdministrationGranted.self,
      in: rules(
        """
        { "syscalls": ["read", "reboot"], "comment": "it is needed" }
        """))
  }

  @Test func `denied`() throws {
    try expectNothing(
      of: AdministrationGranted.self,
      in: rules(
        """
        { "syscalls": ["reboot"], "action": "kill-process" }
        """))
  }
}
