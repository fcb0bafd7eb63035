// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

extension StaticTable {
  /// Names that an ABI may lack: name, the calls that it has instead, the nearest first.
  static let counterpartRows = StaticTable(
    """
    _llseek lseek
    _newselect select,pselect6
    accept accept4,socketcall
    access faccessat
    alarm setitimer
    bdflush sync
    chmod fchmodat
    chown fchownat
    chown32 chown,fchownat
    clock_adjtime64 clock_adjtime
    clock_getres_time64 clock_getres
    clock_gettime64 clock_gettime
    clock_nanosleep_time64 clock_nanosleep
    clock_settime64 clock_settime
    creat openat
    dup2 dup3
    epoll_create epoll_create1
    epoll_wait epoll_pwait
    eventfd eventfd2
    exec execve
    execl execve
    execv execve
    execvp execve
    fadvise64_64 fadvise64,arm_fadvise64_64
    fchown32 fchown
    fcntl64 fcntl
    fexecve execveat
    fork clone
    fstat64 fstat,newfstatat,statx
    fstatat newfstatat,fstatat64,statx
    fstatat64 newfstatat,statx
    fstatfs64 fstatfs
    ftime clock_gettime
    ftruncate64 ftruncate
    futex_time64 futex
    futimesat utimensat
    get_thread_area arch_prctl
    getdents getdents64
    getegid32 getegid
    geteuid32 geteuid
    getgid32 getgid
    getgroups32 getgroups
    getpgrp getpgid
    getresgid32 getresgid
    getresuid32 getresuid
    getrlimit prlimit64
    getuid32 getuid
    inotify_init inotify_init1
    io_pgetevents_time64 io_pgetevents
    ipc semget,msgget,shmget
    lchown fchownat
    lchown32 lchown,fchownat
    link linkat
    lstat newfstatat,statx
    lstat64 lstat,newfstatat,statx
    mkdir mkdirat
    mkfifo mknodat
    mknod mknodat
    mmap2 mmap
    mmap64 mmap,mmap2
    mq_timedreceive_time64 mq_timedreceive
    mq_timedsend_time64 mq_timedsend
    newfstatat fstatat64,statx
    nice setpriority
    oldfstat fstat
    oldlstat lstat,newfstatat
    oldolduname uname
    oldstat stat,newfstatat
    olduname uname
    open openat
    pause rt_sigsuspend
    pipe pipe2
    poll ppoll
    posix_fadvise fadvise64,arm_fadvise64_64
    posix_spawn clone,vfork
    ppoll_time64 ppoll
    pread pread64
    pselect pselect6
    pselect6_time64 pselect6
    pthread_create clone
    pwrite pwrite64
    raise tgkill
    readdir getdents64
    readlink readlinkat
    recv recvfrom
    recvmmsg_time64 recvmmsg
    rename renameat2
    renameat renameat2
    rmdir unlinkat
    rt_sigtimedwait_time64 rt_sigtimedwait
    sched_rr_get_interval_time64 sched_rr_get_interval
    select pselect6
    semop semtimedop,semtimedop_time64
    semtimedop semtimedop_time64,ipc
    semtimedop_time64 semtimedop
    send sendto
    sendfile64 sendfile
    set_thread_area arch_prctl
    setegid setresgid
    seteuid setresuid
    setfsgid32 setfsgid
    setfsuid32 setfsuid
    setgid32 setgid
    setgroups32 setgroups
    setregid32 setregid
    setresgid32 setresgid
    setresuid32 setresuid
    setreuid32 setreuid
    setrlimit prlimit64
    setuid32 setuid
    sgetmask rt_sigprocmask
    sigaction rt_sigaction
    signal rt_sigaction
    signalfd signalfd4
    sigpending rt_sigpending
    sigprocmask rt_sigprocmask
    sigqueue rt_sigqueueinfo
    sigreturn rt_sigreturn
    sigsuspend rt_sigsuspend
    sigtimedwait rt_sigtimedwait
    sigwait rt_sigtimedwait
    sleep clock_nanosleep
    socketcall socket,connect
    ssetmask rt_sigprocmask
    stat newfstatat,statx
    stat64 stat,newfstatat,statx
    statfs64 statfs
    stime clock_settime
    symlink symlinkat
    sync_file_range2 sync_file_range,arm_sync_file_range
    time clock_gettime
    timer_gettime64 timer_gettime
    timer_settime64 timer_settime
    timerfd timerfd_create
    timerfd_gettime64 timerfd_gettime
    timerfd_settime64 timerfd_settime
    truncate64 truncate
    ugetrlimit getrlimit,prlimit64
    umount umount2
    unlink unlinkat
    usleep clock_nanosleep
    utime utimensat
    utimensat_time64 utimensat
    utimes utimensat
    vfork clone
    wait wait4
    wait3 wait4
    waitpid wait4

    """,
    starts: [
      0, 14, 41, 67, 84, 100, 113, 128, 143, 166, 196, 229, 259, 298, 328, 341, 351, 378, 401, 418,
      430, 443, 456, 470, 510, 526, 540, 557, 568, 599, 634, 661, 679, 699, 721, 740, 760, 787, 807,
      825, 843, 859, 881, 897, 919, 941, 961, 977, 1004, 1039, 1064, 1080, 1105, 1117, 1140, 1171,
      1185, 1200, 1214, 1225, 1243, 1282, 1315, 1342, 1359, 1374, 1400, 1418, 1442, 1457, 1469, 1489,
      1500, 1511, 1552, 1576, 1595, 1609, 1626, 1651, 1672, 1688, 1701, 1720, 1740, 1754, 1779, 1796,
      1815, 1830, 1869, 1920, 1936, 1971, 2004, 2033, 2045, 2065, 2092, 2110, 2128, 2148, 2168, 2184,
      2206, 2226, 2248, 2270, 2290, 2310, 2326, 2350, 2373, 2393, 2412, 2437, 2464, 2489, 2512, 2537,
      2566, 2590, 2612, 2638, 2662, 2684, 2713, 2729, 2749, 2767, 2820, 2839, 2869, 2899, 2922, 2956,
      2990, 3010, 3041, 3056, 3072, 3095, 3111, 3138, 3155, 3167, 3178, 3190,
    ])
}
