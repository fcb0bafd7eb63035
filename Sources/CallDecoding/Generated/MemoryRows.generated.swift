// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

import LinuxABI

extension StaticTable {
  /// Arguments that lead to memory: call.argument, what is there, its length, when.
  static let memoryRows = StaticTable(
    """
    access.filename path - -
    acct.name path - -
    add_key._description name - -
    add_key._type name - -
    bind.umyaddr sockaddr addrlen -
    chdir.filename path - -
    chmod.filename path - -
    chown.filename path - -
    chown32.filename path - -
    chroot.filename path - -
    clock_nanosleep.rqtp timespec - -
    clock_nanosleep_time64.rqtp timespec64 - -
    clock_settime.tp timespec - -
    clock_settime64.tp timespec64 - -
    clone3.uargs clone_args size -
    connect.uservaddr sockaddr addrlen -
    creat.pathname path - -
    create_module.name_user name - -
    delete_module.name_user name - -
    epoll_pwait2.timeout timespec64 - -
    execve.argv argv - -
    execve.filename path - -
    execveat.argv argv - -
    execveat.filename path - -
    faccessat.filename path - -
    faccessat2.filename path - -
    fanotify_mark.pathname path - -
    fchmodat.filename path - -
    fchmodat2.filename path - -
    fchownat.filename path - -
    fgetxattr.name name - -
    file_getattr.filename path - -
    file_setattr.filename path - -
    finit_module.uargs name - -
    fremovexattr.name name - -
    fsconfig._key name - -
    fsconfig._value name - cmd=FSCONFIG_SET_STRING|FSCONFIG_SET_PATH|FSCONFIG_SET_PATH_EMPTY
    fsetxattr.name name - -
    fsopen._fs_name name - -
    fspick.path path - -
    fstatat64.filename path - -
    futex_wait.timeout timespec64 - -
    futex_waitv.timeout timespec64 - -
    futimesat.filename path - -
    getxattr.name name - -
    getxattr.pathname path - -
    getxattrat.name name - -
    getxattrat.pathname path - -
    init_module.uargs name - -
    inotify_add_watch.pathname path - -
    io_getevents.timeout timespec - -
    io_pgetevents.timeout timespec - -
    io_pgetevents_time64.timeout timespec64 - -
    kexec_file_load.cmdline_ptr name cmdline_len -
    keyctl.fourth name - option=KEYCTL_SEARCH
    keyctl.second name - option=KEYCTL_JOIN_SESSION_KEYRING
    keyctl.third name - option=KEYCTL_SEARCH
    lchown.filename path - -
    lchown32.filename path - -
    lgetxattr.name name - -
    lgetxattr.pathname path - -
    link.newname path - -
    link.oldname path - -
    linkat.newname path - -
    linkat.oldname path - -
    listxattr.pathname path - -
    listxattrat.pathname path - -
    llistxattr.pathname path - -
    lremovexattr.name name - -
    lremovexattr.pathname path - -
    lsetxattr.name name - -
    lsetxattr.pathname path - -
    lstat.filename path - -
    lstat64.filename path - -
    memfd_create.uname name - -
    mkdir.pathname path - -
    mkdirat.pathname path - -
    mknod.filename path - -
    mknodat.filename path - -
    mount.data name - -
    mount.dev_name path - -
    mount.dir_name path - -
    mount.type name - -
    mount_setattr.path path - -
    move_mount.from_pathname path - -
    move_mount.to_pathname path - -
    mq_open.u_name name - -
    mq_timedreceive.u_abs_timeout timespec - -
    mq_timedreceive_time64.u_abs_timeout timespec64 - -
    mq_timedsend.u_abs_timeout timespec - -
    mq_timedsend_time64.u_abs_timeout timespec64 - -
    mq_unlink.u_name name - -
    name_to_handle_at.name path - -
    nanosleep.rqtp timespec - -
    newfstatat.filename path - -
    oldlstat.filename path - -
    oldstat.filename path - -
    open.filename path - -
    open_tree.filename path - -
    open_tree_attr.filename path - -
    openat.filename path - -
    openat2.filename path - -
    openat2.how open_how usize -
    pivot_root.new_root path - -
    pivot_root.put_old path - -
    ppoll.tsp timespec - -
    ppoll_time64.tsp timespec64 - -
    prctl.fifth name - option=PR_SET_VMA
    prctl.second name - option=PR_SET_NAME
    pselect6.tsp timespec - -
    pselect6_time64.tsp timespec64 - -
    query_module.name_user name - -
    quotactl.special path - -
    readlink.path path - -
    readlinkat.pathname path - -
    reboot.arg name - cmd=LINUX_REBOOT_CMD_RESTART2
    recvmmsg.timeout timespec - -
    recvmmsg_time64.timeout timespec64 - -
    removexattr.name name - -
    removexattr.pathname path - -
    removexattrat.name name - -
    removexattrat.pathname path - -
    rename.newname path - -
    rename.oldname path - -
    renameat.newname path - -
    renameat.oldname path - -
    renameat2.newname path - -
    renameat2.oldname path - -
    request_key._callout_info name - -
    request_key._description name - -
    request_key._type name - -
    rmdir.pathname path - -
    rt_sigtimedwait.uts timespec - -
    rt_sigtimedwait_time64.uts timespec64 - -
    semtimedop.timeout timespec - -
    semtimedop_time64.timeout timespec64 - -
    sendmsg.msg msghdr - -
    sendto.addr sockaddr addr_len -
    setdomainname.name name len -
    sethostname.name name len -
    setxattr.name name - -
    setxattr.pathname path - -
    setxattrat.name name - -
    setxattrat.pathname path - -
    socketcall.args socketcall_args - -
    spu_create.name path - -
    stat.filename path - -
    stat64.filename path - -
    statfs.pathname path - -
    statfs64.pathname path - -
    statx.filename path - -
    swapoff.specialfile path - -
    swapon.specialfile path - -
    symlink.newname path - -
    symlink.oldname path - -
    symlinkat.newname path - -
    symlinkat.oldname path - -
    sysfs.second name - option=1
    truncate.path path - -
    truncate64.filename path - -
    umount.name path - -
    umount2.name path - -
    unlink.pathname path - -
    unlinkat.pathname path - -
    uselib.library path - -
    utime.filename path - -
    utimensat.filename path - -
    utimensat_time64.filename path - -
    utimes.filename path - -

    """,
    starts: [
      0, 25, 44, 74, 97, 129, 153, 177, 201, 227, 252, 286, 329, 359, 393, 424, 461, 485, 518, 551,
      587, 608, 633, 656, 683, 711, 740, 772, 799, 827, 854, 878, 909, 940, 968, 995, 1018, 1107,
      1131, 1156, 1177, 1205, 1239, 1274, 1302, 1325, 1352, 1377, 1406, 1433, 1469, 1503, 1538, 1582,
      1629, 1671, 1727, 1768, 1793, 1820, 1844, 1872, 1894, 1916, 1940, 1964, 1992, 2022, 2051, 2078,
      2109, 2133, 2161, 2185, 2211, 2239, 2263, 2289, 2313, 2339, 2359, 2383, 2407, 2427, 2455, 2489,
      2521, 2545, 2588, 2640, 2680, 2729, 2755, 2787, 2815, 2844, 2871, 2897, 2920, 2948, 2981, 3006,
      3032, 3061, 3090, 3118, 3141, 3173, 3210, 3249, 3275, 3310, 3342, 3368, 3391, 3420, 3468, 3498,
      3537, 3563, 3593, 3621, 3653, 3677, 3701, 3727, 3753, 3780, 3807, 3842, 3876, 3903, 3927, 3960,
      4002, 4034, 4075, 4098, 4130, 4160, 4188, 4211, 4238, 4263, 4292, 4328, 4353, 4376, 4401, 4426,
      4453, 4477, 4506, 4534, 4559, 4584, 4611, 4638, 4667, 4690, 4719, 4740, 4762, 4787, 4814, 4838,
      4862, 4890, 4925,
    ])
}
