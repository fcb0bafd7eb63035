// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

extension StaticTable {
  /// Names: the calls that are made instead, the nearest first; whether C libraries differ.
  static let counterpartRows = StaticTable(
    """
    _llseek lseek -
    _newselect select,pselect6 -
    accept accept4,socketcall differ
    access faccessat differ
    alarm setitimer differ
    bdflush sync -
    chmod fchmodat differ
    chown fchownat differ
    chown32 chown,fchownat -
    clock_adjtime64 clock_adjtime -
    clock_getres_time64 clock_getres -
    clock_gettime64 clock_gettime -
    clock_nanosleep_time64 clock_nanosleep -
    clock_settime64 clock_settime -
    creat openat differ
    dup2 dup3 differ
    epoll_create epoll_create1 differ
    epoll_wait epoll_pwait,epoll_pwait2 differ
    eventfd eventfd2 differ
    exec execve -
    execl execve -
    execv execve -
    execvp execve -
    fadvise64_64 fadvise64,arm_fadvise64_64 -
    fchown32 fchown -
    fcntl fcntl64 differ
    fcntl64 fcntl -
    fexecve execveat -
    fork clone differ
    fstat newfstatat,fstatat64,statx differ
    fstat64 fstat,newfstatat,statx -
    fstatat newfstatat,fstatat64,statx -
    fstatat64 newfstatat,statx -
    fstatfs64 fstatfs -
    ftime clock_gettime -
    ftruncate64 ftruncate -
    futex_time64 futex -
    futimesat utimensat differ
    get_thread_area arch_prctl -
    getdents getdents64 differ
    getegid32 getegid -
    geteuid32 geteuid -
    getgid32 getgid -
    getgroups32 getgroups -
    getpgrp getpgid differ
    getresgid32 getresgid -
    getresuid32 getresuid -
    getrlimit prlimit64 differ
    gettimeofday clock_gettime differ
    getuid32 getuid -
    inotify_init inotify_init1 differ
    io_pgetevents_time64 io_pgetevents -
    ipc semget,msgget,shmget -
    lchown fchownat differ
    lchown32 lchown,fchownat -
    link linkat differ
    lstat newfstatat,fstatat64,statx differ
    lstat64 lstat,newfstatat,statx -
    mkdir mkdirat differ
    mkfifo mknodat -
    mknod mknodat differ
    mmap mmap2 differ
    mmap2 mmap -
    mmap64 mmap,mmap2 -
    mq_timedreceive_time64 mq_timedreceive -
    mq_timedsend_time64 mq_timedsend -
    nanosleep clock_nanosleep differ
    newfstatat fstatat64,statx -
    nice setpriority -
    oldfstat fstat -
    oldlstat lstat,newfstatat -
    oldolduname uname -
    oldstat stat,newfstatat -
    olduname uname -
    open openat differ
    pause rt_sigsuspend -
    pipe pipe2 differ
    poll ppoll differ
    posix_fadvise fadvise64,arm_fadvise64_64 -
    posix_spawn clone,vfork -
    ppoll_time64 ppoll -
    pread pread64 -
    pselect pselect6 -
    pselect6_time64 pselect6 -
    pthread_create clone -
    pwrite pwrite64 -
    raise tgkill -
    readdir getdents64 -
    readlink readlinkat differ
    recv recvfrom differ
    recvmmsg_time64 recvmmsg -
    rename renameat,renameat2 differ
    renameat renameat2 -
    rmdir unlinkat differ
    rt_sigtimedwait_time64 rt_sigtimedwait -
    sched_rr_get_interval_time64 sched_rr_get_interval -
    select pselect6 differ
    semop semtimedop,semtimedop_time64 -
    semtimedop semtimedop_time64,ipc -
    semtimedop_time64 semtimedop -
    send sendto differ
    sendfile64 sendfile -
    set_thread_area arch_prctl -
    setegid setresgid -
    seteuid setresuid -
    setfsgid32 setfsgid -
    setfsuid32 setfsuid -
    setgid32 setgid -
    setgroups32 setgroups -
    setregid32 setregid -
    setresgid32 setresgid -
    setresuid32 setresuid -
    setreuid32 setreuid -
    setrlimit prlimit64 differ
    setuid32 setuid -
    sgetmask rt_sigprocmask -
    sigaction rt_sigaction -
    signal rt_sigaction -
    signalfd signalfd4 differ
    sigpending rt_sigpending -
    sigprocmask rt_sigprocmask -
    sigqueue rt_sigqueueinfo -
    sigreturn rt_sigreturn -
    sigsuspend rt_sigsuspend -
    sigtimedwait rt_sigtimedwait -
    sigwait rt_sigtimedwait -
    sleep clock_nanosleep -
    socketcall socket,connect -
    ssetmask rt_sigprocmask -
    stat newfstatat,fstatat64,statx differ
    stat64 stat,newfstatat,statx -
    statfs64 statfs -
    stime clock_settime -
    symlink symlinkat differ
    sync_file_range2 sync_file_range,arm_sync_file_range -
    time clock_gettime differ
    timer_gettime64 timer_gettime -
    timer_settime64 timer_settime -
    timerfd timerfd_create -
    timerfd_gettime64 timerfd_gettime -
    timerfd_settime64 timerfd_settime -
    truncate64 truncate -
    ugetrlimit getrlimit,prlimit64 -
    umount umount2 -
    unlink unlinkat differ
    usleep clock_nanosleep -
    utime utimensat differ
    utimensat_time64 utimensat -
    utimes utimensat differ
    vfork clone differ
    wait wait4 -
    wait3 wait4 -
    waitpid wait4 -

    """,
    starts: [
      0, 16, 45, 78, 102, 125, 140, 162, 184, 209, 241, 276, 308, 349, 381, 401, 418, 452, 495, 519,
      533, 548, 563, 579, 621, 639, 660, 676, 695, 713, 753, 786, 823, 852, 872, 894, 918, 939, 966,
      995, 1022, 1042, 1062, 1080, 1104, 1127, 1151, 1175, 1202, 1236, 1254, 1288, 1325, 1352, 1375,
      1402, 1421, 1461, 1494, 1515, 1532, 1553, 1571, 1584, 1604, 1645, 1680, 1713, 1742, 1761, 1778,
      1806, 1826, 1852, 1869, 1888, 1910, 1928, 1946, 1989, 2015, 2036, 2052, 2071, 2098, 2121, 2139,
      2154, 2175, 2202, 2223, 2250, 2283, 2304, 2326, 2367, 2420, 2443, 2480, 2515, 2546, 2565, 2587,
      2616, 2636, 2656, 2678, 2700, 2718, 2742, 2764, 2788, 2812, 2834, 2861, 2879, 2905, 2930, 2952,
      2978, 3005, 3034, 3061, 3086, 3113, 3144, 3170, 3194, 3222, 3248, 3287, 3318, 3336, 3358, 3383,
      3438, 3464, 3496, 3528, 3553, 3589, 3625, 3647, 3680, 3697, 3720, 3745, 3768, 3797, 3821, 3840,
      3853, 3867,
    ])
}
