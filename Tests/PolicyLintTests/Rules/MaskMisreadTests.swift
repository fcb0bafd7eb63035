import Testing

@testable import PolicyLint

@Suite struct MaskMisreadTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
      {"names": ["clone"], "action": "SCMP_ACT_KILL", "args": [1️⃣{"index": 0, "value": 268435456, "op": "SCMP_CMP_MASKED_EQ"}]},
      {"names": ["unshare"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 2️⃣0, "valueTwo": 5, "op": "SCMP_CMP_MASKED_EQ"}]},
      {"names": ["setns"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 1, "value": 3, "valueTwo": 3️⃣7, "op": "SCMP_CMP_MASKED_EQ"}]}]}
      """
    try expectFindings(
      of: MaskMisread.self, in: text,
      [
        "1️⃣": "\"valueTwo\": 268435456",
        "2️⃣": "always holds",
        "3️⃣": "0x4",
      ])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 2114060288, "op": "SCMP_CMP_MASKED_EQ"}]}]}
      """
    try expectNothing(of: MaskMisread.self, in: text)
  }
}
