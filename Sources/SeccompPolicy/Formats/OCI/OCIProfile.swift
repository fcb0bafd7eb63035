import ClassicBPF
import LinuxABI
import SourceDiagnostics

/// What a profile says, with nothing settled yet.
struct OCIProfile: UnsettledSyntax {
  /// The whole object, for what no part of it says.
  var range: SourceRange
  var defaultAction: Located<OCIAction>
  var architectures = Architectures.none
  var entries: [Entry] = []

  /// Which ABIs are to be served beside the machine's own.
  enum Architectures {
    case none
    /// `architectures`.
    case listed([Located<OCIArchitecture>])
    /// Docker's `archMap`: of several lists the one that begins with the machine's own ABI.
    case mapped([[Located<OCIArchitecture>]])
  }

  /// An element of `syscalls`.
  struct Entry {
    var range: SourceRange
    var names: [Located<String>]
    var namesRange: SourceRange
    var action: Located<OCIAction>
    var comparisons: [OCIComparison] = []
    var requirements: [Requirement] = []
    var comment: String?

    /// Whether an argument is named twice, so that each condition is a rule by itself.
    var isSplit: Bool { Set(comparisons.map(\.index)).count < comparisons.count }
  }

  /// One of the conditions under which a rule is in force.
  struct Requirement {
    /// What is asked for.
    enum Subject {
      case architectures([String])
      case capabilities([String])
      case kernel(KernelVersion)
    }

    var subject: Subject
    /// Whether the rule is in force where it is not so.
    var excludes: Bool
  }
}

/// An entry of `architectures` or `archMap`.
enum OCIArchitecture: Hashable {
  case native
  case abi(ABI)
  /// One that libseccomp knows, and no machine of sekat's serves.
  case elsewhere
}

/// An action with the error that goes with it.
package struct OCIAction: Hashable {
  /// What is done with a call, by the word for it.
  package enum Kind: String, CaseIterable {
    case kill = "SCMP_ACT_KILL"
    case killThread = "SCMP_ACT_KILL_THREAD"
    case killProcess = "SCMP_ACT_KILL_PROCESS"
    case trap = "SCMP_ACT_TRAP"
    case errno = "SCMP_ACT_ERRNO"
    case trace = "SCMP_ACT_TRACE"
    case allow = "SCMP_ACT_ALLOW"
    case log = "SCMP_ACT_LOG"
    case notify = "SCMP_ACT_NOTIFY"

    /// Whether an error goes with it.
    var takesErrno: Bool { self == .errno || self == .trace }

    /// Whether the call is executed, or may be if somebody who watches agrees.
    var mayPass: Bool {
      switch self {
      case .allow, .log, .trace, .notify: true
      case .kill, .killThread, .killProcess, .trap, .errno: false
      }
    }
  }

  enum Errno: Hashable {
    case number(UInt16)
    case name(String)
  }

  var kind: Kind
  var errno: Errno?

  /// The action on a machine; errors are those of its own ABI, and `EPERM` where none is said.
  func action(on abi: ABI) -> FilterAction {
    let errno: UInt16 =
      switch self.errno {
      case .number(let number): number
      case .name(let name): ErrnoName.number(of: name, on: abi) ?? FilterAction.maximumErrno
      case nil: 1
      }
    return switch kind {
    case .kill, .killThread: .killThread
    case .killProcess: .killProcess
    case .trap: .trap(0)
    case .errno: .errno(errno)
    case .trace: .trace(errno)
    case .allow: .allow
    case .log: .log
    case .notify: .notify
    }
  }
}

/// A comparison of a register, as an element of `args` says it.
struct OCIComparison {
  /// The register, 0 to 5.
  var index: Int
  var comparison: RegisterOperator
  /// The bits that are looked at: all, but for ``RegisterOperator/maskedEqual``.
  var mask: UInt64
  var value: UInt64
  var range: SourceRange
}
