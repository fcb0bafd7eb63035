import Testing

@testable import PolicyLint

@Suite struct ConditionsLostTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
      {"names": [1️⃣"read"], "action": "SCMP_ACT_KILL", "args": [{"index": 0, "value": 3, "op": "SCMP_CMP_EQ"}]},
      {"names": ["read"], "action": "SCMP_ACT_ALLOW"}, {"names": [2️⃣"read"], "action": "SCMP_ACT_LOG"}]}
      """
    try expectFindings(
      of: ConditionsLost.self, in: text,
      [
        "1️⃣": "whatever their order",
        "2️⃣": "before this one",
      ])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
      {"names": ["read"], "action": "SCMP_ACT_ALLOW"}, {"names": ["write"], "action": "SCMP_ACT_LOG"}]}
      """
    try expectNothing(of: ConditionsLost.self, in: text)
  }
}
