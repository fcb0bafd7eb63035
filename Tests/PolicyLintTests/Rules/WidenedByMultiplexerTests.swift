import Testing

@testable import PolicyLint

@Suite struct WidenedByMultiplexerTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"], "syscalls": [
      {"names": [1️⃣"socket"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]}]}
      """
    try expectFindings(
      of: WidenedByMultiplexer.self, in: text,
      [
        "1️⃣": "can be made through 'socketcall'"
      ])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"], "syscalls": [
      {"names": ["socket"], "action": "SCMP_ACT_ALLOW"}]}
      """
    try expectNothing(of: WidenedByMultiplexer.self, in: text)
  }
}
