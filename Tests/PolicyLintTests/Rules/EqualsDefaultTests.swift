import Testing

@testable import PolicyLint

@Suite struct EqualsDefaultTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"},
      {"names": ["read"], "action": 1️⃣"SCMP_ACT_ERRNO", "args": [{"index": 0, "value": 3, "op": "SCMP_CMP_EQ"}]},
      {"names": ["write"], "action": 2️⃣"SCMP_ACT_ERRNO", "errnoRet": 1}]}
      """
    try expectFindings(
      of: EqualsDefault.self, in: text,
      [
        "1️⃣": "another rule decides 'read'",
        "2️⃣": "remove the rule",
      ])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
      {"names": ["read"], "action": "SCMP_ACT_ALLOW"}, {"names": ["write"], "action": "SCMP_ACT_ERRNO", "errnoRet": 2}]}
      """
    try expectNothing(of: EqualsDefault.self, in: text)
  }
}
