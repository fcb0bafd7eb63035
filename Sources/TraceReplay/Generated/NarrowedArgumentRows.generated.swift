// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

import LinuxABI

extension StaticTable {
  /// Arguments that learnt policies narrow: call.argument, what is allowed beside what was seen.
  static let narrowedArgumentRows = StaticTable(
    """
    arch_prctl.option ARCH_SET_FS
    bpf.cmd -
    clone.clone_flags -
    fcntl.cmd F_DUPFD,F_DUPFD_CLOEXEC,F_GETFD,F_SETFD,F_GETFL,F_SETFL,F_GETLK,F_SETLK,F_SETLKW,F_OFD_GETLK,F_OFD_SETLK,F_OFD_SETLKW
    fcntl64.cmd F_DUPFD,F_DUPFD_CLOEXEC,F_GETFD,F_SETFD,F_GETFL,F_SETFL,F_GETLK,F_SETLK,F_SETLKW,F_GETLK64,F_SETLK64,F_SETLKW64,F_OFD_GETLK,F_OFD_SETLK,F_OFD_SETLKW
    fsconfig.cmd -
    io_uring_register.opcode -
    ioctl.cmd FIOCLEX,FIONCLEX,FIONBIO,FIONREAD,TCGETS,TIOCGWINSZ
    kcmp.type -
    keyctl.option -
    memfd_create.flags MFD_CLOEXEC,MFD_ALLOW_SEALING,MFD_NOEXEC_SEAL
    mknod.mode -
    mknodat.mode -
    mmap.flags MAP_PRIVATE,MAP_ANONYMOUS,MAP_DENYWRITE,MAP_FIXED,MAP_FIXED_NOREPLACE,MAP_NORESERVE,MAP_POPULATE,MAP_STACK
    mmap.prot PROT_NONE,PROT_READ,PROT_READ|PROT_WRITE
    mmap2.flags MAP_PRIVATE,MAP_ANONYMOUS,MAP_DENYWRITE,MAP_FIXED,MAP_FIXED_NOREPLACE,MAP_NORESERVE,MAP_POPULATE,MAP_STACK
    mmap2.prot PROT_NONE,PROT_READ,PROT_READ|PROT_WRITE
    mount.flags -
    move_mount.flags -
    mprotect.prot PROT_NONE,PROT_READ,PROT_READ|PROT_WRITE
    mq_open.oflag O_RDONLY,O_CLOEXEC,O_NONBLOCK
    open.flags O_RDONLY,O_CLOEXEC,O_DIRECTORY,O_LARGEFILE,O_NOCTTY,O_NOFOLLOW,O_NONBLOCK
    open_by_handle_at.flags O_RDONLY,O_CLOEXEC,O_DIRECTORY,O_LARGEFILE,O_NOCTTY,O_NOFOLLOW,O_NONBLOCK
    open_tree.flags -
    openat.flags O_RDONLY,O_CLOEXEC,O_DIRECTORY,O_LARGEFILE,O_NOCTTY,O_NOFOLLOW,O_NONBLOCK
    perf_event_open.flags -
    personality.personality -
    pkey_mprotect.prot PROT_NONE,PROT_READ,PROT_READ|PROT_WRITE
    prctl.option PR_GET_NAME,PR_SET_NAME,PR_SET_VMA
    ptrace.request -
    quotactl.cmd -
    quotactl_fd.cmd -
    reboot.cmd -
    sched_setscheduler.policy SCHED_OTHER
    seccomp.op -
    setns.flags -
    shmat.shmflg SHM_RDONLY
    socket.family -
    socket.type SOCK_CLOEXEC,SOCK_NONBLOCK
    socketpair.family -
    socketpair.type SOCK_CLOEXEC,SOCK_NONBLOCK
    syslog.type -
    umount2.flags -
    unshare.unshare_flags -
    userfaultfd.flags -

    """,
    starts: [
      0, 30, 40, 60, 188, 349, 364, 391, 453, 465, 481, 546, 559, 574, 692, 743, 862, 914, 928, 947,
      1002, 1046, 1131, 1229, 1247, 1334, 1358, 1384, 1444, 1492, 1509, 1524, 1542, 1555, 1593, 1606,
      1620, 1644, 1660, 1699, 1719, 1762, 1776, 1792, 1816,
    ])
}
