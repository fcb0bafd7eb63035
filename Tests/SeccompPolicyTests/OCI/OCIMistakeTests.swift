import SourceDiagnostics
import Testing

@testable import SeccompPolicy

/// What is wrong with profiles of container engines: what their loaders refuse, and what they would
/// misread without a word.
@Suite struct OCIMistakeTests {
  /// The beginnings of what is said about the rules of a profile, with their identifiers.
  private func mistakes(_ fixture: PolicyFixture) -> [(id: String, text: String)] {
    fixture.diagnose().diagnostics.map { ($0.id, $0.message) }
  }

  private static let wrongProfiles: [(text: String, id: String, words: String)] = [
    (#"{"defaultAction": "SCMP_ACT_ERR", "syscalls": []}"#, "unknown-action", "SCMP_ACT_ERRNO"),
    (#"{"defaultAction": "SCMP_ACT_NOTIFY"}"#, "notify-as-default", "cannot be the default"),
    (#"{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 4096}"#, "errno-range", "4095"),
    (#"{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrno": "EPERMS"}"#, "unknown-errno", "EPERM"),
    (#"{"archMap": []}"#, "profile-without-default", "filter nothing"),
    (
      #"{"syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}"#,
      "profile-without-default", "needs 'defaultAction'"
    ),
    (#"{"ociVersion": "1.2.0", "linux": {"seccomp": null}}"#, "no-profile", "linux.seccomp"),
    (
      #"{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["x86_64"]}"#,
      "unknown-architecture", "SCMP_ARCH_X86_64"
    ),
    (
      #"{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86"], "archMap": [{"architecture": "SCMP_ARCH_X86_64"}]}"#,
      "two-architectures", "exclude each other"
    ),
    (#"{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [{}]}"#, "missing-key", "architecture"),
    (
      #"{"defaultAction": "SCMP_ACT_ERRNO", "flags": ["SECCOMP_FILTER_FLAG_LOGS"]}"#,
      "unknown-flag", "SECCOMP_FILTER_FLAG_LOG'"
    ),
    (
      #"{"defaultAction": "SCMP_ACT_ERRNO", "DefaultAction": "SCMP_ACT_LOG"}"#,
      "duplicate-key", "'defaultAction' is there twice"
    ),
    (#"{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": {}}"#, "wrong-type", "a list"),
    (
      "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [],\n}", "json-trailing-comma",
      "remove the ','"
    ),
  ]

  @Test(arguments: wrongProfiles)
  func `a profile as a whole`(text: String, id: String, words: String) {
    let found = mistakes(PolicyFixture(text))
    #expect(found.map(\.id) == [id])
    #expect(found.first?.text.contains(words) == true, "\(found)")
  }

  private static let wrong: [(rules: String, id: String, words: String)] = [
    (rule("read", "ALLOWED"), "unknown-action", "SCMP_ACT_ALLOW'"),
    (#"{"names": ["read"], "action": "allow"}"#, "unknown-action", "mean 'SCMP_ACT_ALLOW'?"),
    (rule("write", "NOTIFY"), "notify-on-write", "'write'"),
    (rule(""), "empty", "names"),
    (#"{"names": [""], "action": "SCMP_ACT_ALLOW"}"#, "empty", "is missing"),
    (#"{"names": ["read"]}"#, "missing-key", "'action'"),
    (rule("read", "ALLOW", #", "name": "write""#), "two-names", "exclude each other"),
    (rule("read", "ERRNO", #", "errnoRet": 12345"#), "errno-range", "12345"),
    (rule("read", "ERRNO", #", "errnoRet": -1"#), "wrong-type", "must be 0 or more, not -1"),
    (
      rule("read", "ERRNO", #", "errnoRet": 1.5"#), "wrong-type",
      "must be an integer, 0 or more; this number has a fraction"
    ),
    (rule("read", "ALLOW", args((6, "EQ", 1, 0))), "argument-index", "0 to 5"),
    (rule("read", "ALLOW", args((0, "EQUAL", 1, 0))), "unknown-operator", "SCMP_CMP_EQ"),
    (
      rule("read", "ALLOW", #", "args": [{"index": 0, "op": "masked_eq"}]"#), "unknown-operator",
      "mean 'SCMP_CMP_MASKED_EQ'?"
    ),
    (rule("read", "ALLOW", #", "args": [{"index": 0}]"#), "missing-key", "'op'"),
    (
      rule("read", "ALLOW", #", "args": [{"index": 0, "op": "SCMP_CMP_EQ", "value": -1}]"#),
      "negative-value", "18446744073709551615, or 4294967295"
    ),
    (
      rule("read", "ALLOW", #", "args": [{"index": 0, "op": "SCMP_CMP_EQ", "value": 1.5}]"#),
      "not-an-integer", "fraction"
    ),
    (rule("read", "ALLOW", #", "includes": {"minKernel": "4"}"#), "invalid-kernel", "4.8"),
    (rule("read", "ALLOW", #", "includes": {"minKernel": "4.256"}"#), "invalid-kernel", "255"),
    (rule("read", "ALLOW", #", "includes": {"minKernel": "+4.8"}"#), "invalid-kernel", "4.8"),
    (rule("read", "ALLOW", #", "includes": {"minKernel": "4.+8"}"#), "invalid-kernel", "4.8"),
    (
      list(
        rule("read", "ALLOW", args((0, "EQ", 1, 0))), rule("read", "KILL", args((0, "EQ", 1, 0)))),
      "conflicting-rules", "refuses the second"
    ),
  ]

  @Test(arguments: wrong)
  func `a rule`(rules: String, id: String, words: String) {
    let found = mistakes(profile(rules))
    #expect(found.map(\.id) == [id])
    #expect(found.first?.text.contains(words) == true, "\(found)")
  }

  @Test func `all that is wrong is said, where it is`() {
    let text = """
      {"defaultAction": "SCMP_ACT_ERNO", "defaultErrnoRet": 5000, "syscalls": [
        {"names": ["read"], "action": "SCMP_ACT_ALOW", "errnoRet": -1, "args": [{"index": 6, "op": "eq"}]},
        {"names": ["write"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 7, "op": "SCMP_CMP_EQ"}]}],
       "architectures": ["x86"]}
      """
    #expect(
      PolicyFixture(text).resolve().mistakes == [
        "1:19: unknown action 'SCMP_ACT_ERNO'; did you mean 'SCMP_ACT_ERRNO'?",
        "1:55: an error number is at most 4095, not 5000",
        "4:20: unknown architecture 'x86'; did you mean 'SCMP_ARCH_X86'?",
        "2:33: unknown action 'SCMP_ACT_ALOW'; did you mean 'SCMP_ACT_ALLOW'?",
        "2:62: 'errnoRet' must be 0 or more, not -1",
        "2:85: a system call has the arguments 0 to 5, and no 6",
        "2:94: unknown operator 'eq'; did you mean 'SCMP_CMP_EQ'?",
        "3:71: a system call has the arguments 0 to 5, and no 7",
      ])
  }

  @Test func `too many rules are refused`() {
    let fixture = profile([rule("read"), rule("write"), rule("close")].joined(separator: ","))
    let found = fixture.resolve(limits: PolicyLimits(rules: 2)).mistakes
    #expect(found.count == 1 && found[0].contains("more than 2 rules"))
  }

  @Test func `very many rules that mean nothing take no time`() throws {
    let names = (0..<20_000).map { "\"no_call_\($0)\"" }.joined(separator: ", ")
    let rules = (0..<2000).map { rule("read no_\($0)", "ERRNO", args((0, "EQ", UInt64($0), 0))) }
    let fixture = profile(
      list(
        #"{"names": [\#(names)], "action": "SCMP_ACT_ALLOW"}"#, rules.joined(separator: ","),
        rule("write")))
    let clock = ContinuousClock()
    var resolved: ResolvedPolicy?
    let duration = clock.measure { resolved = fixture.resolve().policy }
    #expect(resolved?.rules.count == 1)
    #expect(duration < .seconds(20))
  }
}
