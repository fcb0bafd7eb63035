import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// Typing into the terminal that the confined program shares with the shell.
enum TerminalInjection: LintRule {
  static let about = LintRuleDescription(
    id: "terminal-injection", family: .grants, severity: .warning,
    title: "typing into the terminal",
    problem:
      "With TIOCSTI, and on a console with TIOCLINUX, a program puts characters into the input of "
      + "its terminal, where the shell that started it takes them for commands of its user.",
    advice:
      "Deny `ioctl` where `cmd` is one of these two before it is allowed, or allow it only for the "
      + "requests that are needed.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read", "ioctl"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["ioctl"], "where": { "cmd": ["TIOCSTI", "TIOCLINUX"] }, "action": { "errno": "EPERM" } },
          { "syscalls": ["read", "ioctl"] }
        ]
      }
      """,
    references: ["CVE-2017-5226", "CVE-2019-10063", "CVE-2023-28100"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let ioctl = Syscall.named("ioctl") else { return [] }
    var names: [String] = []
    var witness: Finding.Witness?
    for abi in context.abis {
      for request in RiskyValues.of("cmd", of: "ioctl")?.names ?? [] {
        guard let test = ioctl.test("cmd", is: request, on: abi),
          let grant = try context.grant(of: ioctl, on: abi, where: [test])
        else { continue }
        if !names.contains(request) { names.append(request) }
        witness = witness ?? grant
      }
    }
    guard let witness else { return [] }
    let values = names.map { "\"\($0)\"" }.joined(separator: ", ")
    let new = NewRule(
      calls: [ioctl], condition: "{ \"cmd\": [\(values)] }", action: NewRule.noPermission)
    return [
      finding(
        at: context.location(of: witness),
        "'ioctl' is allowed with "
          + "\(names.joined(separator: " and ")), which types into the terminal",
        advice: context.advice(putting: new, words: "deny it where 'cmd' is one of these"),
        witness: witness)
    ]
  }
}
