import ArgumentParser
import LinuxABI
import SeccompPolicy
import Sekat
import SourceDiagnostics
import Toolbox
import TraceReplay

/// `sekat learn`.
struct Learn: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a policy under which the calls of logs pass, and little more.",
    usage: "sekat learn [-p BASE] LOG... [-o FILE]",
    discussion: """
      Allows the calls that are in the logs. Arguments that carry risk (families of
      sockets, commands, modes of opening, flags of clone and mmap) are held to what
      was seen, and to what belongs with it; the others, such as the operation of a
      futex, are a matter of time and load. Calls that every C library makes for
      locks, memory, threads, aborts and the time are added, and those that do what
      was seen when there is more to do, such as pwritev beside pwrite64. '--strict'
      narrows all arguments to what was seen, and adds nothing but the ends of
      programs.

      What the base policy allows is left to it. What it answers with ENOSYS stays
      so, and the older call that a C library makes is allowed in its place: always
      'clone' in place of 'clone3', whose flags no filter sees.

      What 'sekat lint' would say of a rule that the logs call for is noted beside
      it, and counted on standard error.

      A log of the kernel is read as by 'sekat simulate'; where its records show no
      arguments, calls are allowed with any but the risky ones.

      The table of 'strace -c' has names and no arguments: '--ignore-arguments'
      allows the calls in it, whatever their arguments are.

      A log shows what a program did, not all that it can do: read the policy, and
      try the program under it.

      \(ExitStatus.table("a policy was written from all of the logs"))

      EXAMPLES
        strace -f -n -o trace.log ./server; sekat learn trace.log -o policy.json
        sekat learn -p builtin:read-only trace.log
        strace -c -f -o table ./server; sekat learn --ignore-arguments table
        sekat learn trace.log -o policy.json; sekat simulate -p policy.json trace.log
        strace -f -o more.log sekat run -p policy.json -- ./server
        sekat learn -p policy.json more.log -o wider.json    (and what that denied)
        sekat learn --to docker trace.log -o profile.json
      """)

  @Argument(
    help: "Logs of strace or the kernel, as 'sekat simulate' reads them.", completion: .file())
  var logs: [String]

  @OptionGroup(title: "Input") var input: Input
  @OptionGroup(title: "Input") var log: LogABIOption

  @Flag(help: "Allows calls with any arguments; takes names from tables of 'strace -c' too.")
  var ignoreArguments = false

  @Flag(help: "Narrows all arguments to what the logs show, and adds next to nothing.")
  var strict = false

  @Flag(help: "Learns also what a launcher called before it installed a filter.")
  var fromStart = false

  @Flag(help: "Allows also what the base policy answers with ENOSYS, though not clone3.")
  var allowClosed = false

  @Flag(help: "Writes a policy even if no call is in the logs.")
  var allowEmpty = false

  @OptionGroup(title: "Input") var system: CircumstancesOption
  @OptionGroup(title: "Output") var writing: Writing
  @OptionGroup(title: "Output") var look: LookOptions

  /// What is extended, and for which machine.
  struct Input: ParsableArguments {
    @Option(
      name: .policy, help: "The policy to extend: a file or 'builtin:NAME'.", completion: .policy)
    var policy: String?

    @Option(name: .target, help: "The machine that the policy is for, by default this one.")
    var target: String?
  }

  /// Where the policy goes.
  struct Writing: ParsableArguments {
    @Option(
      name: .shortAndLong, help: "Where to write the policy, by default standard output.",
      completion: .file())
    var output: String?

    @Option(help: "The format, as of 'sekat convert'.")
    var to = ConversionFormat.own
  }

  private var policy: String? { input.policy }
  private var output: String? { writing.output }
  private var target: String? { input.target }

  func validate() throws {
    if strict && ignoreArguments {
      throw ValidationError("'--strict' and '--ignore-arguments' exclude each other")
    }
    try StandardInput.check([policy].compactMap(\.self) + logs)
  }

  func run() throws {
    try ReplayInput.checkAreNoPolicies(logs)
    try OutputFile.check(output, isNoneOf: logs)
    var options = try options()
    let machine = try Machine.named(target, serving: options.abi)
    let circumstances = try system.settled
    var base: LearningBase?
    if let policy {
      let found = try LearningBase(policy, for: machine, in: circumstances, output: output)
      (options.base, options.baseABIs) = (found.reference, found.abis)
      base = found
    }
    var learner = PolicyLearner(on: base?.filter, for: machine, options: options)
    for log in logs {
      do throws(ReplayError) {
        try learner.read(log)
      } catch {
        throw SekatError("cannot read \(escaped("\(error)"))")
      }
    }
    try checkIsEnough(learner, on: base)
    let accepted = try AcceptedFindings(
      in: learner.policy(), at: output, circumstances, beside: base?.findings,
      unseen: learner.unseenRules)
    let bytes = try written(learner.policy(accepting: accepted), for: machine, circumstances)
    if let output, output != "-" {
      try OutputFile.write(bytes, to: output)
    } else {
      Terminal.write(bytes)
    }
    Self.remark(on: learner, accepting: accepted)
    try Self.checkIsReadable(learner.report)
  }

  /// The policy in the format that is wanted.
  private func written(
    _ text: String, for machine: Machine, _ circumstances: Circumstances
  ) throws(SekatError) -> [UInt8] {
    guard writing.to != .own else { return Array(text.utf8) }
    let loaded = try PolicyInput.load(text: text, for: output, in: circumstances)
    let policy = try PolicyInput.resolve(loaded, for: machine)
    let source = ConversionSource(
      ResolvedSubject(name: output ?? "the policy", machine: machine, content: .policy(policy)))
    if writing.to.isCompiled {
      return try CompiledConversion(of: source, named: nil).bytes(as: writing.to)
    }
    let conversion = try Conversion(of: source, Conversion.Options(to: writing.to))
    for remark in conversion.remarks { Terminal.remark("note: \(remark)\n") }
    return Array(conversion.text.utf8)
  }

  private func options() throws(SekatError) -> PolicyLearner.Options {
    var options = PolicyLearner.Options()
    options.ignoresArguments = ignoreArguments
    options.isStrict = strict
    options.learnsFromStart = fromStart
    options.allowsClosed = allowClosed
    options.abi = try log.abi.map { name throws(SekatError) in
      try ABI.known(as: name)
    }
    return options
  }

  /// Refuses logs that a policy cannot be made of.
  private func checkIsEnough(_ learner: PolicyLearner, on base: LearningBase?) throws(SekatError) {
    let report = learner.report
    try ReplayInput.checkIsNoPolicy(report)
    if report.callCount == 0, !allowEmpty {
      throw SekatError(
        ReplayInput.emptiness(of: report) + ", so no policy is written; "
          + (report.lines.summary > 0 && !ignoreArguments
            ? "'--ignore-arguments' takes the names of calls from the table"
            : "'--allow-empty' writes one all the same"))
    }
    if let policy, let base,
      let abi = learner.seenABIs.first(where: { !base.extensibleABIs.contains($0) })
    {
      throw SekatError(
        "\(quoted(policy)) cannot be extended to \(abi.name), which the logs use: its rules make no "
          + "sense there; learn a policy without '-p'")
    }
  }

  /// Says what a person should know about the policy that was written.
  private static func remark(on learner: PolicyLearner, accepting accepted: AcceptedFindings) {
    let report = learner.report
    if let sentence = report.missingChildren.sentence(about: report.logs) {
      Terminal.remark("sekat: \(sentence)\n")
    }
    if accepted.ofFile.contains("start-up-blocked") {
      Terminal.remark(
        "sekat: the logs do not show how a program starts, and none can under this policy\n")
    }
    let dubious = accepted.ofRules.count
    if dubious > 0 {
      Terminal.remark(
        "sekat: \(dubious == 1 ? "1 rule allows" : "\(dubious) rules allow") what 'sekat lint' warns of, "
          + "because the logs show it; \(dubious == 1 ? "it says" : "each says") so under 'lint'\n")
    }
    let closed = learner.closedCalls
    if !closed.isEmpty {
      Terminal.remark(
        "sekat: the base answers \(closed.joined(separator: ", ")) with ENOSYS, and so does the "
          + "policy; '--allow-closed' allows \(closed.count == 1 ? "it" : "them")\n")
    }
    if let beginning = learner.beginning {
      Terminal.remark("sekat: \(beginning); '--from-start' learns them too\n")
    }
    for death in learner.deaths {
      Terminal.remark(
        "sekat: \(escaped(death)); the policy allows that call, but no log shows what comes after it\n"
      )
    }
  }

  private static func checkIsReadable(_ report: ReplayReport) throws(SekatError) {
    let unreadable = report.unreadable
    if let first = unreadable.first.first {
      throw SekatError(
        "\(unreadable.count == 1 ? "1 line" : "\(unreadable.count) lines") could not be read, "
          + "so the policy may lack calls; first \(escaped(first.file)):\(first.line): "
          + escaped(first.reason))
    }
  }
}
