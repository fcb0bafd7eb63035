import Testing

@testable import PolicyLint

@Suite struct AbsentArgumentTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
      {"names": ["read", "close"], "action": "SCMP_ACT_ALLOW", "args": [1️⃣{"index": 2, "value": 1, "op": "SCMP_CMP_EQ"}]}]}
      """
    try expectFindings(
      of: AbsentArgument.self, in: text,
      [
        "1️⃣": "'close' has one argument"
      ])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 2, "value": 1, "op": "SCMP_CMP_EQ"}]}]}
      """
    try expectNothing(of: AbsentArgument.self, in: text)
  }
}
