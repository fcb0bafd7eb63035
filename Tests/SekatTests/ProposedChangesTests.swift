import FilterProof
import LinuxABI
import PolicyLint
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import TestSupport
import Testing

@testable import Sekat

/// What is proposed for a policy of somebody's own, followed to the letter.
@Suite struct ProposedChangesTests {
  private let folder: TemporaryFolder
  private let machine: Machine

  init() throws {
    folder = try TemporaryFolder()
    machine = try #require(Machine(.x86_64))
  }

  /// A policy with a rule on each line.
  private func policy(
    _ rules: String..., architectures: String = #""x86_64", "i386", "x32", "aarch64""#
  ) -> String {
    """
    { "architectures": [\(architectures)], "default": "allow", "kernel": "6.12", "rules": [
    \(rules.joined(separator: ",\n"))
    ] }

    """
  }

  private func filter(_ text: String, on machine: Machine) throws -> Filter {
    try PolicyInput.resolve(try PolicyInput.load(text: text, for: nil), for: machine).filter
  }

  /// The rules of a policy, as lines.
  private func rules(_ policy: String) -> [String] {
    policy.split(separator: "\n").dropFirst().dropLast().map { String($0.drop { $0 == " " }) }
  }

  private func report(_ policy: String, denying calls: [String]) throws -> String {
    let path = try folder.write("policy.json", policy)
    let synthetic = try SyntheticReport(on: path)
    for call in calls { try synthetic.deny(call) }
    return synthetic.conclude()
  }

  /// The policy after what the report on calls says is done.
  private func mended(_ policy: String, denying calls: [String]) throws -> String {
    let report = try report(policy, denying: calls)
    return try #require(PastedAdvice(report, in: policy).policy, "\(report)")
  }

