/// What a filter tells the kernel to do with a system call.
///
/// The kernel's name for it is the return value of a filter: the upper 16 bits say what to do,
/// the lower 16 carry data. See seccomp(2), `SECCOMP_RET_ALLOW` and its neighbours.
public enum FilterAction: Hashable, Sendable {
  /// The call is executed. `SECCOMP_RET_ALLOW`.
  case allow
  /// The call is logged and executed. `SECCOMP_RET_LOG`.
  case log
  /// A tracer is asked, and sees the 16 bits of data. `SECCOMP_RET_TRACE`.
  case trace(UInt16)
  /// A supervisor is asked through the listener. `SECCOMP_RET_USER_NOTIF`.
  case notify
  /// The call is not executed and returns this error number (0 is success without execution).
  /// `SECCOMP_RET_ERRNO`; the kernel caps the number at 4095.
  case errno(UInt16)
  /// The thread gets `SIGSYS`, with the 16 bits of data in `si_errno`. `SECCOMP_RET_TRAP`.
  case trap(UInt16)
  /// The thread dies as if of `SIGSYS`. `SECCOMP_RET_KILL_THREAD`.
  case killThread
  /// The process dies as if of `SIGSYS`. `SECCOMP_RET_KILL_PROCESS`.
  case killProcess
}

extension FilterAction {
  /// The largest error number that the kernel hands out, `MAX_ERRNO`.
  public static let maximumErrno: UInt16 = 4095

  /// The word that a filter returns for this action.
  public var returnValue: UInt32 {
    switch self {
    case .allow: 0x7fff_0000
    case .log: 0x7ffc_0000
    case .trace(let data): 0x7ff0_0000 | UInt32(data)
    case .notify: 0x7fc0_0000
    case .errno(let number): 0x0005_0000 | UInt32(number)
    case .trap(let data): 0x0003_0000 | UInt32(data)
    case .killThread: 0x0000_0000
    case .killProcess: 0x8000_0000
    }
  }

  /// The action that the kernel takes for a returned word.
  ///
  /// Data of actions that carry none is ignored, error numbers are capped at 4095, and a word that
  /// names no action kills the process, all as in the kernel's `__seccomp_filter`.
  ///
  /// - Parameter returnValue: The word, `SECCOMP_RET_…` and data.
  public init(returnValue: UInt32) {
    let data = UInt16(truncatingIfNeeded: returnValue)
    self =
      switch returnValue & 0xffff_0000 {
      case 0x7fff_0000: .allow
      case 0x7ffc_0000: .log
      case 0x7ff0_0000: .trace(data)
      case 0x7fc0_0000: .notify
      case 0x0005_0000: .errno(min(data, Self.maximumErrno))
      case 0x0003_0000: .trap(data)
      case 0x0000_0000: .killThread
      default: .killProcess
      }
  }

  /// What is done, without the data.
  public var kind: FilterAction { FilterAction(returnValue: returnValue & 0xffff_0000) }

  /// The name that sekat has for what is done, in policies and wherever a verdict is printed.
  public var kindName: String {
    switch self {
    case .allow: "allow"
    case .log: "log"
    case .trace: "trace"
    case .notify: "notify"
    case .errno: "errno"
    case .trap: "trap"
    case .killThread: "kill-thread"
    case .killProcess: "kill-process"
    }
  }

  /// Whether the call is executed as it would be without a filter.
  public var passes: Bool { self == .allow || self == .log }

  /// Whether the kernel, given both from two stacked filters, takes this one.
  ///
  /// Of two equal actions with different data the kernel takes that of the filter installed last.
  ///
  /// - Parameter other: The action of the other filter.
  /// - Returns: Whether this action is strictly the stricter one.
  public func isStricter(than other: FilterAction) -> Bool { rank < other.rank }

  /// What the kernel does where two filters answer: the stricter action, and of two equally strict
  /// ones that of the filter that was installed later.
  ///
  /// - Parameters:
  ///   - earlier: The answer of the filter that was installed earlier.
  ///   - later: The answer of the other one.
  /// - Returns: One of the two.
  public static func stacked(_ earlier: FilterAction, _ later: FilterAction) -> FilterAction {
    earlier.isStricter(than: later) ? earlier : later
  }

  /// The order in which the kernel compares, as signed words without data: the least wins.
  private var rank: Int32 { Int32(bitPattern: returnValue & 0xffff_0000) }
}
