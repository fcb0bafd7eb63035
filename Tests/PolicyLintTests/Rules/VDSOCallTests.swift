import Testing

@testable import PolicyLint

@Suite struct VDSOCallTests {
  @Test func `a denial`() throws {
    try expectFindings(
      of: VDSOCall.self,
      in: """
        { "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
          "rules": [{ "syscalls": [1️⃣"clock_gettime"], "action": { "errno": "EPERM" } }] }
        """,
      ["1️⃣": "'clock_gettime' is mostly answered by the vDSO"])
  }

  @Test func `a default that kills`() throws {
    try expectFindings(
      of: VDSOCall.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"kill-process", "kernel": "6.18",
          "rules": [{ "syscalls": ["read"] }] }
        """,
      ["1️⃣": "'clock_gettime'"])
  }

  @Test func `allowed`() throws {
    try expectNothing(
      of: VDSOCall.self,
      in: rules(
        """
        { "syscalls": ["clock_gettime"] }
        """))
  }
}
