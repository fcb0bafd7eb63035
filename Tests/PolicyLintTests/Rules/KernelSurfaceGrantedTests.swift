import Testing

@testable import PolicyLint

@Suite struct KernelSurfaceGrantedTests {
  @Test func `without a word`() throws {
    try expectFindings(
      of: KernelSurfaceGranted.self,
      in: rules(
        """
        { "syscalls": ["read", 1️⃣"bpf"] }
        """),
      ["1️⃣": "'bpf' is allowed"])
  }

  @Test func `with a comment`() throws {
    try expectNothing(
      of: KernelSurfaceGranted.self,
      in: rules(
        """
        { "syscalls": ["read", "bpf"], "comment": "it is needed" }
        """))
  }

  @Test func `denied`() throws {
    try expectNothing(
      of: KernelSurfaceGranted.self,
      in: rules(
        """
        { "syscalls": ["bpf"], "action": "kill-process" }
        """))
  }
}
