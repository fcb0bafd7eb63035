import Testing

@testable import PolicyLint

@Suite struct UnknownRequirementTests {
  @Test func `what a loader makes of it`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
      {"names": ["read"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": [1️⃣"SYS_ADMIN"], "arches": [2️⃣"x86_64"]}, "excludes": {"caps": [3️⃣"CAP_NONE"]}}]}
      """
    try expectFindings(
      of: UnknownRequirement.self, in: text,
      [
        "1️⃣": "write \"CAP_SYS_ADMIN\"",
        "2️⃣": "write \"amd64\"",
        "3️⃣": "remove it",
      ])
  }

  @Test func `what is as it seems`() throws {
    let text = """
      {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
      {"names": ["read"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"], "arches": ["amd64", "s390x"]}}]}
      """
    try expectNothing(of: UnknownRequirement.self, in: text)
  }
}
