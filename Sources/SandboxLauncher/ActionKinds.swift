public import ClassicBPF

/// A set of kinds of actions, their data left aside.
public struct ActionKinds: OptionSet, Hashable, Sendable {
  /// One bit a kind.
  public var rawValue: UInt8

  /// The set with these bits.
  ///
  /// - Parameter rawValue: One bit a kind.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `SECCOMP_RET_ALLOW`.
  public static let allow = ActionKinds(rawValue: 1 << 0)
  /// `SECCOMP_RET_LOG`, from Linux 4.14.
  public static let log = ActionKinds(rawValue: 1 << 1)
  /// `SECCOMP_RET_TRACE`; without a tracer the call fails with `ENOSYS`.
  public static let trace = ActionKinds(rawValue: 1 << 2)
  /// `SECCOMP_RET_USER_NOTIF`, from Linux 5.0; without a supervisor the call fails with `ENOSYS`.
  public static let notify = ActionKinds(rawValue: 1 << 3)
  /// `SECCOMP_RET_ERRNO`.
  public static let errno = ActionKinds(rawValue: 1 << 4)
  /// `SECCOMP_RET_TRAP`.
  public static let trap = ActionKinds(rawValue: 1 << 5)
  /// `SECCOMP_RET_KILL_THREAD`.
  public static let killThread = ActionKinds(rawValue: 1 << 6)
  /// `SECCOMP_RET_KILL_PROCESS`, from Linux 4.14.
  public static let killProcess = ActionKinds(rawValue: 1 << 7)

  /// Every kind.
  public static let all = ActionKinds(rawValue: 0xff)
  /// The kinds that are as old as filters themselves, Linux 3.5.
  static let oldest: ActionKinds = [.allow, .trace, .errno, .trap, .killThread]

  /// The kind of one action.
  ///
  /// - Parameter action: The action.
  public init(_ action: FilterAction) {
    self =
      switch action {
      case .allow: .allow
      case .log: .log
      case .trace: .trace
      case .notify: .notify
      case .errno: .errno
      case .trap: .trap
      case .killThread: .killThread
      case .killProcess: .killProcess
      }
  }
}

extension ActionKinds {
  /// A kind with its names and the kernel that brought it.
  struct Description {
    var kind: ActionKinds
    /// The name in policies.
    var name: String
    /// The name in /proc/sys/kernel/seccomp/actions_avail.
    var kernelName: String
    var returnValue: UInt32
    var since: String
  }

  /// Every kind.
  static let known = [
    known(.allow, "allow", since: "3.5"),
    known(.log, "log", since: "4.14"),
    known(.trace(0), "trace", since: "3.5"),
    known(.notify, "user_notif", since: "5.0"),
    known(.errno(0), "errno", since: "3.5"),
    known(.trap(0), "trap", since: "3.5"),
    known(.killThread, "kill_thread", since: "3.5"),
    known(.killProcess, "kill_process", since: "4.14"),
  ]

  private static func known(
    _ action: FilterAction, _ kernelName: String, since: String
  ) -> Description {
    Description(
      kind: ActionKinds(action), name: action.kindName, kernelName: kernelName,
      returnValue: action.returnValue, since: since)
  }
}

extension ActionKinds {
  /// The names in policies.
  var names: String {
    Self.known.filter { contains($0.kind) }.map { "'\($0.name)'" }.joined(separator: ", ")
  }
}

extension BPFProgram {
  /// The kinds of actions that the program can return, whatever the call.
  ///
  /// Exact but for two things: a comparison is taken to go both ways, and a program that returns
  /// its accumulator is taken to return anything.
  public var actionKinds: ActionKinds {
    var kinds: ActionKinds = []
    // Jumps only go forward, so one pass sees every instruction after all that lead to it.
    var isReached = [Bool](repeating: false, count: operations.count)
    isReached[0] = true
    for (index, operation) in operations.enumerated() where isReached[index] {
      switch operation {
      case .returnConstant(let value): kinds.insert(ActionKinds(FilterAction(returnValue: value)))
      case .returnAccumulator: return .all
      case .jump(let distance): isReached[index + 1 + Int(distance)] = true
      case .branch(_, _, let jumpTrue, let jumpFalse):
        isReached[index + 1 + Int(jumpTrue)] = true
        isReached[index + 1 + Int(jumpFalse)] = true
      case .loadWord, .loadLength, .loadConstant, .loadScratch, .loadIndexLength,
        .loadIndexConstant, .loadIndexScratch, .store, .storeIndex, .arithmetic, .moveToIndex,
        .moveToAccumulator:
        isReached[index + 1] = true
      }
    }
    // A division by zero ends a program with 0, which is kill-thread.
    if operations.contains(.arithmetic(.divide, .index)) { kinds.insert(.killThread) }
    return kinds
  }
}
