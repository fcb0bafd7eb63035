public import SystemPackage

/// The exit statuses that a launcher adds to those of the command, as in env(1) and timeout(1).
public enum LaunchStatus: Int32, Hashable, Sendable, CaseIterable {
  /// The launcher itself failed: the kernel, an outer filter, a request that cannot be met.
  case launcherFailed = 125
  /// The command was found, but it cannot be executed.
  case notExecutable = 126
  /// The command was not found.
  case notFound = 127
}

/// Why a launch failed: of the process itself while nothing had been installed yet, of a child at any
/// step.
public struct LaunchError: Error, Hashable, Sendable {
  /// The step at which a launch fails.
  public enum Stage: Hashable, Sendable {
    /// Getting the keys: random numbers, and memory for them.
    case getKeys
    /// Reading the request: an empty command, a NUL byte.
    case readRequest
    /// Asking the kernel whether it can do what the filters need.
    case checkKernel
    /// Checking that the filter of this number, from 0, lets the launcher's last calls pass.
    case checkFilter(Int)
    /// Searching for the command.
    case findCommand
    /// Checking that the command can be executed.
    case checkCommand
    /// Changing who the command is and what it has.
    case makeChanges
    /// Setting no_new_privs.
    case setNoNewPrivileges
    /// Installing the first filter. Failures of further ones end the process.
    case installFilter
    /// Putting a filter on all threads of the process.
    case synchroniseThreads
    /// Making a child: pipes, the process itself.
    case makeChild
    /// What the child does before it has a filter: signals, descriptors.
    case prepareChild
    /// Installing the filter of this number, from 0, in a child under those before it.
    case installFurtherFilter(Int)
    /// Becoming the command, in a child under all filters.
    case execute
  }

  /// The step that failed.
  public var stage: Stage
  /// What the kernel answered, or would have answered; `nil` where it was not asked.
  public var errno: Errno?
  /// What the process should end with.
  public var status: LaunchStatus
  /// What happened and, where there is something, what to do; without the error number.
  public var sentence: String
  /// The thread that could not be put under the filter.
  public var thread: Int32?

  init(_ stage: Stage, _ errno: Errno?, _ sentence: String, status: LaunchStatus = .launcherFailed)
  {
    self.stage = stage
    self.errno = errno
    self.status = status
    self.sentence = sentence
  }
}

extension LaunchError: CustomStringConvertible {
  /// The sentence with the name of the error number: `cannot run 'foo': no such file in PATH
  /// (ENOENT)`.
  public var description: String {
    guard let errno else { return sentence }
    return "\(sentence) (\(errno.name))"
  }
}
