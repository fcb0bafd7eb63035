// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

import LinuxABI

extension StaticTable {
  /// Narrowed arguments: call.argument, what is allowed beside what was seen, how values are listed.
  static let narrowedArgumentRows = StaticTable(
    """
    arch_prctl.option ARCH_SET_FS -
    bpf.cmd - -
    clone.clone_flags - -
    fcntl.cmd F_DUPFD,F_DUPFD_CLOEXEC,F_GETFD,F_SETFD,F_GETFL,F_SETFL,F_GETLK,F_SETLK,F_SETLKW,F_OFD_GETLK,F_OFD_SETLK,F_OFD_SETLKW -
    fcntl64.cmd F_DUPFD,F_DUPFD_CLOEXEC,F_GETFD,F_SETFD,F_GETFL,F_SETFL,F_GETLK,F_SETLK,F_SETLKW,F_GETLK64,F_SETLK64,F_SETLKW64,F_OFD_GETLK,F_OFD_SETLK,F_OFD_SETLKW -
    fsconfig.cmd - -
    io_uring_register.opcode - -
    ioctl.cmd FIOCLEX,FIONCLEX,FIONBIO,FIONREAD,TCGETS,TIOCGWINSZ -
    kcmp.type - -
    keyctl.option - -
    memfd_create.flags MFD_CLOEXEC,MFD_ALLOW_SEALING,MFD_NOEXEC_SEAL -
    mknod.mode - -
    mknodat.mode - -
    mmap.flags MAP_PRIVATE,MAP_ANONYMOUS,MAP_DENYWRITE,MAP_FIXED,MAP_FIXED_NOREPLACE,MAP_NORESERVE,MAP_POPULATE,MAP_STACK -
    mmap.prot PROT_NONE,PROT_READ,PROT_READ|PROT_WRITE whole
    mmap2.flags MAP_PRIVATE,MAP_ANONYMOUS,MAP_DENYWRITE,MAP_FIXED,MAP_FIXED_NOREPLACE,MAP_NORESERVE,MAP_POPULATE,MAP_STACK -
    mmap2.prot PROT_NONE,PROT_READ,PROT_READ|PROT_WRITE whole
    mount.flags - -
    move_mount.flags - -
    mprotect.prot PROT_NONE,PROT_READ,PROT_READ|PROT_WRITE whole
    mq_open.oflag O_RDONLY,O_CLOEXEC,O_NONBLOCK -
    open.flags O_RDONLY,O_CLOEXEC,O_DIRECTORY,O_LARGEFILE,O_NOCTTY,O_NOFOLLOW,O_NONBLOCK -
    open_by_handle_at.flags O_RDONLY,O_CLOEXEC,O_DIRECTORY,O_LARGEFILE,O_NOCTTY,O_NOFOLLOW,O_NONBLOCK -
    open_tree.flags - -
    openat.flags O_RDONLY,O_CLOEXEC,O_DIRECTORY,O_LARGEFILE,O_NOCTTY,O_NOFOLLOW,O_NONBLOCK -
    perf_event_open.flags - -
    personality.personality - whole
    pkey_mprotect.prot PROT_NONE,PROT_READ,PROT_READ|PROT_WRITE whole
    prctl.option PR_GET_NAME,PR_SET_NAME,PR_SET_VMA -
    ptrace.request - -
    quotactl.cmd - -
    quotactl_fd.cmd - -
    reboot.cmd - -
    sched_setscheduler.policy SCHED_OTHER -
    seccomp.op - -
    setns.flags - -
    shmat.shmflg SHM_RDONLY -
    socket.family - -
    socket.type SOCK_CLOEXEC,SOCK_NONBLOCK -
    socketpair.family - -
    socketpair.type SOCK_CLOEXEC,SOCK_NONBLOCK -
    syslog.type - -
    umount2.flags - -
    unshare.unshare_flags - -
    userfaultfd.flags - -

    """,
    starts: [
      0, 32, 44, 66, 196, 359, 376, 405, 469, 483, 501, 568, 583, 600, 720, 777, 898, 956, 972, 993,
      1054, 1100, 1187, 1287, 1307, 1396, 1422, 1454, 1520, 1570, 1589, 1606, 1626, 1641, 1681, 1696,
      1712, 1738, 1756, 1797, 1819, 1864, 1880, 1898, 1924,
    ])
}
