import CLinux
public import SystemPackage

/// What the kernel, and the filters that are already there, let a launcher do.
public struct KernelSupport: Hashable, Sendable {
  /// How filters can be installed.
  public enum Interface: Hashable, Sendable {
    /// With seccomp(2).
    case seccomp
    /// With prctl(2), `PR_SET_SECCOMP`, which takes no flags, as seccomp(2) gave this answer: the
    /// kernel is older than 3.17, or an outer filter refuses it.
    case prctl(insteadOf: Errno)
    /// Not at all: the answer of prctl(2).
    case none(Errno)
  }

  /// How filters can be installed.
  public var interface: Interface
  /// The flags that can be given.
  public var flags: FilterFlags
  /// The actions that the kernel knows.
  ///
  /// A filter may return others, but they kill.
  public var actions: ActionKinds

  /// Says what there is.
  ///
  /// - Parameters:
  ///   - interface: How filters can be installed.
  ///   - flags: The flags that can be given.
  ///   - actions: The actions that the kernel knows.
  public init(interface: Interface, flags: FilterFlags, actions: ActionKinds) {
    self.interface = interface
    self.flags = flags
    self.actions = actions
  }

  /// What this process can do here, asked at the first use.
  public static let current = asked()

  /// Asks the kernel.
  ///
  /// Nothing is installed: the program's address is null. The kernel looks at flags before it looks
  /// at the program, so `EFAULT` means that everything but the address is fine. An outer filter may
  /// even answer 0 without asking the kernel; that is a refusal too.
  private static func asked() -> KernelSupport {
    guard let answer = installNothing(flags: []) else {
      return KernelSupport(interface: .seccomp, flags: knownFlags(), actions: knownActions())
    }
    let prctl = RawCalls.call(SYS_prctl, UInt64(PR_SET_SECCOMP), UInt64(SECCOMP_MODE_FILTER), 0)
    let interface: Interface =
      switch prctl {
      case .failure(.badAddress): .prctl(insteadOf: answer)
      case .failure(let errno): .none(errno)
      case .success: .none(answer)
      }
    return KernelSupport(interface: interface, flags: [], actions: listedActions() ?? .oldest)
  }

  /// Tries to install no program: `nil` is `EFAULT`, the answer of a kernel that is willing.
  private static func installNothing(flags: FilterFlags) -> Errno? {
    switch RawCalls.call(
      SYS_seccomp, UInt64(SECCOMP_SET_MODE_FILTER), UInt64(flags.rawValue), 0)
    {
    case .failure(.badAddress): nil
    case .failure(let errno): errno
    case .success: .notPermitted
    }
  }

  private static func knownFlags() -> FilterFlags {
    var flags: FilterFlags = []
    for flag in FilterFlags.known.map(\.flag) {
      // The kernel takes this one together with a listener only.
      let asked = flag == .waitKillable ? flag.union(.newListener) : flag
      if installNothing(flags: asked) == nil { flags.insert(flag) }
    }
    return flags
  }

  private static func knownActions() -> ActionKinds {
    var kinds: ActionKinds = []
    for action in ActionKinds.known {
      var value = action.returnValue
      let answer = unsafe withUnsafeBytes(of: &value) { buffer in
        RawCalls.call(
          SYS_seccomp, UInt64(SECCOMP_GET_ACTION_AVAIL), 0,
          UInt64(UInt(bitPattern: buffer.baseAddress)))
      }
      switch answer {
      case .success: kinds.insert(action.kind)
      case .failure(.notSupportedOnSocket): continue
      // Before 4.14 the question itself was unknown, and an outer filter may refuse it.
      case .failure: return listedActions() ?? .oldest
      }
    }
    return kinds
  }

  /// The actions in /proc/sys/kernel/seccomp/actions_avail, which is as old as the question.
  private static func listedActions() -> ActionKinds? {
    guard let file = OpenFile(CPath("/proc/sys/kernel/seccomp/actions_avail".utf8)),
      let bytes = file.read(1024), !bytes.isEmpty
    else { return nil }
    let names = bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    return ActionKinds(
      ActionKinds.known.filter { names.contains(ArraySlice($0.kernelName.utf8)) }.map(\.kind))
  }
}
