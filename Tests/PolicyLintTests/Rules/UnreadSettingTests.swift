import Testing

@testable import PolicyLint

@Suite struct UnreadSettingTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      1️⃣[Service]
      SystemCallFilter=@system-service
      2️⃣MemoryDenyWriteExecute=yes
      """
    try expectFindings(
      of: UnreadSetting.self, in: text, ["1️⃣": "drop-in", "2️⃣": "filters of its own"])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      [Service]
      ExecStart=/bin/true
      SystemCallFilter=@system-service
      MemoryDenyWriteExecute=no
      """
    try expectNothing(of: UnreadSetting.self, in: text)
  }
}
