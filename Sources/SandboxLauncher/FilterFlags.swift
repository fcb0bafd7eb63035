/// How the kernel is to treat a filter, beyond running it.
///
/// The raw value is the `flags` argument. See seccomp(2), `SECCOMP_SET_MODE_FILTER`.
public struct FilterFlags: OptionSet, Hashable, Sendable {
  /// The bits as the kernel takes them.
  public var rawValue: UInt32

  /// The flags with these bits.
  ///
  /// - Parameter rawValue: The bits as the kernel takes them.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// All actions but allow are logged, if the administrator has not switched it off.
  ///
  /// `SECCOMP_FILTER_FLAG_LOG`, from Linux 4.14.
  public static let log = FilterFlags(rawValue: 1 << 1)

  /// Speculative store bypass is left on, which is faster and less safe.
  ///
  /// `SECCOMP_FILTER_FLAG_SPEC_ALLOW`, from Linux 4.17.
  public static let specAllow = FilterFlags(rawValue: 1 << 2)

  /// A call whose notification a supervisor has received waits for the answer through everything
  /// but fatal signals.
  ///
  /// `SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV`, from Linux 5.19.
  ///
  /// The kernel takes it only together with `SECCOMP_FILTER_FLAG_NEW_LISTENER`. A launcher without a
  /// supervisor makes no listener, and so refuses the flag.
  public static let waitKillable = FilterFlags(rawValue: 1 << 5)
}

extension FilterFlags {
  /// The bit that puts a filter on all threads of the process, `SECCOMP_FILTER_FLAG_TSYNC`, which is as
  /// old as seccomp(2).
  static let synchronised = FilterFlags(rawValue: 1 << 0)

  /// The bit that makes a listener, `SECCOMP_FILTER_FLAG_NEW_LISTENER`, from Linux 5.0.
  static let newListener = FilterFlags(rawValue: 1 << 3)

  /// A flag with its name in policies and the kernel that brought it.
  struct Description {
    var flag: FilterFlags
    var name: String
    var since: String
  }

  /// Every flag that can be asked for.
  static let known = [
    Description(flag: .log, name: "log", since: "4.14"),
    Description(flag: .specAllow, name: "spec-allow", since: "4.17"),
    Description(flag: .waitKillable, name: "wait-killable", since: "5.19"),
  ]
}
