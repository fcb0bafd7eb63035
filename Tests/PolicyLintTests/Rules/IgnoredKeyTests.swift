import Testing

@testable import PolicyLint

@Suite struct IgnoredKeyTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", 1️⃣"syscallLists": [], 2️⃣"_note": "", "comment": "", "syscalls": [
      {"names": ["read"], "action": "SCMP_ACT_ALLOW", 3️⃣"Args": [], 4️⃣"excludeAction": "SCMP_ACT_KILL"}]}
      """
    try expectFindings(
      of: IgnoredKey.self, in: text,
      [
        "1️⃣": "no loader knows the key 'syscallLists'",
        "2️⃣": "'comment'",
        "3️⃣": "write \"args\"",
        "4️⃣": "'excludeAction'",
      ])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "archMap": null, "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW", "comment": "", "includes": {}, "excludes": {}}]}
      """
    try expectNothing(of: IgnoredKey.self, in: text)
  }
}
