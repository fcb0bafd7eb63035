import CLinux
import ClassicBPF
import SystemPackage
import Toolbox

/// A launch of which everything has been checked and allocated, to be carried out once.
///
/// The order of the steps, and why:
///
/// 1. The request is checked, and the kernel asked whether it knows the flags and actions of the
///    filters: nothing may be found out only when the first of several filters is in.
/// 2. The command is searched for and looked into, while files may still be opened.
/// 3. All memory is allocated that the steps under the filter need, the messages about their
///    failure included: allocating and releasing are calls that a filter may deny.
/// 4. Each program is run on the launcher's own calls that it will see; a filter that denies one
///    of them would leave a process that is neither launcher nor command.
/// 5. ``exec()``: no_new_privs, the keys, the filters, execve(2); see `clinux_launch`.
///
/// Open descriptors, limits, signal mask and ignored signals are the command's as they were the
/// launcher's.
@safe public struct PreparedLaunch: ~Copyable {
  /// The path of the file that will be executed, byte for byte.
  public let executable: [UInt8]
  /// Of what kind the program is, where that can be told.
  public let linkage: ProgramLinkage?
  /// The calls that the launcher will make under its filters.
  public let lastCalls: LastCalls

  private let memory: LaunchMemory
  private let plan: UnsafeMutablePointer<clinux_launch>

  /// Checks and allocates everything.
  ///
  /// Nothing about the process has changed afterwards.
  ///
  /// - Parameters:
  ///   - request: What is to be launched.
  ///   - kernel: What the kernel can do.
  /// - Throws: ``LaunchError``.
  public init(
    _ request: LaunchRequest, kernel: KernelSupport = .current
  ) throws(LaunchError) {
    try request.check()
    try kernel.check(request.filters)

    let path = try CommandSearch(command: request.arguments[0], searchPath: request.searchPath)
      .run()
    if let (subject, obstacle) = ExecutableFile(path).interpreterObstacle() {
      throw LaunchError(
        .checkCommand, obstacle.errno,
        "cannot run \(quoted(request.arguments[0])): \(subject) \(obstacle.predicate)",
        status: .notExecutable)
    }

    var memory = LaunchMemory()
    var launch = unsafe memory.launch(request, path: path, before: .current)
    unsafe launch.uses_prctl = kernel.interface == .seccomp ? 0 : 1
    let plan = unsafe memory.store(CollectionOfOne(launch))
    let calls = unsafe LastCalls(plan, keys: request.standIns)
    try request.check(calls)

    executable = Array(path.bytes)
    linkage = ExecutableFile(path).linkage
    lastCalls = calls
    unsafe self.plan = plan
    self.memory = memory
  }

  /// Becomes the command.
  ///
  /// Must be called on the thread that is to be the command's first; others end with execve.
  /// Nothing of Swift runs between the first installation and execve. If anything fails there, the
  /// process writes why to standard error and ends, with the status of ``LaunchError/status``.
  ///
  /// - Returns: Why the launch failed while nothing was installed that denies anything. Handlers of
  ///   signals are gone, no_new_privs may be set, and the process may not be dumpable any more.
  public consuming func exec() -> LaunchError {
    LaunchError(unsafe clinux_launch(plan))
  }
}

extension LaunchError {
  /// Why the last steps came to their end.
  fileprivate init(_ refusal: clinux_refusal) {
    let errno = refusal.number == 0 ? nil : Errno(rawValue: refusal.number)
    let pretence = "an outer filter only pretends to do it"
    switch refusal.step {
    case CLINUX_SET_NO_NEW_PRIVILEGES:
      let reason = errno == nil ? pretence : "prctl(2) failed"
      self.init(.setNoNewPrivileges, errno, "cannot set no_new_privs: \(reason)")
    case CLINUX_CONCEAL_PROCESS:
      let reason = errno == .ioError ? pretence : "prctl(2) failed"
      self.init(.getKeys, errno, "cannot keep other processes from reading the keys: \(reason)")
    case CLINUX_CONCEAL_KEYS:
      let reason =
        switch errno {
        case .resourceTemporarilyUnavailable, .noMemory:
          "the limits of locked memory or of memory are too low"
        case .tooManyOpenFiles: "the limit of open files is too low"
        case .fileTooLarge: "the limit of the size of files is too low"
        case .ioError: pretence
        default: "memfd_secret(2) failed"
        }
      self.init(.getKeys, errno, "cannot get memory for the keys that nobody can read: \(reason)")
    case CLINUX_DRAW_KEYS:
      self.init(noRandomNumbers: errno ?? .ioError)
    case CLINUX_TRY_FILTER:
      self.init(.installFilter, nil, "cannot install the filter: \(pretence)")
    default:
      let texts = FailureTexts.installation(.current)
      let reason = errno.map(texts.text) ?? texts.other
      self.init(.installFilter, errno, "cannot install the filter: \(reason)")
    }
  }
}

