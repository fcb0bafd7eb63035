/// A newer call that C libraries try first, and the older ones that they fall back to.
///
/// They do so only where the newer call fails with `ENOSYS`, as if the kernel had none of it; any
/// other error is passed on to the program.
public struct LibraryFallback: Sendable {
  /// The name of the newer call.
  public let newer: String
  /// The names of the calls that it stands for, one of them on each ABI at least.
  public let older: [String]

  /// All that are known of glibc and musl.
  public static let all: [LibraryFallback] = [
    .init("clone3", "clone"), .init("faccessat2", "faccessat"), .init("openat2", "openat"),
    .init("statx", "newfstatat", "fstatat64", "stat"), .init("fchmodat2", "fchmodat"),
    .init("close_range", "close"),
    .init("clock_gettime64", "clock_gettime"),
    .init("clock_nanosleep_time64", "clock_nanosleep"),
    .init("clock_getres_time64", "clock_getres"), .init("futex_time64", "futex"),
    .init("ppoll_time64", "ppoll"), .init("pselect6_time64", "pselect6"),
    .init("rt_sigtimedwait_time64", "rt_sigtimedwait"),
    .init("utimensat_time64", "utimensat"),
    .init("recvmmsg_time64", "recvmmsg"), .init("timerfd_settime64", "timerfd_settime"),
    .init("timer_settime64", "timer_settime"), .init("mq_timedsend_time64", "mq_timedsend"),
    .init("mq_timedreceive_time64", "mq_timedreceive"),
    .init("semtimedop_time64", "semtimedop"),
  ]

  private init(_ newer: String, _ older: String...) {
    self.newer = newer
    self.older = older
  }
}
