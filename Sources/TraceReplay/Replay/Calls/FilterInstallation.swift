import LinuxABI

/// A call that asks for a filter to be installed.
struct FilterInstallation {
  private let flags: UInt64

  /// What a call asks for; `nil` where that is something else.
  init?(_ call: TracedCall, _ registers: Registers) {
    guard call.name != SyscallNames.unknown else { return nil }
    let values = (0..<3).map { index in
      registers.known[index] & 0xffff_ffff == 0xffff_ffff
        ? registers.value[index] & 0xffff_ffff : nil
    }
    switch SyscallNames.all.names[Int(call.name)] {
    // PR_SET_SECCOMP, SECCOMP_MODE_FILTER
    case "prctl" where values[0] == 22 && values[1] == 2: flags = 0
    // SECCOMP_SET_MODE_FILTER
    case "seccomp" where values[0] == 1: flags = values[1] ?? 0
    default: return nil
    }
  }

  /// Whether all threads of the process get the filter.
  var isForAllThreads: Bool { flags & Self.synchronizes != 0 }

  /// Whether a result says that the filter was installed.
  ///
  /// Where it cannot be given to all threads, the result is the number of one of them.
  func succeeds(with result: Int32) -> Bool {
    result == 0 || result > 0 && (flags & Self.listens != 0 || !isForAllThreads)
  }

  /// The flag `SECCOMP_FILTER_FLAG_TSYNC`.
  private static let synchronizes: UInt64 = 1
  /// The flag `SECCOMP_FILTER_FLAG_NEW_LISTENER`.
  private static let listens: UInt64 = 8
}
