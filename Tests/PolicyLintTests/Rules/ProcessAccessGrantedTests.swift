import Testing

@testable import PolicyLint

@Suite struct ProcessAccessGrantedTests {
  @Test func `without a word`() throws {
    try expectFindings(
      of: ProcessAccessGranted.self,
      in: rules(
        """
        { "syscalls": ["read", 1️⃣"process_vm_readv"] }
        """),
      ["1️⃣": "'process_vm_readv' is allowed"])
  }

  @Test func `with a comment`() throws {
    try expectNothing(
      of: ProcessAccessGranted.self,
      in: rules(
        """
        { "syscalls": ["read", "process_vm_readv"], "comment": "it is needed" }
        """))
  }

  @Test func `denied`() throws {
    try expectNothing(
      of: ProcessAccessGranted.self,
      in: rules(
        """
        { "syscalls": ["process_vm_readv"], "action": "kill-process" }
        """))
  }
}
