import Testing

@testable import PolicyLint

@Suite struct PointlessErrnoTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_KILL_PROCESS", "defaultErrnoRet": 1️⃣1, "syscalls": [
      {"names": ["read"], "action": "SCMP_ACT_ALLOW", "errnoRet": 2️⃣5}, {"names": ["write"], "action": "SCMP_ACT_ERRNO", "errnoRet": 3️⃣0}]}
      """
    try expectFindings(
      of: PointlessErrno.self, in: text,
      [
        "1️⃣": "ignored by runc",
        "2️⃣": "ignored by runc",
        "3️⃣": "succeed without being executed",
      ])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_TRACE", "defaultErrnoRet": 1, "syscalls": [
      {"names": ["read"], "action": "SCMP_ACT_ERRNO", "errno": "ENOSYS"}]}
      """
    try expectNothing(of: PointlessErrno.self, in: text)
  }
}
