import Testing

@testable import PolicyLint

@Suite struct ValueCutTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"], "syscalls": [
      {"names": ["lseek"], "action": "SCMP_ACT_ALLOW", "args": [1️⃣{"index": 1, "value": 4294967296, "op": "SCMP_CMP_EQ"}]}]}
      """
    try expectFindings(
      of: ValueCut.self, in: text,
      [
        "1️⃣": "only the lower 32 bits"
      ])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [
      {"names": ["lseek"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 1, "value": 4294967296, "op": "SCMP_CMP_EQ"}]}]}
      """
    try expectNothing(of: ValueCut.self, in: text)
  }
}
