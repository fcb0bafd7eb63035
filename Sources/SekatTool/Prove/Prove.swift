import ArgumentParser
import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Sekat
import SourceDiagnostics

/// `sekat prove`.
struct Prove: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decides whether a program is the policy, for every possible call.",
    usage: "sekat prove (-p POLICY [FILE] | FILE FILE | -p POLICY --pid PID)",
    discussion: """
      Compares the policy with a compiled filter or, without a file, with what a
      backend makes of it; or two compiled filters with each other; or the filters
      of a process that 'sekat run' has started with the policies that it was given.
      All numbers, ABIs and argument bits are covered. Where the two differ, the
      first call that shows it is printed, with what each side rests on.

      \(ExitStatus.table("both are the same", found: "they differ", canBeUndecided: true))

      EXAMPLES
        sekat prove -p policy.json
        sekat prove -p policy.json --backend libseccomp --target aarch64
        sekat prove -p policy.json policy.bpf
        sekat prove old.bpf new.bpf
        sekat prove -p policy.json --pid 4711
      """)

  @Argument(
    help: "Compiled filters: one with -p, else two; '-' for standard input.", completion: .file())
  var files: [String] = []

  @OptionGroup(title: "Input") var stack: PolicyStackOption
  @OptionGroup(title: "Input") var compiler: BackendOption
  @OptionGroup(title: "Input") var input: Input
  @OptionGroup(title: "Input") var system: CircumstancesOption
  @OptionGroup(title: "Output") var output: FormatOption
  @OptionGroup(title: "Output") var look: LookOptions

  /// What is compared with the policies.
  struct Input: ParsableArguments {
    @Option(help: "A process that 'sekat run' has started with these policies.")
    var pid: Int32?

    @Flag(
      help: "The file was installed by 'sekat run': find the keys of its own last calls in it.")
    var launched = false

    @Option(
      name: .target,
      help: "The machine, by default this one or, without a file, each that the policy lists.")
    var target: String?
  }

  func validate() throws {
    if let pid = input.pid {
      guard pid > 0 else { throw ValidationError("\(pid) is no number of a process") }
      guard files.isEmpty, !stack.policies.isEmpty, input.target == nil, !input.launched else {
        throw ValidationError("'--pid' goes with policies alone")
      }
    }
    switch (stack.policies.isEmpty, files.count) {
    case (true, 2), (false, 0), (false, 1): break
    case (true, _): throw ValidationError("give a policy with -p, or two files")
    case (false, _): throw ValidationError("give at most one file with -p")
    }
    if input.launched && (files.count != 1 || stack.policies.count != 1) {
      throw ValidationError("'--launched' goes with one policy and one file")
    }
  }

  func run() throws {
    let circumstances = try system.settled
    let policies = try stack.policies.map { try FilterInput(policy: $0, in: circumstances) }
    try circumstances.requireUse(by: FilterInput.policies(of: policies))
    var report = ProofReport()
    for question in try questions(about: policies) {
      report.answers.append(try question.answer())
    }
    switch output.format {
    case .text: Terminal.print(report.text, terminator: "")
    case .json: Terminal.print(report.json, terminator: "")
    }
    if !report.isEqual { throw ExitCode.found }
  }

  private func questions(
    about policies: [FilterInput]
  ) throws(SekatError) -> [ProofQuestion] {
    if let pid = input.pid { return try ProofQuestion.questions(about: policies, installedIn: pid) }
    let machines =
      input.target != nil || !files.isEmpty
      ? [try Machine.named(input.target)] : try FilterInput.commonMachines(of: policies)
    var questions: [ProofQuestion] = []
    for machine in machines {
      questions.append(
        try ProofQuestion(
          about: policies, files, on: machine, compiler: compiler.backend,
          areLaunched: input.launched))
    }
    return questions
  }
}
