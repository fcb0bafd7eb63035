import ClassicBPF
import Glibc
import SandboxLauncher
import Sekat
import Toolbox

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
    Terminal.remark("sekat: nothing is enforced: what the policy denies is carried out\n")
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
