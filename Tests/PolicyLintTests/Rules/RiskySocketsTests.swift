import LinuxABI
import Testing

@testable import PolicyLint

@Suite struct RiskySocketsTests {
  @Test func `all families`() throws {
    try expectFindings(
      of: RiskySockets.self,
      in: rules(
        """
        { "syscalls": [1️⃣"socket"] }
        """),
      ["1️⃣": "AF_VSOCK and AF_ALG"])
  }

  @Test func `chosen families`() throws {
    try expectNothing(
      of: RiskySockets.self,
      in: rules(
        """
        { "syscalls": ["socket"], "where": { "family": ["AF_UNIX", "AF_INET"] } }
        """))
  }

  @Test func `what it says is about the families that it looks at`() {
    let named = RiskySockets.about.problem.matches(of: /AF_\w+/).map { String($0.0) }
    #expect(Set(named) == Set(RiskyValues.of("family", of: "socket")?.names ?? []))
  }
}
