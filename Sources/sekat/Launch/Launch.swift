import ClassicBPF
import FilterProof
import Glibc
import LinuxABI
import SandboxLauncher
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// Carries out `sekat run`, and comes back only if the command was not started.
///
/// - Parameter arguments: What was asked for.
/// - Returns: The exit status, after standard error has been told why.
func launch(_ arguments: RunArguments) -> Int32 {
  switch arguments {
  case .help: preconditionFailure("help is written by the argument parser")
  case .mistake(let reason):
    Terminal.complain("sekat: \(escaped(reason))\nSee 'sekat run --help'.\n")
    return ExitStatus.launchFailed.rawValue
  case .run(let options):
    do throws(CommandFailure) {
      let request = try Launch(options).request()
      return start(request)
    } catch {
      Terminal.complain(error.text)
      return ExitStatus.launchFailed.rawValue
    }
  }
}

private func start(_ request: LaunchRequest) -> Int32 {
  let failure: LaunchError
  do throws(LaunchError) {
    failure = try PreparedLaunch(request).exec()
  } catch {
    failure = error
  }
  Terminal.complain("\(request.programName): \(failure)\n")
  return failure.status.rawValue
}

/// Makes filters of policies and puts them in line for the launcher.
private struct Launch {
  private let options: RunOptions
  private let machine: Machine
  private let standIns: StandInKeys

  init(_ options: RunOptions) throws(CommandFailure) {
    guard let machine = Machine.native else {
      throw CommandFailure("sekat does not know this machine, so it can launch nothing here")
    }
    self.options = options
    self.machine = machine
    do throws(LaunchError) {
      standIns = try StandInKeys.random()
    } catch {
      throw CommandFailure("\(error)")
    }
  }

  /// What the launcher has to do: all programs are there and verified.
  func request() throws(CommandFailure) -> LaunchRequest {
    var references = options.policies
    if references.isEmpty && options.filter == nil { references = [PolicyInput.standard] }
    var filters: [InstalledFilter] = []
    for (index, reference) in references.enumerated() {
      let isLast = index == references.count - 1 && options.filter == nil
      filters.append(try filter(of: reference, furtherFilterFollows: !isLast))
    }
    if let path = options.filter { filters.append(try compiledFilter(at: path)) }
    // The words as the kernel passed them, not as Unicode has mended them.
    return LaunchRequest(
      arguments: LauncherProcess.arguments.suffix(options.command.count), filters: filters,
      standIns: standIns)
  }

  private func filter(
    of reference: String, furtherFilterFollows: Bool
  ) throws(CommandFailure) -> InstalledFilter {
    let policy = try PolicyInput.load(reference, judgesFiles: Self.isHeldToTrust)
    for file in policy.files where !file.isBuiltin {
      try trust(file.trust, name: file.source.name)
    }
    let resolved = try PolicyInput.resolve(policy, for: machine)
    let filter = resolved.filter.addingLaunchExceptions(
      LaunchKeys(standIns.words), furtherFilterFollows: furtherFilterFollows)
    let program = try program(for: filter, of: resolved)
    return InstalledFilter(program, flags: FilterFlags(resolved.flags), name: policy.name)
  }

  /// The program of a policy, proved with the exceptions that it has, or not at all where the user
  /// said so.
  private func program(
    for filter: Filter, of policy: ResolvedPolicy
  ) throws(CommandFailure) -> BPFProgram {
    let backend = options.backend.backend
    do throws(ProvedProgramError) {
      return try backend.program(for: filter)
    } catch {
      let failure = CommandFailure(error, of: policy, from: options.backend)
      guard options.allowsUnproved, let program = try? backend.unprovedProgram(for: filter) else {
        throw failure
      }
      Terminal.complain(failure.text + "sekat: it is installed all the same (--unproved)\n")
      return program
    }
  }

  private func compiledFilter(at path: String) throws(CommandFailure) -> InstalledFilter {
    let file = try RawFilter.read(path, for: machine, isJudged: Self.isHeldToTrust)
    try trust(file.trust, name: file.name)
    return InstalledFilter(try file.program(), name: file.name)
  }

  /// Whether files that others can change would give them what the user has: root's power.
  private static var isHeldToTrust: Bool { geteuid() == 0 }

  /// Refuses a file that others can change, or says that it is used all the same.
  private func trust(_ trust: FileTrust?, name: String) throws(CommandFailure) {
    guard let weakness = trust?.weaknesses.first else { return }
    guard options.allowsInsecurePolicy else {
      throw CommandFailure(
        "\(escaped(name)): root should not rely on this file: \(weakness.sentence);"
          + " change that or use --insecure-policy")
    }
    Terminal.complain(
      "sekat: \(escaped(name)): \(weakness.sentence);"
        + " it is used all the same (--insecure-policy)\n")
  }
}

extension FilterFlags {
  /// The bits for the flags of a policy.
  fileprivate init(_ flags: [PolicyFlag]) {
    self = flags.reduce(into: []) { set, flag in
      switch flag {
      case .log: set.insert(.log)
      case .specAllow: set.insert(.specAllow)
      case .waitKillable: set.insert(.waitKillable)
      }
    }
  }
}