  @Test(arguments: [
    [#"{ "syscalls": ["setsid"], "action": { "errno": "EPERM" } }"#],
    [#"{ "syscalls": ["setsid", "uname"], "action": "kill-process" }"#],
    [#"{ "syscalls": ["setsid", "uname", "getppid"], "action": { "errno": "EPERM" } }"#],
    [
      #"{ "syscalls": ["setsid"], "action": { "errno": "EPERM" }, "architectures": ["i386"] }"#,
      #"{ "syscalls": ["uname", "setsid?"], "action": { "errno": "EPERM" }, "comment": "both" }"#,
    ],
    [
      #"{ "syscalls": ["setsid"], "action": { "errno": 1 }, "architectures": ["x86_64", "x32"] }"#,
      #"{ "syscalls": ["uname"], "action": { "errno": 1 }, "architectures": ["x86_64"] }"#,
    ],
  ])
  func `other ABIs are answered as before, and no rule is without effect`(
    rules: [String]
  ) throws {
    let first = """
      { "architectures": ["x86_64", "i386", "x32", "aarch64"], "default": "allow",
        "kernel": "6.12", "rules": [
      \(rules.joined(separator: ",\n"))
      ] }

      """
    let changed = try mended(first, denying: ["setsid", "uname"])
    for machine in [machine, try #require(Machine(.aarch64))] {
      var (before, after) = (
        try filter(first, on: machine), try filter(changed, on: machine)
      )
      for abi in after.abis.map(\.abi) where abi != .x86_64 {
        before.abis = try filter(first, on: machine).abis.filter { $0.abi == abi }
        after.abis = try filter(changed, on: machine).abis.filter { $0.abi == abi }
        #expect(
          try FilterProver().compare(.filter(before), .filter(after), on: machine) == .equal,
          "\(abi): \(changed)")
      }
    }
    #expect(try errors(in: changed).subtracting(try errors(in: first)) == [], "\(changed)")
  }

  /// What a linter says of rules that have no effect, and its errors.
  private func errors(in policy: String) throws -> Set<String> {
    let loaded = try PolicyInput.load(text: policy, for: nil)
    let findings = try LintInput.lint(loaded, target: nil).findings
    return Set(
      findings.filter { $0.severity == .error || $0.rule == "repeated-call" }.map(\.rule))
  }

  @Test func `a rule of which all is allowed makes room`() throws {
    let first = policy(
      #"{ "syscalls": ["setsid", "uname"], "action": { "errno": "EPERM" } }"#,
      architectures: #""x86_64""#)
    let changed = try mended(first, denying: ["setsid", "uname"])
    #expect(rules(changed) == [#"{"syscalls": ["uname"], "action": "allow"}"#], "\(changed)")
  }

  @Test func `a rule for one call goes on for the other ABIs`() throws {
    let first = policy(
      #"{ "syscalls": ["setsid"], "action": { "errno": "EPERM" } }"#,
      architectures: #""x86_64", "aarch64""#)
    let changed = try mended(first, denying: ["setsid"])
    #expect(
      rules(changed) == [
        #"{"syscalls": ["setsid"], "action": { "errno": "EPERM" }, "architectures": ["aarch64"]}"#
      ], "\(changed)")
  }

  @Test func `of each policy that refuses it is said what to write`() throws {
    let refusing = #"{ "syscalls": ["setsid"], "action": { "errno": "EPERM" } }"#
    let paths = [
      try folder.write("a.json", policy(refusing)), try folder.write("b.json", policy()),
      try folder.write("c.json", policy(refusing)), "builtin:offline",
    ]
    let synthetic = try SyntheticReport(on: paths)
    try synthetic.deny("setsid")
    try synthetic.deny("chroot")
    let text = synthetic.conclude()
    #expect(text.contains("to allow these calls, in '\(paths[0])'"), "\(text)")
    #expect(!text.contains("in '\(paths[1])'"), "\(text)")
    #expect(text.contains("to allow these calls, in '\(paths[2])'"), "\(text)")
    #expect(text.contains(/a\ policy\ .*\ in\ place\ of\ 'builtin:offline'/), "\(text)")
    #expect(text.contains(#"{ "extends": ["builtin:offline"], "rules": ["#), "\(text)")
    #expect(!text.contains("in '\(paths[0])'\n  {\"syscalls\": [\"chroot\"]"), "\(text)")
  }

  @Test func `lint says of which rule it speaks`() throws {
    let first = policy(
      #"{ "syscalls": ["umask"], "where": { "mask": 1 }, "action": { "errno": "EPERM" } }"#,
      #"{ "syscalls": ["kill"], "where": { "sig": 9 }, "action": { "errno": "EPERM" } }"#,
      #"{ "syscalls": ["ioctl"], "action": { "errno": "EPERM" } }"#)
    let path = try folder.write("policy.json", first)
    let synthetic = try SyntheticReport(on: path)
    try synthetic.deny("kill", [1, 9, 0, 0, 0, 0])
    try synthetic.deny("ioctl", [1, 0x5412, 0, 0, 0, 0])
    let text = synthetic.conclude()
    #expect(text.contains(/\n\ \ lint[:,]/), "\(text)")
    for finding in text.split(separator: "\n  lint").dropFirst() {
      #expect(
        finding.contains(/^,\s+rule\s+(at\s+line\s+\d+|for\s+'\w+'):/)
          || finding.contains(/'(kill|ioctl|umask)'/), "\(finding)")
    }
  }

  @Test func `what cannot be seen in a rule is escaped where it is to be copied`() throws {
    let first = policy(
      "{ \"syscalls\": [\"setsid\"], \"action\": { \"errno\":\n\t\"EPERM\" },\n  \"comment\": \"a\u{202e}b\u{e0001}c\" }",
      architectures: #""x86_64", "aarch64""#)
    let text = try report(first, denying: ["setsid"])
    #expect(!text.contains("\u{202e}") && !text.contains("\t"), "\(text)")
    #expect(
      text.contains(
        #"    {"syscalls": ["setsid"], "action": { "errno": "EPERM" }, "comment": "a\u202eb\udb40\udc01c", "architectures": ["aarch64"]}"#
      ), "\(text)")
  }

  @Test func `whoever lacks very much is not given a rule for all of it`() throws {
    let path = try folder.write(
      "policy.json",
      """
      { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "rules": [
        { "syscalls": ["read", "uname"], "action": { "errno": 7 } } ] }
      """)
    let synthetic = try SyntheticReport(on: path)
    for number in 0..<330 as Range<UInt32> {
      guard let name = Syscall.numbered(number, on: .x86_64)?.name else { continue }
      try synthetic.deny(name)
    }
    let text = synthetic.conclude()
    #expect(text.matches(of: /\n\ {4}\{"syscalls"/).count == 100, "\(text)")
    #expect(text.contains("rules for the first 100 kinds of calls; there are more"), "\(text)")
  }

  /// A profile of containers is for all ABIs of the machine; which that is, is known when it is settled.
  @Test func `rules before a profile name their ABI`() throws {
    let profile = try folder.write(
      "profile.json",
      """
      { "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
        "syscalls": [
          { "names": ["read"], "action": "SCMP_ACT_ALLOW" },
          { "names": ["uname"], "action": "SCMP_ACT_ALLOW", "includes": { "caps": ["CAP_SYS_BOOT"] } }
        ] }
      """)
    let synthetic = try SyntheticReport(on: profile)
    try synthetic.deny("setsid")
    let text = synthetic.conclude()
    #expect(
      text.contains(
        #"    {"syscalls": ["setsid"], "action": "allow", "architectures": ["x86_64"]}"#), "\(text)"
    )
  }

  /// Only who knows the kind of thread can load the file.
  @Test func `filters by name are extended for the thread that was meant`() throws {
    let filters = try folder.write(
      "filters.json",
      """
      {
        "vmm": { "default_action": "trap", "filter_action": "allow",
                 "filter": [{ "syscall": "read" }, { "syscall": "write" }] },
        "api": { "default_action": "trap", "filter_action": "allow",
                 "filter": [{ "syscall": "read" }] }
      }
      """)
    let synthetic = try SyntheticReport(on: filters, in: Circumstances(filterName: "vmm"))
    try synthetic.deny("kill")
    let text = synthetic.conclude()
    #expect(text.contains(#"{ "extends": [""#), "\(text)")
  }
}