extension LaunchRequest {
  /// The value of `PATH` that counts.
  fileprivate var searchPath: [UInt8]? {
    switch environment {
    case .inherited: return RawCalls.environmentValue("PATH")
    case .variables(let variables):
      let prefix = Array("PATH=".utf8)
      return variables.first { $0.starts(with: prefix) }.map { Array($0.dropFirst(prefix.count)) }
    }
  }

  /// Refuses what cannot be passed to execve(2), or would run unconfined.
  fileprivate func check() throws(LaunchError) {
    if filters.isEmpty {
      throw LaunchError(.readRequest, nil, "no filter to install; the command would run unconfined")
    }
    if arguments.isEmpty { throw LaunchError(.readRequest, nil, "no command to run") }
    var strings = arguments
    if case .variables(let variables) = environment { strings += variables }
    if let string = strings.first(where: { $0.contains(0) }) {
      throw LaunchError(
        .readRequest, nil,
        "\(quoted(string)) contains a NUL byte, where the command would see its end")
    }
  }

  /// Refuses filters that deny the launcher's last calls.
  fileprivate func check(_ calls: LastCalls) throws(LaunchError) {
    for (index, filter) in filters.enumerated() {
      for call in calls.following(index) {
        let action = filter.program.action(on: call.data)
        switch action {
        case .allow, .log: continue
        case .trace, .notify, .errno, .trap, .killThread, .killProcess:
          let errno: Errno? =
            if case .errno(let number) = action, number != 0 {
              Errno(rawValue: Int32(number))
            } else {
              nil
            }
          throw LaunchError(
            .checkFilter(index), errno,
            "\(filter.title(index)) answers the launcher's own \(call.name) with"
              + " \(ActionKinds(action).names), so the command could not be started")
        }
      }
    }
  }
}

extension InstalledFilter {
  /// How messages call the filter at a place, from 0.
  func title(_ index: Int) -> String {
    name.map { "filter \(quoted($0.utf8))" } ?? "filter \(index + 1)"
  }
}

extension KernelSupport {
  /// Refuses filters that cannot be installed, or would do something else than they say.
  fileprivate func check(_ filters: [InstalledFilter]) throws(LaunchError) {
    let wanted = filters.reduce(into: FilterFlags()) { $0.formUnion($1.flags) }
    if wanted.contains(.waitKillable) {
      throw LaunchError(
        .checkKernel, .invalidArgument,
        "the filter flag 'wait-killable' needs a supervisor that receives notifications,"
          + " and this launcher has none; remove the flag")
    }
    switch interface {
    case .seccomp: break
    case .none(let errno):
      throw LaunchError(
        .checkKernel, errno,
        "cannot install a filter: this kernel has none, or \(ProcessStatus.current.filters)"
          + " does not permit it")
    case .prctl(let errno):
      let need =
        if filters.count > 1 {
          "\(filters.count) filters need seccomp(2)"
        } else if let flag = FilterFlags.known.first(where: { wanted.contains($0.flag) }) {
          "the filter flag '\(flag.name)' needs seccomp(2)"
        } else {
          nil as String?
        }
      if let need {
        let status = ProcessStatus.current
        let reason =
          status.isFiltered ? "\(status.filters) refuses it" : "this kernel does not have it"
        throw LaunchError(.checkKernel, errno, "\(need), and \(reason)")
      }
    }
    for flag in FilterFlags.known where wanted.contains(flag.flag) && !flags.contains(flag.flag) {
      throw LaunchError(
        .checkKernel, .invalidArgument,
        "this kernel does not know the filter flag '\(flag.name)', which came with"
          + " Linux \(flag.since)")
    }
    for (index, filter) in filters.enumerated() {
      let unknown = filter.program.actionKinds.subtracting(actions)
      for action in ActionKinds.known where unknown.contains(action.kind) {
        throw LaunchError(
          .checkKernel, .notSupportedOnSocket,
          "\(filter.title(index)) may answer '\(action.name)', which this kernel does not know;"
            + " it came with Linux \(action.since)")
      }
    }
  }
}
