// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

import LinuxABI

extension StaticTable {
  /// Calls of the runtime: call/…, part, errors without harm, call instead, who and what for.
  static let runtimeNeedRows = StaticTable(
    """
    brk running no - glibc+takes+an+error+for+more+memory,+and+crashes
    clock_gettime running no - clocks+that+cannot+be+read+without+the+kernel,+on+machines+where+that+is+so
    clone3 threads ENOSYS clone+flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD|CLONE_SYSVSEM|CLONE_SETTLS|CLONE_PARENT_SETTID|CLONE_CHILD_CLEARTID threads+start
    close running any - what+glibc+opens+it+closes
    epoll_ctl events no - descriptors+are+waited+for;+Dispatch+can+do+without
    epoll_wait/epoll_pwait events no - timers+and+descriptors+are+waited+for
    exit threads no - threads+end
    exit_group running no - the+process+ends
    futex+op=FUTEX_LOCK_PI|FUTEX_PRIVATE_FLAG running no - Swift's+Mutex+and+locks+of+Dispatch+wait
    futex+op=FUTEX_UNLOCK_PI|FUTEX_PRIVATE_FLAG running no - Swift's+Mutex+and+locks+of+Dispatch+wake+who+waits
    futex+op=FUTEX_WAIT_BITSET|FUTEX_CLOCK_REALTIME threads no - the+end+of+a+thread+is+waited+for
    futex+op=FUTEX_WAIT_BITSET|FUTEX_CLOCK_REALTIME|FUTEX_PRIVATE_FLAG running no - semaphores,+conditions+and+the+ends+of+threads+are+waited+for
    futex+op=FUTEX_WAIT|FUTEX_PRIVATE_FLAG running no - locks+of+glibc+and+Dispatch+wait
    futex+op=FUTEX_WAKE|FUTEX_PRIVATE_FLAG running no - locks+of+glibc+and+Dispatch+wake+who+waits
    getpid crashes no - abort+ends+by+its+signal
    getrandom running any - random+numbers;+without+it+they+come+from+/dev/urandom
    gettid threads any - locks+of+Dispatch+know+their+thread
    madvise+advice=MADV_DONTNEED running any - stacks+of+threads+are+given+back
    mmap+prot=PROT_NONE+flags=MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE running any - memory+of+further+threads;+without+it+they+share
    mmap+prot=PROT_NONE+flags=MAP_PRIVATE|MAP_ANONYMOUS|MAP_STACK threads no - stacks+of+threads
    mmap+prot=PROT_READ|PROT_WRITE+flags=MAP_PRIVATE|MAP_ANONYMOUS running no - large+blocks+of+memory
    mprotect+prot=PROT_READ|PROT_WRITE running no - memory+of+further+threads+grows,+and+their+stacks+get+a+guard
    mremap running any - large+blocks+of+memory+grow;+without+it+they+are+copied
    munmap running no - large+blocks+of+memory+and+the+stacks+of+threads+are+given+back,+or+the+process+aborts
    openat+flags=O_RDONLY|O_CLOEXEC running any - glibc+looks+at+/proc/sys/vm/overcommit_memory+before+it+gives+memory+back
    openat+flags=O_RDONLY|O_NONBLOCK threads no - Dispatch+reads+/proc/THREAD/stat+of+its+threads+when+they+have+much+to+do,+and+crashes+by+SIGILL+where+it+cannot
    prctl+option=PR_SET_NAME threads any - threads+of+Dispatch+get+names
    read running any - Dispatch+reads+its+eventfd
    rseq threads no - a+thread+of+glibc+aborts+without+it,+where+the+first+one+has+it
    rt_sigprocmask running no - signals+are+blocked+while+threads+start,+and+unblocked+by+abort
    rt_sigreturn running no - handlers+of+signals+return
    sched_yield running any - who+spins+for+a+lock+lets+others+run
    set_robust_list threads any - threads+start
    setpriority threads any - threads+of+Dispatch+get+their+priority
    tgkill crashes no - abort+ends+by+its+signal
    timerfd_create events any - timers+of+further+clocks;+Dispatch+can+do+without
    timerfd_settime events no - timers;+Dispatch+can+do+without
    write events no - an+event+loop+is+woken+up+by+another+thread
    write+fd=2 crashes no - the+message+of+a+crash

    """,
    starts: [
      0, 67, 170, 343, 390, 464, 537, 567, 608, 704, 812, 907, 1049, 1134, 1229, 1274, 1353, 1410,
      1486, 1615, 1708, 1807, 1917, 1994, 2101, 2221, 2380, 2449, 2495, 2577, 2669, 2722, 2785, 2829,
      2894, 2939, 3017, 3077, 3139,
    ])
}
