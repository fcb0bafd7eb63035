// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

extension StaticTable {
  /// Calls that are tried: name, kind, calls made instead, calls of the same programs, errors.
  static let fallbackRows = StaticTable(
    """
    clock_getres_time64 fallback clock_getres - ENOSYS
    clock_gettime64 fallback clock_gettime - ENOSYS
    clock_nanosleep_time64 fallback clock_nanosleep - ENOSYS
    clone3 fallback clone - ENOSYS
    close_range fallback close - ENOSYS
    copy_file_range probe sendfile - ENOSYS
    epoll_pwait2 probe epoll_pwait,epoll_wait - ENOSYS
    faccessat2 fallback faccessat - ENOSYS
    fchmodat2 fallback fchmodat - ENOSYS
    futex_time64 fallback futex - ENOSYS
    io_uring_setup probe epoll_pwait,epoll_wait epoll_ctl any
    mq_timedreceive_time64 fallback mq_timedreceive - ENOSYS
    mq_timedsend_time64 fallback mq_timedsend - ENOSYS
    openat2 fallback openat - ENOSYS
    pidfd_open probe waitid,wait4 sigaltstack any
    ppoll_time64 fallback ppoll - ENOSYS
    preadv2 fallback preadv - ENOSYS
    pselect6_time64 fallback pselect6 - ENOSYS
    pwritev2 fallback pwritev,pwrite64 - ENOSYS
    recvmmsg_time64 fallback recvmmsg - ENOSYS
    rseq probe - set_tid_address any
    rt_sigtimedwait_time64 fallback rt_sigtimedwait - ENOSYS
    sched_getaffinity probe - sigaltstack any
    semtimedop_time64 fallback semtimedop - ENOSYS
    set_robust_list probe - set_tid_address any
    statx fallback newfstatat,fstatat64,stat - ENOSYS
    timer_settime64 fallback timer_settime - ENOSYS
    timerfd_settime64 fallback timerfd_settime - ENOSYS
    utimensat_time64 fallback utimensat - ENOSYS

    """,
    starts: [
      0, 51, 99, 156, 187, 223, 263, 314, 353, 390, 427, 485, 542, 593, 626, 672, 709, 742, 785, 829,
      872, 905, 962, 1004, 1051, 1095, 1145, 1193, 1245,
    ])
}
