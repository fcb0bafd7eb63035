import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A call that is restricted, and not so through `socketcall` or `ipc`.
enum MultiplexerOpen: LintRule {
  static let about = LintRuleDescription(
    id: "multiplexer-open", family: .abi, severity: .error,
    title: "socketcall or ipc does what is restricted",
    problem:
      "On i386, s390x and others a call can also be made through `socketcall` or `ipc`, whose "
      + "arguments are in memory. A condition on the call says nothing about that form.",
    advice: "Deny `socketcall` and `ipc`, or do not list the ABI.",
    bad: """
      {
        "architectures": ["x86_64", "i386"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["socket"], "where": { "domain": "AF_UNIX" } },
          { "syscalls": ["socketcall"] }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64", "i386"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["socket"], "where": { "domain": "AF_UNIX" }, "else": { "errno": "EAFNOSUPPORT" } }
        ]
      }
      """,
    references: [
      "https://github.com/moby/moby/issues/52494", "https://github.com/systemd/systemd/issues/4575",
    ])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    var findings: [Finding] = []
    for abi in context.abis {
      for multiplexer in MultiplexedCall.multiplexers {
        for (selector, call) in MultiplexedCall.calls(through: multiplexer).sorted(by: {
          $0.key < $1.key
        }) {
          guard let form = MultiplexedCall.form(of: call, on: abi) else { continue }
          let test = ArgumentTest(
            index: 0, mask: form.selectorMask, values: IntervalSet(selector...selector))
          guard let grant = try context.grant(of: multiplexer, on: abi, where: [test]),
            let denial = try context.denial(of: call, on: abi)
          else { continue }
          // What a list of what is allowed lacks altogether was not restricted on purpose.
          let isRestricted = try context.grant(of: call, on: abi) != nil
          if !isRestricted && context.rule(behind: denial) == nil { continue }
          findings.append(
            finding(
              at: context.location(of: grant),
              "'\(multiplexer)' is allowed on \(abi.name), and does for any arguments what is "
                + "restricted of '\(call)'",
              advice: "deny '\(multiplexer)', or do not list \(abi.name)", witness: grant,
              notes: [
                Diagnostic.Note(
                  "'\(call)' is restricted: \(denial.text)", at: context.location(of: denial))
              ]))
        }
      }
    }
    return findings
  }
}
