import Testing

@testable import PolicyLint

@Suite struct BareNumberTests {
  @Test func `a number with a name`() throws {
    try expectFindings(
      of: BareNumber.self,
      in: """
        { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
          "rules": [{ "syscalls": [1️⃣"#0"] }] }
        """,
      ["1️⃣": "number 0 is 'read' on x86_64"])
  }

  @Test func `a number without one`() throws {
    try expectNothing(
      of: BareNumber.self,
      in: """
        { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
          "rules": [{ "syscalls": ["#999"] }] }
        """)
  }
}
