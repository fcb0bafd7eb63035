import Testing

@testable import PolicyLint

@Suite struct SplitConditionsTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW", "args":
      1️⃣[{"index": 2, "value": 1, "op": "SCMP_CMP_GE"}, {"index": 0, "value": 3, "op": "SCMP_CMP_EQ"}, {"index": 2, "value": 9, "op": "SCMP_CMP_LE"}]}]}
      """
    try expectFindings(
      of: SplitConditions.self, in: text,
      [
        "1️⃣": "each of the 3 conditions is a rule by itself"
      ])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 2, "value": 1, "op": "SCMP_CMP_GE"}, {"index": 0, "value": 3, "op": "SCMP_CMP_EQ"}]}]}
      """
    try expectNothing(of: SplitConditions.self, in: text)
  }
}
