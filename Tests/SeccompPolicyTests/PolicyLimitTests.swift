import LinuxABI
import SeccompPolicy
import SourceDiagnostics
import Testing

/// How much a policy may say, and what is said where it says more.
@Suite struct PolicyLimitTests {
  /// Something of which there may be only so much: a policy that has just as much, and one more.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var limits: PolicyLimits
    var fitting: String
    var tooMuch: String
    var mistake: String
  }

  private static func list(_ count: Int, _ element: String) -> String {
    Array(repeating: element, count: count).joined(separator: ", ")
  }

  private static func comparing(_ values: Int, on calls: String = #""ioctl""#) -> String {
    rules(#"{"syscalls": [\#(calls)], "where": {"fd": [\#(list(values, "1"))]}}"#)
  }

  private static func ignoring(_ count: Int) -> String {
    let ids = (0..<count).map { #""a\#($0)""# }.joined(separator: ", ")
    return rules(#"{"syscalls": ["read"], "lint": {"ignore": [\#(ids)], "reason": "x"}}"#)
  }

  static let cases = [
    Case(
      testDescription: "rules", limits: PolicyLimits(rules: 3),
      fitting: rules(list(3, #"{"syscalls": ["read"]}"#)),
      tooMuch: rules(list(4, #"{"syscalls": ["read"]}"#)),
      mistake: "1:144: the files of the policy have more than 3 rules in all"),
    Case(
      testDescription: "values", limits: PolicyLimits(values: 9),
      fitting: rules(#"{"syscalls": ["read"]}"#),
      tooMuch: rules(#"{"syscalls": ["read", "write"]}"#),
      mistake: "1:1: the files of the policy have more than 9 values in all"),
    Case(
      testDescription: "names of calls", limits: PolicyLimits(namings: 6),
      fitting: rules(#"{"syscalls": ["read", "write", "close"]}"#),
      tooMuch: rules(#"{"syscalls": ["read", "write", "close", "openat"]}"#),
      mistake: "1:112: the lists of the policy name calls more than 6 times in all"),
    Case(
      testDescription: "comparisons", limits: PolicyLimits(comparisons: 4),
      fitting: comparing(2, on: #""ioctl", "fcntl""#),
      tooMuch: comparing(3, on: #""ioctl", "fcntl""#),
      mistake: "1:72: the rules compare more than 4 values in all, for each of their calls on each "
        + "ABI"),
    Case(
      testDescription: "ignored findings", limits: PolicyLimits(ignored: 2),
      fitting: ignoring(2), tooMuch: ignoring(3),
      mistake: "1:127: the files of the policy have more than 2 ignored findings in all"),
  ]

  @Test(arguments: cases)
  func `just as much as there may be is taken, and one more is refused at its place`(
    _ item: Case
  ) {
    #expect(PolicyFixture(item.fitting).resolve(limits: item.limits).mistakes == [])
    #expect(PolicyFixture(item.tooMuch).resolve(limits: item.limits).mistakes == [item.mistake])
  }

  @Test func `a limit is for all files together`() {
    let two = rules(Self.list(2, #"{"syscalls": ["read"]}"#))
    let fixture = PolicyFixture([
      "test": rules(Self.list(2, #"{"syscalls": ["read"]}"#), #""extends": ["base.json"], "#),
      "base": two,
    ])
    #expect(fixture.resolve(limits: PolicyLimits(rules: 4)).mistakes == [])
    #expect(
      fixture.resolve(limits: PolicyLimits(rules: 3)).mistakes
        == ["base:1:96: the files of the policy have more than 3 rules in all"])
  }

  /// A group that names another twice, and so on: each level doubles what the first one names.
  @Test func `groups that name each other over and over are refused`() {
    let levels = (0..<40).map { #""g\#($0)": ["@g\#($0 + 1)", "@g\#($0 + 1)"]"# }
    let groups = (levels + [#""g40": ["@system-service"]"#]).joined(separator: ", ")
    let fixture = PolicyFixture(
      rules(#"{"syscalls": ["@g0"]}"#, #""groups": {\#(groups)}, "#))
    #expect(fixture.resolve().mistakes == [])
    let mistakes = fixture.resolve(limits: PolicyLimits(namings: 10_000)).mistakes
    #expect(mistakes.count == 1)
    #expect(mistakes.first?.contains("name calls more than 10000 times in all") == true)
  }

  @Test(arguments: [
    #"{"syscalls": ["read"], "action": "alow"}"#, #"{"syscalls": ["raed"]}"#, "1",
    #"{"syscalls": ["read"], "where": {"x": 1}}"#,
  ])
  func `of very many mistakes the first are reported`(rule: String) {
    let limits = PolicyLimits(mistakes: 20)
    let (policy, mistakes) = PolicyFixture(rules(Self.list(500, rule))).resolve(limits: limits)
    #expect(policy == nil)
    #expect((20...21).contains(mistakes.count), "\(mistakes.count)")
  }
}
