import TestSupport
import Testing

@testable import PolicyLint

@Suite struct UnusableFlagTests {
  private let text =
    #"{ "extends": ["builtin:default"], "flags": 1️⃣["log", "wait-killable"], "rules": [] }"#

  @Test func `for supervisors only`() throws {
    try expectFindings(of: UnusableFlag.self, in: text, ["1️⃣": "nothing starts under this policy"])
  }

  @Test func `others`() throws {
    try expectNothing(
      of: UnusableFlag.self,
      in: #"{ "extends": ["builtin:default"], "flags": ["log"], "rules": [] }"#)
  }

  @Test func `an own list of flags counts, and not that of a base`() throws {
    try expectNothing(
      of: UnusableFlag.self, in: #"{ "extends": ["base.json"], "flags": [], "rules": [] }"#,
      files: ["base": #"{ "extends": ["builtin:default"], "flags": ["wait-killable"] }"#])
  }

  @Test func `nothing starts indeed`() throws {
    let folder = try TemporaryFolder()
    let policy = try folder.write("policy.json", MarkedPolicy(text).text)
    let result = try run(
      builtProduct("sekat"), ["run", "--insecure-policy", "-p", policy, "--", "/bin/true"])
    #expect(result.ending == .exit(125), "\(result)")
  }
}
