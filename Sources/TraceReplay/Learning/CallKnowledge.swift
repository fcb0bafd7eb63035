import LinuxABI

/// What is worth saying of calls to somebody who allows them.
enum CallKnowledge {
  /// What a program can do with a call that others would not expect of it.
  static let risks: [String: String] = [
    "acct": "writes a record of every process that ends",
    "add_key": "puts keys into the kernel, whose code for them is large",
    "bpf": "loads programs into the kernel",
    "chroot": "changes what paths mean",
    "clock_settime": "sets the clock", "clock_settime64": "sets the clock",
    "clone": "with CLONE_NEW flags, makes namespaces",
    "delete_module": "removes modules from the kernel",
    "fanotify_init": "watches, and can refuse, what others do with files",
    "finit_module": "loads modules into the kernel", "fsmount": "mounts file systems",
    "fsopen": "mounts file systems", "init_module": "loads modules into the kernel",
    "io_uring_enter": "does what other calls do, and no filter sees it",
    "io_uring_register": "does what other calls do, and no filter sees it",
    "io_uring_setup": "does what other calls do, and no filter sees it",
    "ioctl": "depends on the request and the descriptor; TIOCSTI types into a terminal",
    "ioperm": "reaches the ports of devices", "iopl": "reaches the ports of devices",
    "kcmp": "tells about the memory of the kernel", "kexec_file_load": "replaces the kernel",
    "kexec_load": "replaces the kernel",
    "keyctl": "reaches keys, whose code in the kernel is large",
    "lookup_dcookie": "tells paths of other processes",
    "mbind": "moves memory, with code that is seldom tested",
    "migrate_pages": "moves the memory of other processes",
    "modify_ldt": "changes segments, with code that is seldom tested",
    "mount": "mounts file systems", "mount_setattr": "changes mounts",
    "move_mount": "mounts file systems", "move_pages": "moves the memory of other processes",
    "name_to_handle_at": "gets handles with which files are opened past their directories",
    "open_by_handle_at": "opens files past their directories",
    "open_tree": "takes mounts to other places",
    "perf_event_open": "measures the kernel and other processes",
    "personality": "changes how the kernel lays out memory",
    "pidfd_getfd": "takes descriptors from other processes",
    "pivot_root": "changes what paths mean",
    "process_madvise": "reaches into other processes",
    "process_vm_readv": "reads the memory of other processes",
    "process_vm_writev": "writes the memory of other processes",
    "ptrace": "controls other processes", "quotactl": "changes quotas",
    "reboot": "stops the machine", "request_key": "starts programs of the system for keys",
    "setns": "enters namespaces", "settimeofday": "sets the clock",
    "socket": "reaches what its family reaches", "swapoff": "changes the swap space",
    "swapon": "changes the swap space", "syslog": "reads messages of the kernel",
    "umount2": "unmounts file systems", "unshare": "makes namespaces",
    "userfaultfd": "stops the kernel in the middle of its work",
  ]

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
