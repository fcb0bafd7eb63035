import LinuxABI
import SeccompFilter

/// Something that several calls do, so that who denies it must deny all of them.
struct Effect: Sendable {
  /// What they do, as the end of "they cannot": `change modes of files`.
  let name: String
  /// The use of them that is meant, where there are several: `CLONE_NEWUSER`.
  var detail: String?
  private let calls: [Member]

  /// A call, and what its arguments must be like to have the effect; none where they do not matter,
  /// or are in memory.
  struct Member: Sendable {
    var call: String
    /// Whether it is the usual way to the effect, so that denying it means to deny the effect; to
    /// deny only an unusual way says nothing about the others.
    var isUsual: Bool
    var use: Use?
  }

  /// What an argument must be like.
  struct Use: Hashable, Sendable {
    var argument: String
    var constant: String
    /// Whether the constant is a value beside flags, and not a flag.
    var isValue: Bool

    /// The condition that several uses meet and no other one does, as policies write it.
    static func condition(of uses: [Use]) -> String {
      var kinds: [[Use]] = []
      for use in uses {
        let known = kinds.firstIndex {
          $0[0].argument == use.argument && $0[0].isValue == use.isValue
        }
        if let known { kinds[known].append(use) } else { kinds.append([use]) }
      }
      let alternatives = kinds.map { kind in
        let names = kind.map(\.constant)
        let comparison =
          kind[0].isValue
          ? "\"is\": [\(names.map { "\"\($0)\"" }.joined(separator: ", "))]"
          : "\"\(names.count == 1 ? "has" : "hasAny")\": \"\(names.joined(separator: "|"))\""
        return "{ \"\(kind[0].argument)\": { \(comparison) } }"
      }
      return alternatives.count == 1
        ? alternatives[0] : "[\(alternatives.joined(separator: ", "))]"
    }
  }

  /// The calls that an ABI has, each with the tests of its arguments.
  func members(
    on abi: ABI
  ) -> [(call: Syscall, isUsual: Bool, use: Use?, tests: [ArgumentTest])] {
    calls.compactMap { member in
      guard let call = Syscall.named(member.call), call.number(on: abi) != nil else { return nil }
      guard let use = member.use else { return (call, member.isUsual, nil, []) }
      let test =
        use.isValue
        ? call.test(use.argument, fieldIs: use.constant, on: abi)
        : call.test(use.argument, has: use.constant, on: abi)
      // A constant that the ABI lacks cannot be passed.
      guard let test else { return nil }
      return (call, member.isUsual, use, [test])
    }
  }

  /// Calls that take parameters in memory, where no filter can look: programs cope when these do not
  /// exist.
  static let inMemory: Set = ["openat2", "clone3", "io_uring_setup", "io_uring_enter"]

  /// The effect of all these calls, whatever their arguments are: the usual ones, a bar, the others.
  private init(_ name: String, _ calls: String) {
    self.name = name
    let sides = calls.split(separator: "|").map { $0.split(separator: " ") }
    self.calls = sides.enumerated().flatMap { side, calls in
      calls.map { Self.any(String($0), isUsual: side == 0) }
    }
  }

  private init(_ name: String, _ detail: String?, members: [Member]) {
    self.name = name
    self.detail = detail
    calls = members
  }

  private static func any(_ call: String, isUsual: Bool = false) -> Member {
    Member(call: call, isUsual: isUsual)
  }

  private static func with(_ call: String, _ argument: String, _ flag: String) -> Member {
    Member(
      call: call, isUsual: true, use: Use(argument: argument, constant: flag, isValue: false))
  }

  private static func with(_ call: String, _ argument: String, field: String) -> Member {
    Member(
      call: call, isUsual: true, use: Use(argument: argument, constant: field, isValue: true))
  }

  /// All effects; what one has in common with another is told apart by arguments.
  static let all: [Effect] =
    names + files + processes + [
      Effect(
        "trace or read other processes", "ptrace | process_vm_readv process_vm_writev pidfd_getfd"),
      Effect("load modules", "init_module finit_module"),
      Effect("load another kernel", "kexec_load kexec_file_load"),
      Effect("set the clock", "settimeofday clock_settime | clock_settime64 stime"),
      Effect("set limits", "setrlimit prlimit64"),
      Effect("set quotas", "quotactl | quotactl_fd"),
      Effect("accept connections", "accept accept4"),
      Effect("send messages", "sendmsg | sendmmsg"),
      Effect("receive messages", "recvmsg | recvmmsg recvmmsg_time64"),
      Effect("set user ids", "setuid setreuid setresuid setuid32 setreuid32 setresuid32"),
      Effect("set group ids", "setgid setregid setresgid setgid32 setregid32 setresgid32"),
      Effect(
        "change the scheduling of processes", "sched_setscheduler sched_setattr sched_setparam"),
      Effect(
        "mount file systems", "mount | fsopen fsmount move_mount"),
      Effect("unmount file systems", "umount umount2"),
      Effect("change mounts", "mount | mount_setattr"),
    ]

  private static let names: [Effect] = [
    Effect("change modes of files", "chmod fchmodat | fchmodat2"),
    Effect("change owners of files", "chown lchown fchownat chown32 lchown32"),
    Effect("rename files", "rename renameat | renameat2"),
    Effect("link files", "link linkat"),
    Effect("make symbolic links", "symlink symlinkat"),
    Effect("remove files", "unlink unlinkat"),
    Effect("make directories", "mkdir mkdirat"),
    Effect("make special files", "mknod mknodat"),
    Effect("truncate files", "truncate truncate64"),
    Effect("set attributes of files", "setxattr lsetxattr | setxattrat"),
    Effect("remove attributes of files", "removexattr lremovexattr | removexattrat"),
    Effect("set times of files", "utime utimes futimesat utimensat | utimensat_time64"),
    Effect("read directories", "getdents getdents64"),
    Effect("look at files", "stat lstat newfstatat fstatat64 stat64 lstat64 | statx"),
    Effect("read symbolic links", "readlink readlinkat"),
  ]

  private static let files: [Effect] = [
    Effect("open files", "open openat | openat2 open_by_handle_at"),
    Effect(
      "open files for", "writing",
      members: [
        with("open", "flags", field: "O_WRONLY"), with("openat", "flags", field: "O_WRONLY"),
        any("creat", isUsual: true), any("openat2"),
      ]),
    Effect(
      "open files for", "reading and writing",
      members: [
        with("open", "flags", field: "O_RDWR"), with("openat", "flags", field: "O_RDWR"),
        any("openat2"),
      ]),
    Effect(
      "create files", nil,
      members: [
        with("open", "flags", "O_CREAT"), with("openat", "flags", "O_CREAT"), any("creat"),
        any("openat2"),
      ]),
    Effect("read files", "read readv pread64 preadv | preadv2"),
    Effect("write files", "write writev pwrite64 pwritev | pwritev2"),
  ]

  private static let processes: [Effect] =
    [
      Effect("execute programs", "execve | execveat"),
      Effect("send signals", "kill | rt_sigqueueinfo pidfd_send_signal"),
    ]
    + [
      "CLONE_NEWUSER", "CLONE_NEWNS", "CLONE_NEWPID", "CLONE_NEWNET", "CLONE_NEWIPC",
      "CLONE_NEWUTS",
      "CLONE_NEWCGROUP",
    ].map { flag in
      Effect(
        "make namespaces with", flag,
        members: [
          with("clone", "flags", flag), with("unshare", "unshare_flags", flag), any("clone3"),
        ])
    }
}
