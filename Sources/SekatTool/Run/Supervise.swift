import ClassicBPF
import Glibc
import SandboxLauncher
import Sekat
import Toolbox

/// Whether sekat stays beside the command, and what it does there.
struct SupervisionOptions: Equatable {
  /// Whether it was asked for by itself.
  var isWanted = false
  /// Whether it tells of denials, and denies nothing.
  var audits = false
  /// Whether each denial is told of, not only the first of its kind.
  var tellsAll = false
  /// The file that is told of denials; standard error where there is none.
  var report: String?
  /// How it is told.
  var format = DenialFormat.text

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
  do throws(SekatError) {
    filters = try SupervisedFilters.proved(
      plan.filters, exchanging: options.supervision.audits ? .refusalsByNotifications : .errorsByNotifications)
    report = try ReportOutput(options)
  } catch {
    Terminal.complain(error.text)
    return ExitStatus.launchFailed.rawValue
  }
  if options.supervision.audits {
    Terminal.remark("sekat: --audit: nothing is enforced, every call is carried out\n")
  }
  let denials = DenialReport(asking: plan.contents, on: plan.machine, report.options) {
    report.write($0)
  }
  var request = request
  request.filters = filters.installed
  do throws(LaunchError) {
    let launch = try PreparedLaunch(request)
    let ending = try launch.supervise(filters, observer: denials)
    denials.conclude(ending)
    switch ending {
    case .exit(let status): return status
    case .signal(let number): return 128 + number
    }
  } catch {
    Terminal.complain("\(request.programName): \(error)\n")
    return error.status.rawValue
  }
}

/// The place that a report of denials is written to.
struct ReportOutput {
  let options: DenialReport.Options
  private let descriptor: Int32

  /// Standard error, or a file.
  init(_ run: RunOptions) throws(SekatError) {
    var options = DenialReport.Options()
    options.tellsAll = run.supervision.tellsAll
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
    }
    self.options = options
  }

  /// Writes whole lines, as well as that goes: the command must not suffer from a full disk.
  func write(_ lines: String) { try? writeAll(Array(lines.utf8), to: descriptor) }
}
