import Testing

@testable import PolicyLint

@Suite struct ConstantConditionTests {
  @Test func `always`() throws {
    try expectFindings(
      of: ConstantCondition.self,
      in: rules(
        """
        { "syscalls": ["write"], "where": { 1️⃣"count": { "ge": 0 } } }
        """),
      ["1️⃣": "holds for every value"])
  }

  @Test func `never`() throws {
    try expectFindings(
      of: ConstantCondition.self,
      in: rules(
        """
        { "syscalls": ["write"], "where": { 1️⃣"count": { "lt": 0 } } }
        """),
      ["1️⃣": "holds for no value"])
  }

  @Test func `together never`() throws {
    try expectFindings(
      of: ConstantCondition.self,
      in: rules(
        """
        1️⃣{ "syscalls": ["lseek"], "where": { "whence": { "in": ["SEEK_SET"], "ne": "SEEK_SET" } } }
        """),
      ["1️⃣": "exclude each other"])
  }

  @Test func `sometimes`() throws {
    try expectNothing(
      of: ConstantCondition.self,
      in: rules(
        """
        { "syscalls": ["write"], "where": { "count": { "le": 4096 } } }
        """))
  }
}
