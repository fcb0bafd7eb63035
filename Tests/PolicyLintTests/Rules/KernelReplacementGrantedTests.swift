import Testing

@testable import PolicyLint

@Suite struct KernelReplacementGrantedTests {
  @Test func `without a word`() throws {
    try expectFindings(
      of: KernelReplacementGranted.self,
      in: rules(
        """
        { "syscalls": ["read", 1️⃣"kexec_load"] }
        """),
      ["1️⃣": "'kexec_load' is allowed"])
  }

  @Test func `with a comment`() throws {
    try expectNothing(
      of: KernelReplacementGranted.self,
      in: rules(
        """
        { "syscalls": ["read", "kexec_load"], "comment": "it is needed" }
        """))
  }

  @Test func `denied`() throws {
    try expectNothing(
      of: KernelReplacementGranted.self,
      in: rules(
        """
        { "syscalls": ["kexec_load"], "action": "kill-process" }
        """))
  }
}
