import LinuxABI

/// Calls that C libraries make of themselves, and that the log of a light run need not show.
enum LibraryNeeds {
  /// Calls, and what their arguments are held to.
  struct Need {
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
  static var all: [Need] {
    [
      Need(
        names: [
          "futex", "futex_time64", "sched_yield", "brk", "munmap", "mremap", "madvise",
          "sched_getaffinity", "exit", "exit_group", "rt_sigreturn", "sigreturn",
          "restart_syscall", "rt_sigaction", "rt_sigprocmask", "getpid", "gettid", "tgkill",
          "tkill", "write", "writev", "clock_gettime", "clock_gettime64", "gettimeofday", "time",
          "getcpu",
        ],
        purpose:
          "needed by C libraries for locks, memory, the ends of threads, signals, aborts and the time"
      ),
      Need(
        names: ["mmap", "mmap2"], conditions: [dataOnly, ("flags", .has("MAP_ANONYMOUS"))],
        purpose: "needed by C libraries for memory"),
      Need(
        names: ["mprotect"], conditions: [dataOnly], purpose: "needed by C libraries for memory"),
    ]
  }
}
