import ArgumentParser
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Sekat
import SourceDiagnostics
import Toolbox
import TraceReplay

/// `sekat query`.
struct Query: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a policy decides about one call, and which rule says so.",
    usage: """
      sekat query [-p POLICY]... CALL [ARGUMENT...]
      sekat query [-p POLICY]... --record (LINE | -)
      """,
    discussion: """
      The call is given by name or number. Its arguments are given by name or by
      position; those that are not given may be anything, and where the verdict
      depends on them, each possible one is shown. 'args[0]' to 'args[5]' are the
      registers themselves, all 64 bits of them, whatever the call takes.
      With several policies, or a compiled filter, the answer is that of all filters
      together: the kernel takes the strictest verdict. Of a compiled filter, an
      instruction is shown at which it ends with each verdict.

      A record is what the kernel has logged of a call: a line with 'type=1326' of
      dmesg or the journal, or with 'type=SECCOMP' of audit.log or ausearch. With
      '-' they are found among the lines of standard input. A record shows the call
      and what kind of verdict it got, and no arguments: all rules that may have
      said so are shown, and what they say with other arguments.

      \(ExitStatus.table("answered", found: "the policy never answers as a record says", canBeUndecided: true))

      EXAMPLES
        sekat query -p policy.json openat flags=O_WRONLY
        sekat query -p policy.json ioctl 1 TIOCSTI
        sekat query -p builtin:default --abi aarch64 clone flags=CLONE_NEWUSER
        sekat query -p policy.json prctl 'args[1]=0x2a'
        sekat query -p policy.json 435
        sekat query --filter policy.bpf read fd=0
        dmesg | sekat query -p policy.json --record -
      """)

  @Argument(parsing: .allUnrecognized, help: "The call, and its arguments.")
  var call: [String] = []

  @OptionGroup(title: "Input") var stack: PolicyStackOption
  @OptionGroup(title: "Input") var input: Input
  @OptionGroup(title: "Input") var system: CircumstancesOption
  @OptionGroup(title: "Output") var output: FormatOption
  @OptionGroup(title: "Output") var look: LookOptions

  /// What is asked, and about what.
  struct Input: ParsableArguments {
    @Option(
      help: "A compiled filter, asked after the policies, or alone.", completion: .file())
    var filter: String?

    @Option(help: "A record of the kernel's log, or '-', instead of a call.")
    var record: String?

    @Option(help: "The ABI of the call, by default that of the machine.")
    var abi: String?

    @Option(name: .target, help: "The machine, by default this one or the one of the ABI.")
    var target: String?
  }

  func validate() throws {
    switch (call.first, input.record) {
    case (nil, nil): throw ValidationError("a call is missing: give its name, or '--record'")
    case (let word?, nil) where word.hasPrefix("type=") || word.hasPrefix("audit:"):
      throw ValidationError("a record is given with '--record', as one word")
    case (let word?, nil) where word.hasPrefix(BuiltinCatalogue.prefix) || word.hasSuffix(".json"):
      throw ValidationError("\(quoted(word)) is a policy, and no call; write '-p \(escaped(word))'")
    case (_?, _?): throw ValidationError("'--record' says which call it is; name no other")
    case (nil, _?) where input.abi != nil: throw ValidationError("a record has its own ABI")
    default: break
    }
    try StandardInput.check(stack.policies + [input.filter, input.record].compactMap(\.self))
  }

  func run() throws {
    if let record = input.record { return try answer(RecordInput.read(record)) }
    // Words that look like options may be values, but no call begins so.
    if let word = call.first, word.hasPrefix("-") {
      throw SekatError("unknown option \(quoted(word))")
    }
    let abi = try input.abi.map { try ABI.known(as: $0) }
    let machine = try machine(for: abi)
    let pattern: CallPattern
    do throws(CallPatternError) {
      pattern = try CallPattern(call, on: abi ?? machine.abi)
    } catch {
      throw SekatError(error.message)
    }
    let asked = try asked(on: machine)
    let report: QueryReport
    do throws(ProofError) {
      report = try QueryReport(call: call, pattern: pattern, asking: asked, on: machine)
    } catch {
      throw SekatError(undecided: error)
    }
    switch output.format {
    case .text: Terminal.print(report.text(width: Terminal.reportWidth), terminator: "")
    case .json: Terminal.print(report.json, terminator: "")
    }
  }

  /// Answers for records of the kernel's log.
  private func answer(_ input: RecordInput) throws {
    var known: [Machine: [(name: String, content: QueryAnswer.Content)]] = [:]
    var report = RecordReport(suppressed: input.suppressed)
    for (record, count) in input.records {
      let machine = try machine(for: record.abi)
      let asked = try known[machine] ?? asked(on: machine)
      known[machine] = asked
      do throws(ProofError) {
        try report.add(record, count: count, asking: asked, on: machine)
      } catch {
        throw SekatError(undecided: error)
      }
    }
    switch output.format {
    case .text: Terminal.print(report.text(width: Terminal.reportWidth), terminator: "")
    case .json: Terminal.print(report.json, terminator: "")
    }
    if !report.isExplained { throw ExitCode.found }
  }

  /// Who is asked, in the order of installation.
  private func asked(
    on machine: Machine
  ) throws(SekatError) -> [(name: String, content: QueryAnswer.Content)] {
    var asked: [(name: String, content: QueryAnswer.Content)] = []
    let circumstances = try system.settled
    var policies: [(name: String, policy: Policy)] = []
    for reference in stack.policies.isEmpty && input.filter == nil
      ? [PolicyInput.standard] : stack.policies
    {
      policies.append((reference, try PolicyInput.load(reference, in: circumstances)))
    }
    try circumstances.requireUse(by: policies.map(\.policy))
    for (name, policy) in policies {
      asked.append((name, .policy(try PolicyInput.resolve(policy, for: machine))))
    }
    if let filter = input.filter {
      let file = try RawFilter.read(filter, for: machine)
      asked.append((file.name, .program(try file.program())))
    }
    return asked
  }

  /// The machine that was named, or one that serves the ABI: this one if it does.
  private func machine(for abi: ABI?) throws(SekatError) -> Machine {
    if let target = input.target { return try Machine.named(target) }
    guard let abi else { return try Machine.named(nil) }
    if let native = Machine.native, native.abis.contains(abi) { return native }
    if let own = Machine(abi) { return own }
    return try Machine.named(ABI.x86_64.name)
  }
}
