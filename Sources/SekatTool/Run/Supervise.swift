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
/// - Returns: The exit status, of a process that need not be the one that was called.
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
  var form = report.options
  form.policies = plan.policies
  form.circumstances = options.plan.circumstances
  let denials = DenialReport(asking: plan.contents, on: plan.machine, form) { lines, isLast in
    report.write(lines, isLast: isLast)
  }
  denials.droppedLines = { report.droppedLines }
  denials.learner = lesson?.learner
  var request = request
  request.filters = filters.installed
  let supervision = Supervision(
    options: options, filters: filters, denials: denials, lesson: lesson, report: report)
  return supervision.carryOut(request)
}
