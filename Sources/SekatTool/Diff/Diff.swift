import ArgumentParser
import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import Sekat
import SourceDiagnostics

/// `sekat diff`.
struct Diff: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows every call that two policies or compiled filters treat differently.",
    usage: "sekat diff [--subset | --stacked] A B",
    discussion: """
      Each line names calls, for which argument values the verdict differs, and both
      verdicts. Nothing is left out without a word: where there is more than --most,
      the report says how much more. With --subset only that is shown which A
      lets through and B does not (executing a call counts for more than asking a
      tracer or supervisor, and that for more than refusing it). With --stacked it
      is shown what A and B let through when both are installed, B last.

      \(ExitStatus.table("nothing is shown", found: "something is, but for --stacked", canBeUndecided: true))

      EXAMPLES
        sekat diff old.json new.json
        sekat diff builtin:default policy.bpf
        sekat diff --subset mine.json builtin:default
        sekat diff --stacked mine.json builtin:offline --format json
      """)

  @Argument(
    help: "Two policy files, 'builtin:NAME', or compiled filters ('-': standard input).",
    completion: .policy)
  var subjects: [String] = []

  @OptionGroup(title: "Input") var input: Input

  @Flag(help: "Only what A lets through and B does not.")
  var subset = false

  @Flag(help: "What both let through together.")
  var stacked = false

  @OptionGroup(title: "Input") var system: CircumstancesOption
  @OptionGroup(title: "Output") var output: Output
  @OptionGroup(title: "Output") var look: LookOptions

  /// What is compared.
  struct Input: ParsableArguments {
    @Option(
      name: .policy, help: "A policy, which comes before those without '-p'.", completion: .policy)
    var policies: [String] = []

    @Option(
      name: .target,
      help: "The machine, by default each that both policies list; for files this one.")
    var target: String?
  }

  /// How it is shown.
  struct Output: ParsableArguments {
    @OptionGroup var form: FormatOption

    @Option(
      help: "How much is shown on each machine: sets of calls, and values that tell them apart.")
    var most: Int = DiffReport.usualMost
  }

  func validate() throws {
    if names.count != 2 { throw ValidationError("two policies or filters are compared; give two") }
    if subset && stacked { throw ValidationError("'--subset' and '--stacked' are two questions") }
    if !(1...DiffReport.greatestMost).contains(output.most) {
      throw ValidationError("'--most' is from 1 to \(DiffReport.greatestMost)")
    }
  }

  func run() throws {
    let machine = try Machine.named(input.target)
    let circumstances = try system.settled
    let inputs = try names.map { try FilterInput($0, for: machine, in: circumstances) }
    try circumstances.requireUse(by: FilterInput.policies(of: inputs))
    let policiesOnly = inputs.allSatisfy { $0.machines != nil }
    let machines =
      input.target == nil && policiesOnly
      ? try FilterInput.commonMachines(of: inputs) : [machine]
    var report = DiffReport(names: inputs.map(\.name), question: question, most: output.most)
    for machine in machines {
      let resolved = try inputs.map { try $0.resolved(for: machine) }
      do throws(ProofError) {
        try report.add(resolved, on: machine)
      } catch {
        throw SekatError(undecided: error)
      }
    }
    switch output.form.format {
    case .text:
      Terminal.print(
        report.text(width: Terminal.reportWidth, color: Terminal.usesColor(on: 1)), terminator: "")
    case .json: Terminal.print(report.json, terminator: "")
    }
    if !stacked && !report.isEmpty { throw ExitCode.found }
  }

  /// What is compared, in order.
  private var names: [String] { input.policies + subjects }

  private var question: DiffReport.Question {
    subset ? .subset : stacked ? .stacked : .difference
  }
}
