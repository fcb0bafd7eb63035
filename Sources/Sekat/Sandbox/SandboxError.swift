import SandboxLauncher
import SystemPackage
import Toolbox

/// Why a process could not be confined, or a command not be started.
public struct SandboxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The step that failed.
  public enum Stage: Hashable, Sendable {
    /// Reading the request: no policy, no command, a NUL byte in a word.
    case request
    /// Compiling and proving a policy together with what a launch needs.
    case policy
    /// Checking that the runtime of the process can go on; see ``RuntimeNeeds``.
    case runtimeNeeds
    /// Asking the kernel whether it can do what the policies need.
    case kernelSupport
    /// Checking that the policy of this number, from 0, lets the command be started.
    case launch(policy: Int)
    /// Searching for the command.
    case findCommand
    /// Checking that the command can be executed.
    case checkCommand
    /// Getting the keys of a launch: random numbers, and memory for them.
    case keys
    /// Setting no_new_privs.
    case noNewPrivileges
    /// Installing the filter of the policy of this number, from 0.
    case install(policy: Int)
    /// Putting the filter on all threads; see ``SandboxError/thread``.
    case synchroniseThreads
    /// Making a child.
    case makeChild
    /// Preparing the child: signals, descriptors.
    case prepareChild
    /// Becoming the command.
    case execute
    /// What this process does with a child that has become the command: waiting, pipes, signals.
    case child
  }

  /// The step that failed.
  public let stage: Stage
  /// What the kernel answered, or would have answered; `nil` where it was not asked.
  public let errno: Int32?
  /// The thread that could not be put under the filter.
  public let thread: Int32?
  /// What the runtime needs and the policy denies, a sentence each.
  public let deniedNeeds: [String]
  /// What happened and, where there is something, what to do.
  public let description: String

  init(
    _ stage: Stage, _ description: String, errno: Int32? = nil, deniedNeeds: [String] = []
  ) {
    self.stage = stage
    self.errno = errno
    self.deniedNeeds = deniedNeeds
    self.description = description
    thread = nil
  }

  init(_ error: LaunchError) {
    stage =
      switch error.stage {
      case .getKeys: .keys
      case .readRequest: .request
      case .checkKernel: .kernelSupport
      case .checkFilter(let index): .launch(policy: index)
      case .findCommand: .findCommand
      case .checkCommand: .checkCommand
      case .setNoNewPrivileges: .noNewPrivileges
      case .installFilter: .install(policy: 0)
      case .synchroniseThreads: .synchroniseThreads
      case .makeChild: .makeChild
      case .prepareChild, .makeChanges: .prepareChild
      case .installFurtherFilter(let index): .install(policy: index)
      case .execute: .execute
      }
    errno = error.errno?.rawValue
    thread = error.thread
    deniedNeeds = []
    description = "\(error)"
  }
}
