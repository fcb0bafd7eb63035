import ClassicBPF
import Glibc
import SandboxLauncher
import Sekat
import Synchronization
import Toolbox

/// Whether sekat stays beside the command, and what it does there.
struct SupervisionOptions: Equatable {
  /// Whether it was asked for by itself.
  var isWanted = false
  /// Whether it tells of denials, and denies nothing.
  var audits = false
  /// Where a policy is written to under which all that was done passes.
  var learned: String?
  /// Whether each denial is told of, not only the first of its kind.
  var tellsAll = false
  /// Whether it tells which code made a call.
  var showsSites = false
  /// The file that is told of denials; standard error where there is none.
  var report: String?
  /// How it is told.
  var format = DenialFormat.text
  /// After how many seconds the command is ended.
  var timeout: Double?
  /// The descriptor that is told of the start and the end.
  var statusDescriptor: Int32?

  /// Whether denials are told of: time and status are watched without.
  var tells: Bool {
    var others = self
    (others.timeout, others.statusDescriptor) = (nil, nil)
    return others != SupervisionOptions()
  }

  /// Whether sekat stays: who asks how it tells asks it to tell.
  var isOn: Bool { self != SupervisionOptions() }
}

/// Carries `sekat run --explain` and its like out: stays beside the command.
///
/// - Parameters:
///   - options: What was asked for.
///   - plan: The filters as they would be installed without a supervisor.
///   - request: The command; its filters are exchanged.
/// - Returns: The exit status.
func supervise(_ options: RunOptions, _ plan: LaunchPlan, _ request: LaunchRequest) -> Int32 {
  let report: ReportOutput
  let filters: SupervisedFilters
  let lesson: LiveLesson?
  do throws(SekatError) {
    if let number = options.supervision.statusDescriptor, fcntl(number, F_GETFD) < 0 {
      throw SekatError("'--status-fd' names descriptor \(number), which is not open")
    }
    lesson = try options.supervision.learned.map { path throws(SekatError) in
      try LiveLesson(on: options.plan, for: plan.machine, writing: path)
    }
    filters = try SupervisedFilters.proved(
      plan.filters,
      exchanging: options.supervision.audits ? .refusalsByNotifications : .errorsByNotifications)
    report = try ReportOutput(options)
  } catch {
    Terminal.complain(error.text)
    return ExitStatus.launchFailed.rawValue
  }
  if options.supervision.audits {
    Terminal.remark("sekat: --audit: nothing is enforced, every call is carried out\n")
  }
  let status = StatusOutput(options.supervision.statusDescriptor)
  defer { report.complain() }
  var form = report.options
  form.namesABIs = plan.hasSeveralABIs
  form.policy = plan.onlyPolicy
  let denials = DenialReport(asking: plan.contents, on: plan.machine, form) {
    report.write($0)
  }
  denials.start = status.started
  denials.learner = lesson?.learner
  var request = request
  request.filters = filters.installed
  do throws(LaunchError) {
    let launch = try PreparedLaunch(request)
    let (ending, isTimedOut) = try launch.supervise(
      filters, timeout: options.supervision.timeout.map { .seconds($0) }, observer: denials)
    denials.conclude(ending, isTimedOut: isTimedOut)
    if let lesson, let learner = denials.learner {
      do throws(SekatError) {
        try lesson.write(learner)
        Terminal.remark("sekat: the policy is written to \(quoted(lesson.path))\n")
      } catch {
        Terminal.complain(error.text)
        return ExitStatus.launchFailed.rawValue
      }
    }
    status.ended(ending, isOfFilter: denials.hasSeenDeath, isTimedOut: isTimedOut)
    if isTimedOut { return ending == .signal(SIGKILL) ? 128 + SIGKILL : 124 }
    switch ending {
    case .exit(let status): return status
    case .signal(let number):
      // A shell stops its loops for a command that was interrupted, and not for a status.
      report.complain()
      LauncherProcess.end(by: number)
      return 128 + number
    }
  } catch {
    Terminal.complain("\(request.programName): \(error)\n")
    status.failed()
    return error.status.rawValue
  }
}

/// The descriptor that is told how far a command has come, an object of JSON on each line.
struct StatusOutput {
  private let descriptor: Int32?

  /// A descriptor of this process, which the command does not inherit.
  init(_ descriptor: Int32?) {
    self.descriptor = descriptor
    if let descriptor, descriptor > 2 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
  }

  /// The command has been started.
  func started(_ process: Int32) {
    write { json in
      json.member("event", "started")
      json.member("pid", process)
    }
  }

  /// The command has ended.
  func ended(_ ending: ChildEnding, isOfFilter: Bool, isTimedOut: Bool) {
    write { json in
      switch ending {
      case .exit(let status):
        json.member("event", "exited")
        json.member("status", status)
      case .signal(let number):
        json.member("event", "killed")
        json.member("signal", number)
        json.member("byPolicy", number == SIGSYS && isOfFilter)
      }
      json.member("timedOut", isTimedOut)
    }
  }

  /// The command was not started after all.
  func failed() { write { $0.member("event", "failed") } }

  private func write(_ members: (inout JSONWriter) -> Void) {
    guard let descriptor else { return }
    var json = JSONWriter(.compact)
    json.object { members(&$0) }
    try? writeAll(Array(json.text.utf8), to: descriptor)
  }
}

/// The place that a report of denials is written to.
struct ReportOutput: ~Copyable {
  let options: DenialReport.Options
  private let descriptor: Int32
  private let failure = Mutex<String?>(nil)

  /// Standard error, or a file.
  init(_ run: RunOptions) throws(SekatError) {
    var options = DenialReport.Options()
    options.tellsAll = run.supervision.tellsAll
    options.tells = run.supervision.tells
    options.showsSites = run.supervision.showsSites
    options.isQuiet = run.isQuiet
    options.format = run.supervision.format
    if let path = run.supervision.report {
      descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0o666)
      guard descriptor >= 0 else {
        throw SekatError("cannot write \(quoted(path)): \(SystemError.last.text)")
      }
    } else {
      descriptor = 2
      options.isColored = Terminal.usesColor(on: 2)
      options.width = Terminal.reportWidth
    }
    self.options = options
  }

  /// Writes whole lines, as well as that goes: the command must not suffer from a full disk.
  func write(_ lines: String) {
    do throws(SystemError) {
      try writeAll(Array(lines.utf8), to: descriptor)
    } catch {
      failure.withLock { $0 = $0 ?? error.text }
    }
  }

  /// Says once if not all of it could be written.
  func complain() {
    guard let reason = failure.withLock({ $0.take() }) else { return }
    Terminal.complain("sekat: the report is not complete: \(reason)\n")
  }
}
