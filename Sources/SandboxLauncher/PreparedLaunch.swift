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

  /// The command and the filters, for messages.
  let command: String
  let filterTitles: [String]
  let memory: LaunchMemory
  let plan: UnsafeMutablePointer<clinux_launch>

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

    let visit = try request.changes.directory.map { path throws(LaunchError) in
      try DirectoryVisit(path)
    }
    defer { withExtendedLifetime(visit) {} }
    let path = try CommandSearch(command: request.arguments[0], searchPath: request.searchPath)
      .run()
    let (interpreterObstacle, linkage) = ExecutableFile(path).interpreters()
    if let (subject, obstacle) = interpreterObstacle {
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
    self.linkage = linkage
    command = quoted(request.arguments[0])
    filterTitles = request.filters.enumerated().map { $1.title($0) }
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
