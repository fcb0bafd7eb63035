import Testing

@testable import PolicyLint

@Suite struct TraceWithoutTracerTests {
  @Test func `in a rule and its else`() throws {
    try expectFindings(
      of: TraceWithoutTracer.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "family": "AF_UNIX" }, "else": 1️⃣"trace" },
        { "syscalls": ["kill"], "action": 2️⃣"trace" }
        """),
      ["1️⃣": "", "2️⃣": ""])
  }

  @Test func `as default`() throws {
    try expectFindings(
      of: TraceWithoutTracer.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"trace", "kernel": "6.18",
          "rules": [{ "syscalls": ["read"] }] }
        """,
      ["1️⃣": ""])
  }

  @Test func `another action`() throws {
    try expectNothing(
      of: TraceWithoutTracer.self,
      in: rules(
        """
        { "syscalls": ["kill"], "action": "kill-process" }
        """))
  }
}
