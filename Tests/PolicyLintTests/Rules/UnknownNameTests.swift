import Testing

@testable import PolicyLint

@Suite struct UnknownNameTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
      {"names": ["read", 1️⃣"iptables", 2️⃣"opnat", "_llseek"], "action": "SCMP_ACT_ALLOW"}]}
      """
    try expectFindings(
      of: UnknownName.self, in: text,
      [
        "1️⃣": "'iptables' is no system call",
        "2️⃣": "did you mean 'openat'?",
      ])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read", "socketcall"], "action": "SCMP_ACT_ALLOW"}]}
      """
    try expectNothing(of: UnknownName.self, in: text)
  }
}
