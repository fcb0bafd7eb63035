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
      for multiplexer in ["socketcall", "ipc"].compactMap(Syscall.named) {
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
              ], fix: fix(form, grant, denial, context)))
        }
      }
    }
    return findings
  }

  /// A rule that denies the form of a call as the call itself is denied.
  private static func fix(
    _ form: MultiplexedCall, _ grant: Finding.Witness, _ denial: Finding.Witness,
    _ context: LintContext
  ) -> Fix? {
    guard let abi = denial.call.abi, let origin = context.origin(behind: denial),
      let rule = context.rule(behind: denial), rule.file == 0, rule.syntax.architectures == nil,
      // What an earlier rule allows, this one cannot deny.
      context.origin(behind: grant).map({ $0.index > origin.index }) ?? true,
      let action = context.actionText(behind: denial),
      let argument = form.multiplexer.arguments(on: abi)?.first,
      let name = argument.vocabulary?.constants.first(where: {
        $0.value(on: abi) == form.selector
      })?.name
    else { return nil }
    let mask = "0x" + String(form.selectorMask, radix: 16)
    let isWhole = form.selectorMask == argument.mask(on: abi)
    let comparison =
      isWhole ? "\"\(name)\"" : "{ \"masked\": { \"mask\": \"\(mask)\", \"value\": \"\(name)\" } }"
    let new = NewRule(
      calls: [form.multiplexer], condition: "{ \"\(argument.name)\": \(comparison) }",
      action: action)
    return context.edits(putting: new, before: origin).map {
      Fix("deny '\(form.multiplexer)' with \(name) too", $0)
    }
  }
}
