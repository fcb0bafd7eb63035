import SandboxLauncher
import Sekat
import SourceDiagnostics
import Toolbox

/// Carries out `sekat run`, and comes back only if the command was not started.
///
/// - Parameter arguments: What was asked for.
/// - Returns: The exit status, after standard error has been told why.
func launch(_ arguments: RunArguments) -> Int32 {
  switch arguments {
  case .help, .version: preconditionFailure("they are written by the argument parser")
  case .mistake(let reason):
    Terminal.complain("sekat: \(escaped(reason))\nSee 'sekat run --help'.\n")
  case .run(let options):
    Terminal.obey(quiet: options.isQuiet, color: options.color)
    do {
      let standIns = try StandInKeys.random()
      let plan = try LaunchPlan(options.plan, standIns: standIns)
      for remark in plan.remarks { Terminal.remark("sekat: \(remark)\n") }
      // The words as the kernel passed them, not as Unicode has mended them.
      var request = LaunchRequest(
        arguments: LauncherProcess.arguments.suffix(options.command.count),
        filters: plan.filters, standIns: standIns)
      try options.setup.apply(to: &request)
      return options.supervision.isOn ? supervise(options, plan, request) : start(request)
    } catch let failure as SekatError {
      Terminal.complain(failure.text)
    } catch {
      Terminal.complain("sekat: \(error)\n")
    }
  }
  return ExitStatus.launchFailed.rawValue
}

private func start(_ request: LaunchRequest) -> Int32 {
  let failure: LaunchError
  do throws(LaunchError) {
    let launch = try PreparedLaunch(request)
    if !Terminal.isQuiet, let linkage = launch.linkage,
      let hint = StartUpHint(linkage, under: request.filters.map(\.program))
    {
      Terminal.remark("sekat: \(hint.sentence)\n")
    }
    failure = launch.exec()
  } catch {
    failure = error
  }
  Terminal.complain("\(request.programName): \(failure)\n")
  return failure.status.rawValue
}
