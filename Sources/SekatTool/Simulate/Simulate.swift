import ArgumentParser
import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Sekat
import SourceDiagnostics
import Toolbox
import TraceReplay

/// `sekat simulate`.
struct Simulate: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Replays logs of calls: what would the filter have done to each?",
    usage: """
      sekat simulate [-p POLICY]... [LOG...]
      sekat simulate [-p POLICY]... --follow [--for TIME]
      """,
    discussion: """
      Reads what strace wrote, with whatever flags: files, also compressed by gzip,
      xz or zstd; directories of 'strace -ff' files; '-' for standard input. Each
      call gets the verdict of the compiled filter, or of several, and the rule that
      decides. What a log does not show is not guessed: a verdict that depends on it
      is undecided. strace -f -n -e 'raw=!clone3' -o FILE leaves the least open.
      Where calls are denied, the report ends with a command that allows them.

      Logs of the kernel are read too: what 'dmesg', 'journalctl' and 'ausearch'
      print, and audit.log. Records of filters (type 1326) show no arguments, those
      of audit rules (type 1300) four. Other lines are passed over.

      With '--follow' the kernel tells of calls while they are made. Each one that is
      denied, or may be, is printed at once, those that look alike once; the report
      comes at the end, by Ctrl-C or '--for'. It takes CAP_AUDIT_READ, and calls that
      the kernel makes records of: those that are killed or logged, and all that are
      not allowed under 'sekat run --log'.

      Where a log of strace shows that 'sekat run' or another launcher has installed
      a filter, only the program that it has started is judged; '--from-start' judges
      all.

      \(ExitStatus.table("all calls would be let through", found: "one would be denied or its verdict is open"))
      Logs without any call cannot be used. A call such as clone3 that is answered
      ENOSYS, on which a C library makes an older one, counts as denied only with
      '--count-fallbacks'.

      EXAMPLES
        strace -f -o trace.log ./server; sekat simulate -p policy.json trace.log
        strace -f -o '|sekat simulate -p policy.json -' ./server
        sekat simulate -p policy.json --format ndjson trace.log | jq .verdict
        journalctl -k | sekat simulate -p policy.json -
        sudo sekat simulate --follow --comm nginx -p policy.json
        sekat simulate --merge part1.json part2.json
      """)

  @Argument(
    help:
      "Logs of strace or the kernel, or reports with '--merge'; standard input if none is named.",
    completion: .file())
  var logs: [String] = []

  @OptionGroup(title: "Input") var stack: PolicyStackOption
  @OptionGroup(title: "Input") var input: Input
  @OptionGroup(title: "Input") var compiler: BackendOption
  @OptionGroup(title: "Input") var log: LogABIOption
  @OptionGroup(title: "Following") var following: FollowOptions

  @Flag(help: "Goes on with processes that the filter has killed.")
  var keepGoing = false

  @Flag(help: "Judges also what was called before a launcher installed a filter.")
  var fromStart = false

  @Flag(help: "Counts only denied calls as found, not those whose verdict is open.")
  var allowUndecided = false

  @Flag(help: "Counts as denied also what is answered ENOSYS, on which libraries fall back.")
  var countFallbacks = false

  @OptionGroup(title: "Input") var system: CircumstancesOption
  @OptionGroup(title: "Output") var output: Output
  @OptionGroup(title: "Output") var look: LookOptions

  /// What is asked, and what is read.
  struct Input: ParsableArguments {
    @Option(
      help: "A compiled filter, asked last and exactly as it is.", completion: .file())
    var filter: String?

    @Option(name: .target, help: "The machine that the filters are for, by default this one.")
    var target: String?

    @Flag(help: "Adds up reports that were written with '--format json'.")
    var merge = false

    @Option(help: "How many threads read; by default as many as there are processors, up to 4.")
    var jobs: Int?
  }

  /// What is written.
  struct Output: ParsableArguments {
    @Option(help: "How to print: text, json, or ndjson for a line about each call.")
    var format: Form = .text

    @Flag(
      name: .shortAndLong, help: "Lists rules that decided no call, and all calls to be allowed.")
    var verbose = false

    @Option(
      help: "Writes how often each call was made, for the compiler.", completion: .file())
    var profile: String?
  }

  private var filter: String? { input.filter }
  private var merge: Bool { input.merge }
  private var format: Form { output.format }

  /// How calls are reported.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case text, json, ndjson
  }

  func validate() throws {
    if let jobs = input.jobs, !(1...64).contains(jobs) {
      throw ValidationError("'--jobs' is from 1 to 64")
    }
    try following.check(against: [
      (logs.first.map { quoted($0) } ?? "", !logs.isEmpty), ("'--merge'", merge),
      ("'--jobs'", input.jobs != nil), ("'--target'", input.target != nil),
      ("'--abi'", log.abi != nil), ("'--from-start'", fromStart),
    ])
    if merge, !stack.policies.isEmpty || filter != nil {
      throw ValidationError("'--merge' reads reports; it takes no policies or filters")
    }
    try StandardInput.check(
      stack.policies + [filter].compactMap(\.self)
        + (logs.isEmpty && !following.follow ? ["-"] : logs))
    if merge, format == .ndjson { throw ValidationError("a sum of reports has no single calls") }
  }

  func run() throws {
    try ReplayInput.checkAreNoPolicies(logs)
    try OutputFile.check(
      output.profile, isNoneOf: logs + stack.policies + [filter].compactMap(\.self))
    let filters = try merge ? [] : self.filters()
    var report = try merge ? sum() : replay(against: filters)
    try ReplayInput.checkIsNoPolicy(report)
    if let machine = report.machine.flatMap(ABI.init(name:)).flatMap(Machine.init) {
      let circumstances = try system.settled
      report.inextensible = Set(
        report.filters.filter { !$0.isRaw }.map(\.name).filter { name in
          report.deniedCount > 0
            && !LearningBase.canExtend(
              name, to: report.deniedABIs, on: machine, in: circumstances)
        })
    }
    try write(report, against: filters)
    if let profile = output.profile {
      try OutputFile.write(Array(report.profile.utf8), to: profile)
    }
    try finish(report)
  }

  private func write(_ report: ReplayReport, against filters: [ReplayFilter]) throws {
    switch format {
    case .text:
      let quotations = ReplayInput.quotations(of: filters)
      let text = report.text(
        width: Terminal.reportWidth, cutsLines: Terminal.width != nil, isVerbose: output.verbose,
        color: Terminal.usesColor(on: 1)
      ) { rule, call, width in
        var text = quotations[rule]
        text?.call = call
        return text?.shortened(to: width)
      }
      Terminal.print(text, terminator: "")
    case .json:
      var writer = JSONWriter()
      report.write(to: &writer)
      Terminal.print(writer.text, terminator: "")
    case .ndjson: break
    }
  }

  private func finish(_ report: ReplayReport) throws {
    if report.deniedCount > 0 || report.fallbackCount > 0 && countFallbacks
      || report.undecidedCount > 0 && !allowUndecided
    {
      throw ExitCode.found
    }
    let count = report.unreadable.count
    if count > 0 {
      throw SekatError(
        report.isFollowed
          ? "records are missing, or could not be read"
          : "\(count) \(count == 1 ? "line" : "lines") could not be read")
    }
    if report.isEmpty { throw SekatError(ReplayInput.emptiness(of: report)) }
  }

  // MARK: - Replaying

  /// The machine, and the ABI of all calls where it is given.
  private func place() throws(SekatError) -> (machine: Machine, abi: ABI?) {
    let abi = try log.abi.map { name throws(SekatError) in
      try ABI.known(as: name)
    }
    return (try Machine.named(input.target, serving: abi), abi)
  }

  private func replay(against filters: [ReplayFilter]) throws(SekatError) -> ReplayReport {
    let (machine, abi) = try place()
    let options = ReplayOptions(
      abi: abi, keepsGoing: keepGoing, judgesFromStart: fromStart,
      workers: input.jobs ?? min(Terminal.processors, 4))
    let lines = LineOutput()
    var replayer = replayer(against: filters, for: machine, options, printing: lines)
    if following.follow {
      try follow(with: &replayer, printing: lines)
      if format == .text, !lines.isEmpty { lines.add("\n") }
    } else {
      try read(with: &replayer)
    }
    lines.flush()
    if let disagreement = replayer.disagreement {
      throw SekatError(
        "internal error, please report: program and policy disagree: "
          + escaped("\(disagreement)"))
    }
    return replayer.report
  }

  private func replayer(
    against filters: [ReplayFilter], for machine: Machine, _ options: ReplayOptions,
    printing lines: LineOutput
  ) -> LogReplayer {
    switch format {
    case .ndjson:
      return LogReplayer(
        against: filters, for: machine, options: options, line: { lines.add($0) })
    case .text where following.follow:
      var text = FollowedCallText(
        quoting: ReplayInput.quotations(of: filters), on: machine, width: Terminal.reportWidth,
        isColored: Terminal.usesColor(on: 1))
      return LogReplayer(
        against: filters, for: machine, options: options, call: { lines.add(text.lines(on: $0)) })
    case .text, .json: return LogReplayer(against: filters, for: machine, options: options)
    }
  }

  private func read(with replayer: inout LogReplayer) throws(SekatError) {
    let progress = ProgressLine()
    replayer.progress = { progress.add($0) }
    defer { progress.clear() }
    for log in logs.isEmpty ? ["-"] : logs {
      do throws(ReplayError) {
        try replayer.replay(log)
      } catch {
        throw SekatError("cannot read \(escaped("\(error)"))")
      }
    }
  }

  private func filters() throws(SekatError) -> [ReplayFilter] {
    try ReplayInput.filters(
      policies: stack.policies, in: try system.settled, filter: filter, backend: compiler.backend,
      machine: try place().machine)
  }

  private func sum() throws(SekatError) -> ReplayReport {
    var reports: [ReplayReport] = []
    for path in logs.isEmpty ? ["-"] : logs {
      var diagnostics: [Diagnostic] = []
      guard let report = ReplayReport(try TextInput.read(path), diagnostics: &diagnostics) else {
        throw SekatError(diagnostics)
      }
      reports.append(report)
    }
    guard let sum = ReplayReport.sum(reports) else {
      throw SekatError("the reports are about different filters, and cannot be added up")
    }
    return sum
  }
}
