import LinuxABI
import Testing

/// Groups that name groups, and numbers in them.
@Suite struct PolicyGroupTests {
  /// A policy with these groups, and one rule for the group `a0`.
  private func policy(_ groups: [String], rule: String = "") -> PolicyFixture {
    PolicyFixture(
      rules(
        #"{"syscalls": ["@a0"]\#(rule)}"#,
        #""groups": {\#(groups.joined(separator: ", "))}, "#))
  }

  /// Groups `a0`, `a1`, …, each of which names the next so many times, and the last a call.
  private func chain(_ length: Int, times: Int = 1, last: String = "read") -> [String] {
    (0..<length).map { index in
      let member = index + 1 < length ? "@a\(index + 1)" : last
      let members = repeatElement(#""\#(member)""#, count: times).joined(separator: ", ")
      return #""a\#(index)": [\#(members)]"#
    }
  }

  @Test func `at most 64 groups name each other in a row`() throws {
    #expect(try policy(chain(64)).verdict("read") == "allow")
    let tooDeep = "more than 64 groups name each other in a row"
    #expect(policy(chain(65)).resolve().mistakes == ["1:1133: \(tooDeep)"])
    // Here each group has been worked off when the one before it comes.
    let mistakes = policy(chain(65).reversed()).resolve().mistakes
    #expect(!mistakes.isEmpty && mistakes.allSatisfy { $0.hasSuffix(": \(tooDeep)") })
    // Many more would not fit on the stack.
    #expect(policy(chain(20_000)).resolve().policy == nil)
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["read", "#0", "#999"])
  func `a group is worked off once, however often it is named`(last: String) throws {
    #expect(
      try policy(chain(64, times: 2, last: last)).verdict(last == "#999" ? "#999" : "read")
        == "allow")
  }

  @Test(.timeLimit(.minutes(1))) func `many groups take little time`() throws {
    let groups = (0..<20_000).map { #""a\#($0)": ["read"]"# }
    #expect(try policy(groups).verdict("read") == "allow")
  }

  @Test(arguments: [
    (#"["read", "write", "!#0"]"#, "errno(EPERM)", "allow"),
    (##"["#0", "write", "!read"]"##, "errno(EPERM)", "allow"),
    (##"["#0", "#999", "!read"]"##, "errno(EPERM)", "errno(EPERM)"),
  ])
  func `a number in a group is the call that it is where the group is used`(
    members: String, read: String, write: String
  ) throws {
    let fixture = policy([#""a0": \#(members)"#])
    #expect(try fixture.verdict("read") == read)
    #expect(try fixture.verdict("write") == write)
  }

  @Test func `a number that is not there is missed where the group is used`() {
    #expect(
      policy([#""a0": ["read", "write", "!#2"]"#]).resolve().mistakes
        == ["1:97: the list does not have 'open', which is removed"])
  }

  @Test func `what a group does not have yet may be taken out of it`() throws {
    let fixture = PolicyFixture(
      """
      { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.1",
        "rules": [{ "syscalls": ["@default", "!lsm_get_self_attr", "!execve"] }] }
      """)
    #expect(fixture.resolve().mistakes == [])
    #expect(try fixture.verdict("execve") == "errno(EPERM)")
    #expect(try fixture.verdict("lsm_get_self_attr") == "errno(ENOSYS)")
  }

  @Test func `a rule for no ABI of the policy is looked through with its numbers`() {
    let fixture = PolicyFixture(
      rules(##"{"syscalls": ["read", "!#3"], "architectures": ["i386"]}, {"syscalls": ["write"]}"##)
    )
    #expect(fixture.resolve().mistakes == [])
  }
}
