import Testing

@testable import PolicyLint

@Suite struct WritableCodeTests {
  @Test func `pkey_mprotect is forgotten`() throws {
    try expectFindings(
      of: WritableCode.self,
      in: rules(
        """
        { "syscalls": [1️⃣"mprotect"], "where": { "prot": { "hasNone": "PROT_EXEC" } }, "else": { "errno": "EPERM" } },
        { "syscalls": ["pkey_mprotect"] }
        """),
      ["1️⃣": "'pkey_mprotect' can do it"])
  }

  @Test func `no such claim`() throws {
    try expectNothing(
      of: WritableCode.self,
      in: rules(
        """
        { "syscalls": ["mmap", "mprotect", "pkey_mprotect"] }
        """))
  }

  @Test func `the advice is enough when it is followed`() throws {
    let claim =
      #"{ "syscalls": ["mprotect"], "where": { "prot": { "hasNone": "PROT_EXEC" } }, "else": { "errno": "EPERM" } }"#
    let before = rules(#"\#(claim), { "syscalls": ["@system-service"] }"#)
    let advice = try #require(try LintOutcome(before).findings(of: WritableCode.self).first?.advice)
    let pattern = /'(\w+)' where (\{.*?\} \})/
    let denials = advice.matches(of: pattern).map { match in
      #"{ "syscalls": ["\#(match.1)"], "where": \#(match.2), "action": { "errno": "EPERM" } },"#
    }
    #expect(denials.count == 3, "\(advice)")
    try expectNothing(
      of: WritableCode.self,
      in: rules(#"\#(denials.joined()) \#(claim), { "syscalls": ["@system-service"] }"#))
  }

  /// The old mmap of i386 has its arguments in memory.
  @Test func `a call that hides what it maps`() throws {
    try expectFindings(
      of: WritableCode.self,
      in: """
        { "architectures": ["i386"], "default": "allow", "kernel": "6.18",
          "rules": [{ "syscalls": [1️⃣"mprotect"], "action": { "errno": "EPERM" } }] }
        """,
      ["1️⃣": "answer 'mmap' with"])
  }
}
