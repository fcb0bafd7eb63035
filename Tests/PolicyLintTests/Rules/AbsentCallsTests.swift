import Testing

@testable import PolicyLint

@Suite struct AbsentCallsTests {
  @Test func `names of another ABI`() throws {
    try expectFindings(
      of: AbsentCalls.self,
      in: rules(
        """
        { "syscalls": ["read", 1️⃣"_llseek", "mmap2"] }
        """),
      ["1️⃣": "'_llseek' and 'mmap2' do not exist on x86_64"])
  }

  @Test func `one that is meant to be optional`() throws {
    try expectNothing(
      of: AbsentCalls.self,
      in: rules(
        """
        { "syscalls": ["read", "mmap2?"] }
        """))
  }
}
