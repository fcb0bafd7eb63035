import Testing

@testable import PolicyLint

@Suite struct EmptyPolicyTests {
  @Test func `only a default`() throws {
    try expectFindings(
      of: EmptyPolicy.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"allow", "kernel": "6.18",
          "rules": [] }
        """,
      ["1️⃣": "nothing is restricted"])
  }

  @Test func `only a default that denies`() throws {
    try expectFindings(
      of: EmptyPolicy.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"kill-process", "kernel": "6.18" }
        """,
      ["1️⃣": "no program can run"])
  }

  @Test func `the rules of a base`() throws {
    try expectNothing(
      of: EmptyPolicy.self,
      in: """
        { "extends": ["builtin:default"] }
        """)
  }
}
