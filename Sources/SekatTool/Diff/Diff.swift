import ArgumentParser
import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import Sekat
import SourceDiagnostics

/// `sekat diff`.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows every call that two policies or compiled filters treat differently.",
    discussion: """
      Each line names calls, for which argument values the verdict differs, and both
      verdicts. Nothing is left out without a word: where there is more than --most,
      the report says how much more. With --subset only that is shown which A
      lets through and B does not (executing a call counts for more than asking a
      tracer or supervisor, and that for more than refusing it). With --stacked it
      is shown what A and B let through when both are installed, B last.

      Exit status: 0 when nothing is shown, 1 when something is, 2 when something
      cannot be read, 3 when it cannot be decided within the bounds. With --stacked
      it is 0 in any case that can be decided.

      EXAMPLES
        sekat diff old.json new.json
        sekat diff builtin:default policy.bpf
        sekat diff --subset mine.json builtin:default
        sekat diff --stacked mine.json builtin:offline --format json
      """)

  @Flag(help: "Only what A lets through and B does not.")
  var subset = false

  @Flag(help: "What both let through together.")
  var stacked = false

  @Option(
    name: .target,
    help: "The machine, by default each that both policies list; for files this one.")
  var target: String?

  @OptionGroup var output: FormatOption

  @Option(
    help: "How much is shown on each machine: sets of calls, and values that tell them apart.")
  var most: Int = DiffReport.usualMost

  @Argument(help: "A policy file, 'builtin:NAME', or a compiled filter ('-': standard input).")
  var first: String

  @Argument(help: "Another one.")
  var second: String

  func validate() throws {
    if subset && stacked { throw ValidationError("'--subset' and '--stacked' are two questions") }
    if !(1...DiffReport.greatestMost).contains(most) {
      throw ValidationError("'--most' is from 1 to \(DiffReport.greatestMost)")
    }
  }

  func run() throws {
    let machine = try Machine.named(target)
    let inputs = [
      try FilterInput(first, for: machine), try FilterInput(second, for: machine),
    ]
    let policiesOnly = inputs.allSatisfy { $0.machines != nil }
    let machines =
      target == nil && policiesOnly ? try FilterInput.commonMachines(of: inputs) : [machine]
    var report = DiffReport(names: inputs.map(\.name), question: question, most: most)
    for machine in machines {
      let resolved = try inputs.map { try $0.resolved(for: machine) }
      do throws(ProofError) {
        try report.add(resolved, on: machine)
      } catch {
        throw SekatError(undecided: error)
      }
    }
    switch output.format {
    case .text: Terminal.print(report.text, terminator: "")
    case .json: Terminal.print(report.json, terminator: "")
    }
    if !stacked && !report.isEmpty { throw ExitCode.found }
  }

  private var question: DiffReport.Question {
    subset ? .subset : stacked ? .stacked : .difference
  }
}
