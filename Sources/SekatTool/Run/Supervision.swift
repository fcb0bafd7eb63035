import SandboxLauncher
import Sekat
import Toolbox

/// A command that is supervised, with all that is told of it.
struct Supervision {
  let options: RunOptions
  let filters: SupervisedFilters
  let denials: DenialReport
  let lesson: LiveLesson?
  let report: ReportOutput

  /// Starts the command in a process behind this one, and stays there until nothing is left to supervise.
  ///
  /// - Parameter request: The command.
  /// - Returns: The exit status, of the process behind where there is one.
  func carryOut(_ request: LaunchRequest) -> Int32 {
    let status = StatusOutput(options.supervision.statusDescriptor)
    do throws(LaunchError) {
      let launch = try PreparedLaunch(request)
      // Who learns waits for the policy.
      let front = try FrontProcess.stepBehind(
        mayLeave: lesson == nil, diesWithParent: request.changes.diesWithParent)
      denials.start = status.started
      denials.end = { result in
        status.ended(result, isOfFilter: denials.hasSeenDeath)
        status.close()
        report.leaveStandardError()
      }
      let result = try launch.supervise(
        filters, timeout: options.supervision.timeout.map { .seconds($0) }, behind: front,
        keeping: report.descriptors + status.descriptors, observer: denials)
      let outward = conclude(result)
      status.ended(result, isOfFilter: denials.hasSeenDeath)
      if report.finish() {
        front.prepare(outward)
      } else {
        // It may be a pager that goes on reading when its user does.
        front.leave(outward)
        report.finishLater()
      }
      return outward.status
    } catch {
      report.complain("\(request.programName): \(error)\n")
      status.failed()
      _ = report.finish()
      return error.status.rawValue
    }
  }

  /// Sums up, and writes what was learnt.
  ///
  /// - Parameter result: How the command ended.
  /// - Returns: How sekat is to end.
  private func conclude(_ result: SupervisedEnding) -> ChildEnding {
    denials.conclude(result.ending, isTimedOut: result.isTimedOut)
    guard let lesson, let learner = denials.learner else { return result.outward }
    do throws(SekatError) {
      try lesson.write(learner)
      if !options.isQuiet {
        report.complain("sekat: the policy is written to \(quoted(lesson.path))\n")
      }
      return result.outward
    } catch {
      report.complain(error.text)
      return .exit(ExitStatus.launchFailed.rawValue)
    }
  }
}

extension ChildEnding {
  /// The exit status that stands for it.
  fileprivate var status: Int32 {
    switch self {
    case .exit(let status): status
    case .signal(let number): 128 + number
    }
  }
}
