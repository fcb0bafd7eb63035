import Testing

@testable import PolicyLint

/// Calls that show findings are about the rules that are found; `LintOutcome` looks at each.
@Suite struct WitnessTests {
  /// Conditions of one call that overlap, contain and exclude each other.
  private static let conditions: [(call: String, conditions: [String])] = [
    (
      "socket",
      [
        #"{ "family": "AF_INET" }"#, #"{ "family": ["AF_INET", "AF_UNIX"] }"#,
        #"{ "family": { "ne": "AF_INET" } }"#, #"{ "type": { "is": "SOCK_RAW" } }"#,
        #"{ "family": ["AF_ALG", "AF_VSOCK"] }"#,
      ]
    ),
    (
      "openat",
      [
        #"{ "flags": { "is": "O_RDONLY" } }"#, #"{ "flags": { "has": "O_CREAT" } }"#,
        #"{ "flags": { "notIn": ["O_WRONLY", "O_RDWR"] } }"#, #"{ "flags": "O_WRONLY" }"#,
        #"{ "flags": { "hasNone": "O_CREAT|O_TRUNC" } }"#,
      ]
    ),
    (
      "ioctl",
      [
        #"{ "cmd": "TIOCSTI" }"#, #"{ "cmd": ["TIOCSTI", "TIOCLINUX"] }"#,
        #"{ "cmd": { "ne": "TIOCSTI" } }"#, #"{ "cmd": "TCGETS", "fd": 0 }"#,
      ]
    ),
    (
      "clone",
      [
        #"{ "flags": { "has": "CLONE_NEWUSER" } }"#,
        #"{ "flags": { "hasNone": "CLONE_NEWUSER" } }"#,
        #"{ "flags": { "has": "CLONE_THREAD" } }"#, #"{ "flags": { "ne": "SIGCHLD" } }"#,
      ]
    ),
  ]

  private static let verdicts = [
    #", "action": "allow""#, #", "action": { "errno": "EPERM" }"#, #", "action": "kill-process""#,
    #", "action": "allow", "else": { "errno": "EACCES" }"#,
  ]

  private static let standards = [#"{ "errno": "EPERM" }"#, #""allow""#, #""kill-process""#]

  @Test(arguments: conditions.map(\.call))
  func `pairs of rules about one call`(call: String) throws {
    let conditions = try #require(Self.conditions.first { $0.call == call }).conditions
    var turn = 0
    var witnesses = 0
    let all = conditions + [nil]
    for (place, first) in all.enumerated() {
      for second in all[(place + 1)...] {
        // Each pair with one of the verdicts of each, in turn.
        let actions = (Self.verdicts[turn % 3], Self.verdicts[turn / 3 % 4])
        let standard = Self.standards[turn % 2 + turn / 7 % 2]
        turn += 1
        // Each order in turn.
        let pair = turn % 2 == 0 ? (first, second) : (second, first)
        let texts = [(pair.0, actions.0), (pair.1, actions.1)].map { condition, action in
          let condition = condition.map { #", "where": \#($0)"# }
          let action = condition == nil && action.contains("else") ? Self.verdicts[0] : action
          return #"{ "syscalls": ["\#(call)"]\#(condition ?? "")\#(action) }"#
        }
        let outcome = try LintOutcome(
          rules(texts.joined(separator: ",\n"), default: standard))
        witnesses += outcome.report.findings.count { $0.witness != nil }
      }
    }
    #expect(witnesses > conditions.count)
  }
}
