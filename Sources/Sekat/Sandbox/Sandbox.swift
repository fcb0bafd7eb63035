import FilterProof
import LinuxABI
import SandboxLauncher
import SystemPackage
import Toolbox

/// Puts policies on this process, or on commands that it starts.
///
/// ``confine(_:for:)`` is for a server that has opened what it needs and goes on; ``become(_:under:environment:)``
/// does what `sekat run` does; ``spawn(_:under:environment:input:output:errors:)`` starts a confined child.
public enum Sandbox {
  /// Puts this process under a policy: all of its threads, and all that it starts from now on.
  ///
  /// It cannot be undone. A second policy can be added, where the first one allows seccomp(2); the
  /// kernel takes the strictest verdict. no_new_privs is set, so that no program that is started later
  /// gets more power than this process has.
  ///
  /// The process goes on under the filter, and with it the runtime of Swift and the C library, which
  /// make calls of their own: to get memory, to wait for a lock, to start a thread. A policy that denies
  /// one of them is refused.
  ///
  /// - Parameters:
  ///   - policy: The policy.
  ///   - needs: What the process goes on to do; `[]` where nothing is to be checked.
  /// - Throws: ``SandboxError``. The process is not confined then; no_new_privs may be set.
  public static func confine(
    _ policy: SandboxPolicy, for needs: RuntimeNeeds = .all
  ) throws(SandboxError) {
    let program = try compiled { () throws(SekatError) in
      try policy.programs.program(.confinement)
    }
    try needs.check(program, of: policy)
    do throws(LaunchError) {
      try ProcessConfinement.confine(
        under: InstalledFilter(program, flags: policy.programs.flags, name: policy.name))
    } catch {
      throw SandboxError(error)
    }
  }

  /// Becomes a command under policies: nothing of this process stays but its number, and what it
  /// hands on as execve(2) does.
  ///
  /// The command need not be allowed to call execve: the calls that start it are exempt. All other
  /// threads end.
  ///
  /// - Parameters:
  ///   - command: The command, which is searched for in `PATH`, and its arguments.
  ///   - policies: The policies, the first one first; at least one.
  ///   - environment: Its variables; those of this process where there are none.
  /// - Returns: Never. When a filter is in and the command cannot be executed, the process writes why to
  ///   standard error and ends with status 125, 126 or 127.
  /// - Throws: ``SandboxError`` while nothing is installed. no_new_privs may be set, handlers of signals
  ///   may be gone, and the process may not be dumpable any more.
  public static func become(
    _ command: [String], under policies: [SandboxPolicy], environment: [String: String]? = nil
  ) throws(SandboxError) -> Never {
    let request = try request(command, under: policies, environment: environment)
    do throws(LaunchError) {
      throw try PreparedLaunch(request).exec()
    } catch {
      throw SandboxError(error)
    }
  }

  /// Starts a command under policies, as a child of this process, which goes on as it is.
  ///
  /// The child has no signal blocked, handled or ignored, and no descriptors but the three standard
  /// ones. It does not stay as a zombie: see ``SandboxedProcess``.
  ///
  /// - Parameters:
  ///   - command: The command, which is searched for in `PATH`, and its arguments.
  ///   - policies: The policies, the first one first; at least one.
  ///   - environment: Its variables; those of this process where there are none.
  ///   - input: What its standard input is.
  ///   - output: What its standard output is. Whoever asks for a pipe has to read it: when it is full, the child
  ///     waits.
  ///   - errors: What its standard error is.
  /// - Returns: The child, which has become the command.
  /// - Throws: ``SandboxError`` with the step that failed, in the child too. Nothing is left then.
  public static func spawn(
    _ command: [String], under policies: [SandboxPolicy], environment: [String: String]? = nil,
    input: ProcessStream = .pipe, output: ProcessStream = .pipe, errors: ProcessStream = .inherited
  ) throws(SandboxError) -> SandboxedProcess {
    let request = try request(command, under: policies, environment: environment)
    do throws(LaunchError) {
      let streams = try OpenedStreams(input: input, output: output, errors: errors)
      let child = try PreparedLaunch(request).spawn(streams.ofChild)
      return SandboxedProcess(child, streams)
    } catch {
      throw SandboxError(error)
    }
  }

  private static func request(
    _ command: [String], under policies: [SandboxPolicy], environment: [String: String]?
  ) throws(SandboxError) -> LaunchRequest {
    if let name = environment?.keys.first(where: { $0.isEmpty || $0.contains("=") }) {
      throw SandboxError(
        .request, "\(quoted(name)) is no name of a variable: it is empty, or has a '=' in it")
    }
    var filters: [InstalledFilter] = []
    for (index, policy) in policies.enumerated() {
      let isLast = index == policies.count - 1
      let program = try compiled { () throws(SekatError) in
        try policy.programs.program(.launch(furtherFilterFollows: !isLast))
      }
      filters.append(InstalledFilter(program, flags: policy.programs.flags, name: policy.name))
    }
    do throws(LaunchError) {
      var request = LaunchRequest(
        arguments: command.map { Array($0.utf8) }, filters: filters,
        standIns: try PolicyPrograms.standIns.get())
      if let environment {
        let variables = environment.sorted { $0.key < $1.key }
        request.environment = .variables(variables.map { Array("\($0.key)=\($0.value)".utf8) })
      }
      if let name = CommandLine.arguments.first?.split(separator: "/").last {
        request.programName = String(name)
      }
      return request
    } catch {
      throw SandboxError(error)
    }
  }

  private static func compiled<Program>(
    _ make: () throws(SekatError) -> Program
  ) throws(SandboxError) -> Program {
    do throws(SekatError) {
      return try make()
    } catch {
      throw SandboxError(.policy, error.sentence)
    }
  }
}
