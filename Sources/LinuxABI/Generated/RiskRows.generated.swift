// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

extension StaticTable {
  /// Calls with unexpected power: name, class or -, what can be done with it.
  static let riskRows = StaticTable(
    """
    acct administration writes a record of every process that ends
    add_key keyrings puts keys into the kernel, whose code for them is large
    bpf kernel-surface loads programs into the kernel
    chroot mounts changes what paths mean
    clock_settime administration sets the clock
    clock_settime64 administration sets the clock
    clone - with CLONE_NEW flags, makes namespaces
    create_module kernel-replacement loads modules into the kernel
    delete_module kernel-replacement removes modules from the kernel
    fanotify_init - watches, and can refuse, what others do with files
    finit_module kernel-replacement loads modules into the kernel
    fsconfig mounts mounts file systems
    fsmount mounts mounts file systems
    fsopen mounts mounts file systems
    fspick mounts changes mounts
    init_module kernel-replacement loads modules into the kernel
    io_uring_enter - does what other calls do, and no filter sees it
    io_uring_register - does what other calls do, and no filter sees it
    io_uring_setup - does what other calls do, and no filter sees it
    ioctl - depends on the request and the descriptor; TIOCSTI types into a terminal
    ioperm administration reaches the ports of devices
    iopl administration reaches the ports of devices
    kcmp process-access tells about the memory of the kernel
    kexec_file_load kernel-replacement replaces the kernel
    kexec_load kernel-replacement replaces the kernel
    keyctl keyrings reaches keys, whose code in the kernel is large
    lookup_dcookie - tells paths of other processes
    mbind - moves memory, with code that is seldom tested
    migrate_pages - moves the memory of other processes
    modify_ldt obsolete changes segments, with code that is seldom tested
    mount mounts mounts file systems
    mount_setattr mounts changes mounts
    move_mount mounts mounts file systems
    move_pages - moves the memory of other processes
    name_to_handle_at - gets handles with which files are opened past their directories
    nfsservctl administration speaks to a file server that kernels no longer have
    open_by_handle_at file-handles opens files past their directories
    open_tree - takes mounts to other places
    open_tree_attr mounts takes mounts to other places
    perf_event_open kernel-surface measures the kernel and other processes
    personality - changes how the kernel lays out memory
    pidfd_getfd process-access takes descriptors from other processes
    pivot_root mounts changes what paths mean
    process_madvise process-access reaches into other processes
    process_vm_readv process-access reads the memory of other processes
    process_vm_writev process-access writes the memory of other processes
    ptrace tracing controls other processes
    quotactl administration changes quotas
    quotactl_fd administration changes quotas
    reboot administration stops the machine
    request_key keyrings starts programs of the system for keys
    setdomainname administration changes the name of the machine
    sethostname administration changes the name of the machine
    setns - enters namespaces
    settimeofday administration sets the clock
    socket - reaches what its family reaches
    stime administration sets the clock
    swapoff administration changes the swap space
    swapon administration changes the swap space
    sysfs obsolete tells about file systems in a way that nobody uses
    syslog administration reads messages of the kernel
    umount mounts unmounts file systems
    umount2 mounts unmounts file systems
    unshare - makes namespaces
    uselib obsolete loads libraries in a way that nobody uses
    userfaultfd kernel-surface stops the kernel in the middle of its work
    ustat obsolete tells about file systems in a way that nobody uses
    vhangup administration hangs up the terminal
    vm86 obsolete runs programs of 16 bits, with code that is seldom tested
    vm86old obsolete runs programs of 16 bits, with code that is seldom tested

    """,
    starts: [
      0, 63, 136, 186, 224, 268, 314, 361, 424, 489, 556, 618, 654, 689, 723, 752, 813, 878, 946,
      1011, 1092, 1143, 1192, 1249, 1304, 1354, 1418, 1466, 1520, 1572, 1642, 1675, 1711, 1749, 1798,
      1882, 1960, 2026, 2067, 2118, 2189, 2242, 2308, 2350, 2410, 2478, 2548, 2588, 2627, 2669, 2709,
      2769, 2830, 2889, 2915, 2958, 2999, 3035, 3081, 3126, 3192, 3243, 3279, 3316, 3343, 3401, 3471,
      3537, 3582, 3654,
    ])
}
