import Testing

@testable import PolicyLint

@Suite struct UserNamespacesTests {
  @Test func `three ways`() throws {
    try expectFindings(
      of: UserNamespaces.self,
      in: rules(
        """
        { "syscalls": [1️⃣"clone", "clone3", "unshare"] }
        """),
      ["1️⃣": "'clone', 'unshare' and 'clone3'"])
  }

  @Test func `denied flags`() throws {
    try expectNothing(
      of: UserNamespaces.self,
      in: rules(
        """
        { "syscalls": ["clone"], "where": { "flags": { "hasNone": "CLONE_NEWUSER" } } }
        """))
  }
}
