import LinuxABI

/// Calls that C libraries make of themselves, and that the log of a light run need not show.
enum LibraryNeeds {
  /// Calls, and what their arguments are held to.
  struct Need: Sendable {
    var names: [String]
    var conditions: [(argument: String, condition: LearnedCondition)] = []
    /// What they are for.
    var purpose: String
  }

  /// Memory that is written is not executed.
  private static let dataOnly = (
    argument: "prot",
    condition: LearnedCondition.oneOf(["PROT_NONE", "PROT_READ", "PROT_READ|PROT_WRITE"])
  )

  /// All needs of glibc and musl.
  static let all = [
    Need(
      names: [
        "futex", "futex_time64", "sched_yield", "nanosleep", "clock_nanosleep",
        "clock_nanosleep_time64", "brk", "munmap", "mremap", "madvise", "sched_getaffinity",
        "exit", "exit_group", "rt_sigreturn", "sigreturn", "restart_syscall", "rt_sigaction",
        "rt_sigprocmask", "getpid", "gettid", "write", "writev", "clock_gettime",
        "clock_gettime64", "gettimeofday", "time", "getcpu",
      ],
      purpose: "needed by C libraries for locks, memory, signals, last words and the time"),
    // Go's runtime interrupts its threads with SIGURG.
    Need(
      names: ["tgkill", "tkill"], conditions: [("sig", .oneOf(["SIGABRT", "SIGURG"]))],
      purpose: "needed to abort"),
    Need(
      names: ["mmap", "mmap2"], conditions: [dataOnly, ("flags", .has("MAP_ANONYMOUS"))],
      purpose: "needed by C libraries for memory"),
    Need(
      names: ["mprotect"], conditions: [dataOnly], purpose: "needed by C libraries for memory"),
  ]
}
