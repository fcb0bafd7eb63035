import Testing

@testable import PolicyLint

@Suite struct UnusedSuppressionTests {
  @Test func `nothing to ignore`() throws {
    try expectFindings(
      of: UnusedSuppression.self,
      in: rules(
        """
        { "syscalls": ["read"], "lint": { "ignore": [1️⃣"default-allows"], "reason": "old" } }
        """),
      ["1️⃣": "there is no 'default-allows' here"])
  }

  @Test func `no such rule`() throws {
    try expectFindings(
      of: UnusedSuppression.self,
      in: rules(
        """
        { "syscalls": ["read"], "lint": { "ignore": [1️⃣"grants-tracin"], "reason": "old" } }
        """),
      ["1️⃣": "did you mean 'grants-tracing'?"])
  }

  @Test func `one that is used`() throws {
    try expectNothing(
      of: UnusedSuppression.self,
      in: rules(
        """
        { "syscalls": ["ptrace"], "lint": { "ignore": ["grants-tracing"], "reason": "a debugger" } }
        """))
  }

  @Test func `one for the whole file`() throws {
    try expectNothing(
      of: UnusedSuppression.self,
      in: """
        { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18", "lint": { "ignore": ["grants-tracing"], "reason": "a debugger" },
          "rules": [{ "syscalls": ["ptrace"] }] }
        """)
  }
}
