import Testing

@testable import PolicyLint

@Suite struct SpeculationAllowedTests {
  @Test func `switched off`() throws {
    try expectFindings(
      of: SpeculationAllowed.self,
      in: #"{ "extends": ["builtin:default"], "flags": 1️⃣["spec-allow"], "rules": [] }"#,
      ["1️⃣": "switches off the mitigation"])
  }

  @Test func `left on`() throws {
    try expectNothing(
      of: SpeculationAllowed.self,
      in: #"{ "extends": ["builtin:default"], "flags": ["log"], "rules": [] }"#)
  }
}
