import Testing

@testable import PolicyLint

@Suite struct PointlessSettingTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "flags": [1️⃣"SECCOMP_FILTER_FLAG_TSYNC"], "listenerPath": 2️⃣"/run/agent",
      "listenerMetadata": 3️⃣"x", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}
      """
    try expectFindings(
      of: PointlessSetting.self, in: text,
      [
        "1️⃣": "one thread",
        "2️⃣": "'listenerPath'",
        "3️⃣": "'listenerMetadata'",
      ])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "flags": ["SECCOMP_FILTER_FLAG_LOG"], "listenerPath": "",
      "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}
      """
    try expectNothing(of: PointlessSetting.self, in: text)
  }
}
