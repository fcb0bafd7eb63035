import LinuxABI

/// What is worth saying of calls to somebody who allows them.
enum CallKnowledge {
  /// Calls that a C library may choose instead of the one that was seen.
  static let relatives: [[String]] =
    [
      ["open", "openat"], ["creat", "openat"], ["stat", "newfstatat", "fstatat64"],
      ["lstat", "newfstatat", "statx"], ["fstat", "newfstatat", "statx"],
      ["access", "faccessat"], ["fork", "clone"], ["vfork", "clone"], ["pipe", "pipe2"],
      ["dup2", "dup3"], ["accept", "accept4"],
      ["epoll_create", "epoll_create1"], ["epoll_wait", "epoll_pwait", "epoll_pwait2"],
      ["eventfd", "eventfd2"], ["signalfd", "signalfd4"], ["inotify_init", "inotify_init1"],
      ["poll", "ppoll"], ["select", "pselect6"], ["readlink", "readlinkat"],
      ["unlink", "unlinkat"], ["rmdir", "unlinkat"], ["mkdir", "mkdirat"], ["mknod", "mknodat"],
      ["rename", "renameat", "renameat2"], ["link", "linkat"], ["symlink", "symlinkat"],
      ["chmod", "fchmodat"], ["chown", "fchownat"], ["getdents", "getdents64"],
      ["utime", "utimensat"], ["utimes", "utimensat"], ["futimesat", "utimensat"],
      ["getrlimit", "prlimit64"], ["setrlimit", "prlimit64"], ["time", "clock_gettime"],
      ["gettimeofday", "clock_gettime"], ["nanosleep", "clock_nanosleep"],
      ["mmap", "mmap2"], ["fcntl", "fcntl64"], ["send", "sendto"], ["recv", "recvfrom"],
      ["preadv", "preadv2"], ["pwritev", "pwritev2"], ["sched_getaffinity", "sched_getattr"],
    ] + LibraryFallback.all.map { $0.older + [$0.newer] }

  /// Arguments that would seem to be made of flags, and whose values are listed as wholes: one value
  /// of `personality` is none of its flags, and what may be written and what may be executed must
  /// not add up to both.
  static let wholeValues: Set = [
    "personality.personality", "mmap.prot", "mmap2.prot", "mprotect.prot", "pkey_mprotect.prot",
  ]

  /// Flags that make namespaces; where a log does not show the flags, the others are allowed.
  static let namespaceFlags: [String: String] = {
    let names =
      "CLONE_NEWNS|CLONE_NEWCGROUP|CLONE_NEWUTS|CLONE_NEWIPC|CLONE_NEWUSER|CLONE_NEWPID|CLONE_NEWNET"
    return ["clone.clone_flags": names, "unshare.unshare_flags": "\(names)|CLONE_NEWTIME"]
  }()

  /// Values that few programs mean to use, and that lead far: they are allowed only if they were
  /// seen.
  static let riskyValues: [String: [String]] = [
    "ioctl.cmd": ["TIOCSTI", "TIOCLINUX"], "socket.family": ["AF_VSOCK", "AF_ALG"],
  ]

  /// Calls without which no program ends, handles a signal or is continued after a stop.
  static let neverDropped = [
    "exit", "exit_group", "restart_syscall", "rt_sigreturn", "sigreturn",
  ]
}
