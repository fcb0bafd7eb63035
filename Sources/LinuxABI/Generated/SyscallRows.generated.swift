// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

extension StaticTable {
  /// Calls: name, arguments, `*` for one in `registerRows`. An argument is name[/alias…]:class.
  static let syscallRows = StaticTable(
    """
    _llseek fd:fd;offset_high:u64;offset_low:u64;result:ptr;whence:u32
    _newselect n/nfds:i32;inp/readfds:ptr;outp/writefds:ptr;exp/exceptfds:ptr;tvp/timeout:ptr
    _sysctl args:ptr
    accept fd/sockfd:fd;upeer_sockaddr/addr:ptr;upeer_addrlen/addrlen:ptr
    accept4 fd/sockfd:fd;upeer_sockaddr/addr:ptr;upeer_addrlen/addrlen:ptr;flags:i32
    access filename/pathname/path:ptr;mode:i32
    acct name/filename/path:ptr
    add_key _type/type:ptr;_description/description:ptr;_payload/payload:ptr;plen/size:u64;ringid/keyring:i32
    adjtimex txc_p/buf:ptr
    afs_syscall ?
    alarm seconds:u32
    arch_prctl option/code/op:i32;second/addr/arg2:u64
    arm_fadvise64_64 fd:fd;advice:i32;offset_low:u32;offset_high:u32;len_low:u32;len_high:u32
    arm_sync_file_range fd:fd;flags:u32;offset_low:u32;offset_high:u32;nbytes_low:u32;nbytes_high:u32
    atomic_barrier ()
    atomic_cmpxchg_32 newval:u64;oldval:i32;d3:i32;d4:i32;d5:i32;mem:ptr
    bdflush func:i32;data/address:i64
    bind fd/sockfd:fd;umyaddr/addr:ptr;addrlen:i32
    bpf cmd:i32;uattr/attr:ptr;size:u32;uattr_common:ptr;size_common:u32
    break ?
    breakpoint ()
    brk brk/addr:u64
    cachectl addr:ptr;nbytes:i32;op:i32
    cacheflush addr:u64;bytes/nbytes:u64;cache:u32
    cachestat fd:fd;cstat_range:ptr;cstat:ptr;flags:u32
    capget header/hdrp:ptr;dataptr/datap:ptr
    capset header/hdrp:ptr;data/datap:ptr
    chdir filename/path:ptr
    chmod filename/pathname/path:ptr;mode:u16
    chown filename/pathname/path:ptr;user/owner:u32;group:u32 *
    chown32 filename/pathname/path:ptr;user/owner:u32;group:u32
    chroot filename/path:ptr
    clock_adjtime which_clock/clk_id:i32;utx/buf:ptr
    clock_adjtime64 which_clock/clk_id:i32;utx/buf:ptr
    clock_getres which_clock/clockid:i32;tp/res:ptr
    clock_getres_time64 which_clock/clockid:i32;tp/res:ptr
    clock_gettime which_clock/clockid:i32;tp:ptr
    clock_gettime64 which_clock/clockid:i32;tp:ptr
    clock_nanosleep which_clock/clockid:i32;flags:i32;rqtp/request/t:ptr;rmtp/remain:ptr
    clock_nanosleep_time64 which_clock/clockid:i32;flags:i32;rqtp/request/t:ptr;rmtp/remain:ptr
    clock_settime which_clock/clockid:i32;tp:ptr
    clock_settime64 which_clock/clockid:i32;tp:ptr
    clone clone_flags/flags:u32;newsp/stack:u64;parent_tidptr/parent_tid:ptr;child_tidptr/child_tid:ptr;tls:u64 *
    clone3 uargs/cl_args:ptr;size:u64
    close fd:fd
    close_range fd/first:u32;max_fd/last:u32;flags:u32
    connect fd/sockfd:fd;uservaddr/addr:ptr;addrlen:i32
    copy_file_range fd_in:fd;off_in:ptr;fd_out:fd;off_out:ptr;len/size:u64;flags:u32
    creat pathname/path:ptr;mode:u16
    create_module name_user/name:ptr;size:u64
    delete_module name_user/name:ptr;flags:u32
    dup fildes/oldfd:fd
    dup2 oldfd:fd;newfd:fd
    dup3 oldfd:fd;newfd:fd;flags:i32
    epoll_create size:i32
    epoll_create1 flags:i32
    epoll_ctl epfd:fd;op:i32;fd:fd;event:ptr
    epoll_ctl_old ?
    epoll_pwait epfd:fd;events:ptr;maxevents/n:i32;timeout:i32;sigmask:ptr;sigsetsize:u64
    epoll_pwait2 epfd:fd;events:ptr;maxevents/n:i32;timeout:ptr;sigmask:ptr;sigsetsize:u64
    epoll_wait epfd:fd;events:ptr;maxevents/n:i32;timeout:i32
    epoll_wait_old ?
    eventfd count/initval:u32
    eventfd2 count/initval:u32;flags:i32
    execve filename/pathname/path:ptr;argv:ptr;envp:ptr
    execveat fd/dirfd:dirfd;filename/pathname/path:ptr;argv:ptr;envp:ptr;flags:i32
    exit error_code/status:i32
    exit_group error_code/status:i32
    faccessat dfd/dirfd:dirfd;filename/pathname/path:ptr;mode:i32
    faccessat2 dfd/dirfd:dirfd;filename/pathname/path:ptr;mode:i32;flags:i32
    fadvise64 fd:fd;offset:i64;len/size:u64;advice:i32 *
    fadvise64_64 fd:fd;offset_low:u32;offset_high:u32;len_low:u32;len_high:u32;advice:i32
    fallocate fd:fd;mode:i32;offset:i64;len/size:i64 *
    fanotify_init flags:u32;event_f_flags:u32
    fanotify_mark fanotify_fd:fd;flags:u32;mask:u64;dfd/dirfd:dirfd;pathname/path:ptr *
    fchdir fd:fd
    fchmod fd:fd;mode:u16
    fchmodat dfd/dirfd:dirfd;filename/pathname/path:ptr;mode:u16
    fchmodat2 dfd/dirfd:dirfd;filename/pathname/path:ptr;mode:u16;flags:u32
    fchown fd:fd;user/owner:u32;group:u32 *
    fchown32 fd:fd;user/owner:u32;group:u32
    fchownat dfd/dirfd:dirfd;filename/pathname/path:ptr;user/owner:u32;group:u32;flag/flags:i32
    fcntl fd:fd;cmd/op:u32;arg:u64
    fcntl64 fd:fd;cmd/op:u32;arg:u64
    fdatasync fd:fd
    fgetxattr fd:fd;name:ptr;value:ptr;size:u64
    file_getattr dfd/dirfd:dirfd;filename/pathname/path:ptr;ufattr:ptr;usize:u64;at_flags:u32
    file_setattr dfd/dirfd:dirfd;filename/pathname/path:ptr;ufattr:ptr;usize:u64;at_flags:u32
    finit_module fd:fd;uargs/param_values:ptr;flags:i32
    flistxattr fd:fd;list:ptr;size:u64
    flock fd:fd;cmd/operation/op:u32
    fork ()
    fremovexattr fd:fd;name:ptr
    fsconfig fd:fd;cmd:u32;_key/key:ptr;_value/value:ptr;aux:i32
    fsetxattr fd:fd;name:ptr;value:ptr;size:u64;flags:i32
    fsmount fs_fd/fsfd:fd;flags:u32;attr_flags:u32
    fsopen _fs_name/fsname:ptr;flags:u32
    fspick dfd/dirfd:dirfd;path:ptr;flags:u32
    fstat fd:fd;statbuf:ptr
    fstat64 fd:fd;statbuf:ptr
    fstatat64 dfd/dirfd:dirfd;filename/pathname/path:ptr;statbuf:ptr;flag/flags:i32
    fstatfs fd:fd;buf:ptr
    fstatfs64 fd:fd;sz:u64;buf:ptr
    fsync fd:fd
    ftime ?
    ftruncate fd:fd;length:i64
    ftruncate64 fd:fd;offset_low:u32;offset_high:u32 *
    futex uaddr:ptr;op/futex_op:i32;val:u32;utime/timeout:ptr;uaddr2:ptr;val3:u32
    futex_requeue waiters:ptr;flags:u32;nr_wake:i32;nr_requeue:i32
    futex_time64 uaddr:ptr;op/futex_op:i32;val:u32;utime/timeout:ptr;uaddr2:ptr;val3:u32
    futex_wait uaddr:ptr;val:u64;mask:u64;flags:u32;timeout:ptr;clockid:i32
    futex_waitv waiters:ptr;nr_futexes:u32;flags:u32;timeout:ptr;clockid:i32
    futex_wake uaddr:ptr;mask:u64;nr:i32;flags:u32
    futimesat dfd/dirfd:dirfd;filename/pathname/path:ptr;utimes/times:ptr
    get_kernel_syms table:ptr
    get_mempolicy policy/mode:ptr;nmask/nodemask:ptr;maxnode:u64;addr:u64;flags:u64
    get_robust_list pid:i32;head_ptr:ptr;len_ptr/sizep:ptr
    get_thread_area u_info:ptr
    get_tls ()
    getcpu cpup/cpu:ptr;nodep/node:ptr;unused:ptr
    getcwd buf:ptr;size:u64
    getdents fd:fd;dirent/dirp:ptr;count:u32
    getdents64 fd:fd;dirent/dirp:ptr;count:u32
    getegid ()
    getegid32 ()
    geteuid ()
    geteuid32 ()
    getgid ()
    getgid32 ()
    getgroups gidsetsize/size:i32;grouplist/list:ptr
    getgroups32 gidsetsize/size:i32;grouplist/list:ptr
    getitimer which:i32;value/curr_value:ptr
    getpagesize ()
    getpeername fd/sockfd:fd;usockaddr/addr:ptr;usockaddr_len/addrlen:ptr
    getpgid pid:i32
    getpgrp ()
    getpid ()
    getpmsg ?
    getppid ()
    getpriority which:i32;who:i32
    getrandom ubuf/buf:ptr;len/buflen/size:u64;flags:u32
    getresgid rgidp/rgid:ptr;egidp/egid:ptr;sgidp/sgid:ptr
    getresgid32 rgidp/rgid:ptr;egidp/egid:ptr;sgidp/sgid:ptr
    getresuid ruidp/ruid:ptr;euidp/euid:ptr;suidp/suid:ptr
    getresuid32 ruidp/ruid:ptr;euidp/euid:ptr;suidp/suid:ptr
    getrlimit resource:u32;rlim:ptr
    getrusage who:i32;ru/usage:ptr
    getsid pid:i32
    getsockname fd/sockfd:fd;usockaddr/addr:ptr;usockaddr_len/addrlen:ptr
    getsockopt fd/sockfd:fd;level:i32;optname:i32;optval:ptr;optlen:ptr
    gettid ()
    gettimeofday tv:ptr;tz:ptr
    getuid ()
    getuid32 ()
    getxattr pathname/path:ptr;name:ptr;value:ptr;size:u64
    getxattrat dfd/dirfd:dirfd;pathname/path:ptr;at_flags:u32;name:ptr;uargs:ptr;usize:u64
    gtty ?
    idle ?
    init_module umod/module_image:ptr;len:u64;uargs/param_values:ptr
    inotify_add_watch fd:fd;pathname/path:ptr;mask:u32
    inotify_init ()
    inotify_init1 flags:i32
    inotify_rm_watch fd:fd;wd:i32
    io_cancel ctx_id:u64;iocb:ptr;result:ptr
    io_destroy ctx/ctx_id:u64
    io_getevents ctx_id:u64;min_nr:i64;nr:i64;events:ptr;timeout:ptr
    io_pgetevents ctx_id:u64;min_nr:i64;nr:i64;events:ptr;timeout:ptr;usig:ptr
    io_pgetevents_time64 ctx_id:u64;min_nr:i64;nr:i64;events:ptr;timeout:ptr;usig:ptr
    io_setup nr_events/n:u32;ctxp/ctx_idp:ptr
    io_submit ctx_id:u64;nr/n:i64;iocbpp:ptr *
    io_uring_enter fd:fd;to_submit:u32;min_complete:u32;flags:u32;argp:ptr;argsz:u64
    io_uring_register fd:fd;opcode:u32;arg:ptr;nr_args:u32
    io_uring_setup entries:u32;params:ptr
    ioctl fd:fd;cmd/request/op:u32;arg:u64 *
    ioperm from:u64;num:u64;turn_on:i32
    iopl level:u32
    ioprio_get which:i32;who:i32
    ioprio_set which:i32;who:i32;ioprio:i32
    ipc call:u32;first:i32;second:u64;third:u64;ptr:ptr;fifth:i64
    kcmp pid1:i32;pid2:i32;type:i32;idx1:u64;idx2:u64
    kexec_file_load kernel_fd:fd;initrd_fd:fd;cmdline_len:u64;cmdline_ptr/cmdline:ptr;flags:u64
    kexec_load entry:u64;nr_segments:u64;segments:ptr;flags:u64 *
    keyctl option/operation/op:i32;second/arg2:u64;third/arg3:u64;fourth/arg4:u64;fifth/arg5:u64
    kill pid:i32;sig:i32
    landlock_add_rule ruleset_fd:fd;rule_type:u32;rule_attr:ptr;flags:u32
    landlock_create_ruleset attr:ptr;size:u64;flags:u32
    landlock_restrict_self ruleset_fd:fd;flags:u32
    lchown filename/pathname/path:ptr;user/owner:u32;group:u32 *
    lchown32 filename/pathname/path:ptr;user/owner:u32;group:u32
    lgetxattr pathname/path:ptr;name:ptr;value:ptr;size:u64
    link oldname/oldpath:ptr;newname/newpath:ptr
    linkat olddfd/olddirfd:dirfd;oldname/oldpath:ptr;newdfd/newdirfd:dirfd;newname/newpath:ptr;flags:i32
    listen fd/sockfd:fd;backlog:i32
    listmount req:ptr;mnt_ids:ptr;nr_mnt_ids:u64;flags:u32
    listns req:ptr;ns_ids:ptr;nr_ns_ids:u64;flags:u32
    listxattr pathname/path:ptr;list:ptr;size:u64
    listxattrat dfd/dirfd:dirfd;pathname/path:ptr;at_flags:u32;list:ptr;size:u64
    llistxattr pathname/path:ptr;list:ptr;size:u64
    lock ?
    lookup_dcookie cookie64/cookie:u64;buf/buffer:ptr;len:u64
    lremovexattr pathname/path:ptr;name:ptr
    lseek fd:fd;offset:i64;whence:u32
    lsetxattr pathname/path:ptr;name:ptr;value:ptr;size:u64;flags:i32
    lsm_get_self_attr attr:u32;ctx:ptr;size:ptr;flags:u32
    lsm_list_modules ids:ptr;size:ptr;flags:u32
    lsm_set_self_attr attr:u32;ctx:ptr;size:u32;flags:u32
    lstat filename/pathname/path:ptr;statbuf:ptr
    lstat64 filename/pathname/path:ptr;statbuf:ptr
    madvise start/addr:u64;len_in/length/size:u64;behavior/advice:i32
    map_shadow_stack addr:u64;size:u64;flags:u32
    mbind start/addr:u64;len/size:u64;mode:u64;nmask/nodemask:ptr;maxnode:u64;flags:u32
    membarrier cmd:i32;flags:u32;cpu_id:i32
    memfd_create uname/name:ptr;flags:u32
    memfd_secret flags:u32
    migrate_pages pid:i32;maxnode:u64;old_nodes:ptr;new_nodes:ptr
    mincore start/addr:u64;len/length:u64;vec:ptr
    mkdir pathname/path:ptr;mode:u16
    mkdirat dfd/dirfd:dirfd;pathname/path:ptr;mode:u16
    mknod filename/pathname/path:ptr;mode:u16;dev:u32
    mknodat dfd/dirfd:dirfd;filename/pathname/path:ptr;mode:u16;dev:u32
    mlock start/addr:u64;len/size:u64
    mlock2 start/addr:u64;len/size:u64;flags:i32
    mlockall flags:i32
    mmap addr:u64;len/length:u64;prot:u32;flags:u32;fd:fd;off/offset:u64 *
    mmap2 addr:u64;len/length:u64;prot:u32;flags:u32;fd:fd;pgoff/pgoffset:u64
    modify_ldt func:i32;ptr:ptr;bytecount:u64
    mount dev_name/source:ptr;dir_name/target:ptr;type/filesystemtype:ptr;flags/mountflags:u64;data:ptr
    mount_setattr dfd/dirfd:dirfd;path/pathname:ptr;flags:u32;uattr/attr:ptr;usize/size:u64
    move_mount from_dfd/from_dirfd:dirfd;from_pathname/from_path:ptr;to_dfd/to_dirfd:dirfd;to_pathname/to_path:ptr;flags:u32
    move_pages pid:i32;nr_pages/count:u64;pages:ptr;nodes:ptr;status:ptr;flags:i32
    mprotect start/addr:u64;len/size:u64;prot:u64
    mpx ?
    mq_getsetattr mqdes:fd;u_mqstat/newattr:ptr;u_omqstat/oldattr:ptr
    mq_notify mqdes:fd;u_notification/sevp:ptr
    mq_open u_name/name:ptr;oflag:i32;mode:u16;u_attr/attr:ptr
    mq_timedreceive mqdes:fd;u_msg_ptr/msg_ptr:ptr;msg_len:u64;u_msg_prio/msg_prio:ptr;u_abs_timeout/abs_timeout:ptr
    mq_timedreceive_time64 mqdes:fd;u_msg_ptr/msg_ptr:ptr;msg_len:u64;u_msg_prio/msg_prio:ptr;u_abs_timeout/abs_timeout:ptr
    mq_timedsend mqdes:fd;u_msg_ptr/msg_ptr:ptr;msg_len:u64;msg_prio:u32;u_abs_timeout/abs_timeout:ptr
    mq_timedsend_time64 mqdes:fd;u_msg_ptr/msg_ptr:ptr;msg_len:u64;msg_prio:u32;u_abs_timeout/abs_timeout:ptr
    mq_unlink u_name/name:ptr
    mremap addr/old_address:u64;old_len/old_size:u64;new_len/new_size:u64;flags:u64;new_addr/new_address:u64
    mseal start/addr:u64;len:u64;flags:u64
    msgctl msqid:i32;cmd/op:i32;buf:ptr
    msgget key:i32;msgflg:i32
    msgrcv msqid:i32;msgp:ptr;msgsz:u64;msgtyp:i64;msgflg:i32
    msgsnd msqid:i32;msgp:ptr;msgsz:u64;msgflg:i32
    msync start/addr:u64;len/length:u64;flags:i32
    multiplexer ?
    munlock start/addr:u64;len/size:u64
    munlockall ()
    munmap addr:u64;len/length:u64
    name_to_handle_at dfd/dirfd:dirfd;name/pathname/path:ptr;handle:ptr;mnt_id/mount_id:ptr;flag/flags:i32
    nanosleep rqtp/req/duration:ptr;rmtp/rem:ptr
    newfstatat dfd/dirfd:dirfd;filename/pathname/path:ptr;statbuf:ptr;flag/flags:i32
    nfsservctl cmd:i32;arg/argp:ptr;res/resp:ptr
    nice increment/inc:i32
    oldfstat fd:fd;statbuf:ptr
    oldlstat filename/pathname/path:ptr;statbuf:ptr
    oldolduname name/buf:ptr
    oldstat filename/pathname/path:ptr;statbuf:ptr
    olduname name/buf:ptr
    open filename/pathname/path:ptr;flags:i32;mode:u16
    open_by_handle_at mountdirfd/mount_fd:dirfd;handle:ptr;flags:i32
    open_tree dfd/dirfd:dirfd;filename/path:ptr;flags:u32
    open_tree_attr dfd/dirfd:dirfd;filename/path:ptr;flags:u32;uattr/attr:ptr;usize/size:u64
    openat dfd/dirfd:dirfd;filename/pathname/path:ptr;flags:i32;mode:u16
    openat2 dfd/dirfd:dirfd;filename/pathname/path:ptr;how:ptr;usize/size:u64
    pause ()
    pciconfig_iobase which:i64;bus:u64;dfn/devfn:u64
    pciconfig_read bus:u64;dfn:u64;off:u64;len/size:u64;buf:ptr
    pciconfig_write bus:u64;dfn:u64;off:u64;len/size:u64;buf:ptr
    perf_event_open attr_uptr/attr:ptr;pid:i32;cpu:i32;group_fd:fd;flags:u64
    personality personality/persona:u32 *
    pidfd_getfd pidfd:fd;fd/targetfd:fd;flags:u32
    pidfd_open pid:i32;flags:u32
    pidfd_send_signal pidfd:fd;sig:i32;info:ptr;flags:u32
    pipe fildes/pipefd:ptr *
    pipe2 fildes/pipefd:ptr;flags:i32
    pivot_root new_root:ptr;put_old:ptr
    pkey_alloc flags:u64;init_val/access_rights:u64
    pkey_free pkey:i32
    pkey_mprotect start/addr:u64;len/size:u64;prot:u64;pkey:i32
    poll ufds/fds:ptr;nfds:u32;timeout_msecs/timeout:i32
    ppoll ufds/fds:ptr;nfds:u32;tsp/tmo_p:ptr;sigmask:ptr;sigsetsize:u64
    ppoll_time64 ufds/fds:ptr;nfds:u32;tsp/tmo_p:ptr;sigmask:ptr;sigsetsize:u64
    prctl option/op:i32;second/arg2:u64;third/arg3:u64;fourth/arg4:u64;fifth/arg5:u64
    pread64 fd:fd;buf:ptr;count:u64;pos/offset:i64 *
    preadv fd:fd;vec/iov:ptr;vlen/iovcnt:u64;pos_l/offset:u64;pos_h:u64 *
    preadv2 fd:fd;vec/iov:ptr;vlen/iovcnt:u64;pos_l/offset:u64;pos_h:u64;flags:i32 *
    prlimit64 pid:i32;resource:u32;new_rlim/new_limit:ptr;old_rlim/old_limit:ptr
    process_madvise pidfd:fd;vec/iovec:ptr;vlen/n:u64;behavior/advice:i32;flags:u32
    process_mrelease pidfd:fd;flags:u32
    process_vm_readv pid:i32;lvec/local_iov:ptr;liovcnt:u64;rvec/remote_iov:ptr;riovcnt:u64;flags:u64
    process_vm_writev pid:i32;lvec/local_iov:ptr;liovcnt:u64;rvec/remote_iov:ptr;riovcnt:u64;flags:u64
    prof ?
    profil ?
    pselect6 n/nfds:i32;inp/readfds:ptr;outp/writefds:ptr;exp/exceptfds:ptr;tsp/timeout:ptr;sig/sigmask:ptr
    pselect6_time64 n/nfds:i32;inp/readfds:ptr;outp/writefds:ptr;exp/exceptfds:ptr;tsp/timeout:ptr;sig/sigmask:ptr
    ptrace request/op:i64;pid:i64;addr:u64;data:u64 *
    putpmsg ?
    pwrite64 fd:fd;buf:ptr;count:u64;pos/offset:i64 *
    pwritev fd:fd;vec/iov:ptr;vlen/iovcnt:u64;pos_l/offset:u64;pos_h:u64 *
    pwritev2 fd:fd;vec/iov:ptr;vlen/iovcnt:u64;pos_l/offset:u64;pos_h:u64;flags:i32 *
    query_module name_user/name:ptr;which:i32;buf:ptr;bufsize:u64;ret:ptr
    quotactl cmd/op:u32;special:ptr;id:u32;addr:ptr
    quotactl_fd fd:fd;cmd/op:u32;id:u32;addr:ptr
    read fd:fd;buf:ptr;count:u64
    readahead fd:fd;offset:i64;count:u64 *
    readdir fd:fd;dirent/dirp:ptr;count:u32
    readlink path/pathname:ptr;buf:ptr;bufsiz:i32
    readlinkat dfd/dirfd:dirfd;pathname/path:ptr;buf:ptr;bufsiz:i32
    readv fd:fd;vec/iov:ptr;vlen/iovcnt:u64
    reboot magic1/magic:i32;magic2:i32;cmd/op:u32;arg:ptr
    recv fd/sockfd:fd;ubuf/buf:ptr;size/len:u64;flags:u32
    recvfrom fd/sockfd:fd;ubuf/buf:ptr;size/len:u64;flags:u32;addr/src_addr:ptr;addr_len/addrlen:ptr *
    recvmmsg fd/sockfd:fd;mmsg/msgvec:ptr;vlen/n:u32;flags:u32;timeout:ptr
    recvmmsg_time64 fd/sockfd:fd;mmsg/msgvec:ptr;vlen/n:u32;flags:u32;timeout:ptr
    recvmsg fd/sockfd:fd;msg:ptr;flags:u32
    remap_file_pages start/addr:u64;size:u64;prot:u64;pgoff:u64;flags:u64
    removexattr pathname/path:ptr;name:ptr
    removexattrat dfd/dirfd:dirfd;pathname/path:ptr;at_flags:u32;name:ptr
    rename oldname/oldpath:ptr;newname/newpath:ptr
    renameat olddfd/olddirfd:dirfd;oldname/oldpath:ptr;newdfd/newdirfd:dirfd;newname/newpath:ptr
    renameat2 olddfd/olddirfd:dirfd;oldname/oldpath:ptr;newdfd/newdirfd:dirfd;newname/newpath:ptr;flags:u32
    request_key _type/type:ptr;_description/description:ptr;_callout_info/callout_info:ptr;destringid/dest_keyring:i32
    restart_syscall ()
    riscv_flush_icache start:u64;end:u64;flags:u64
    riscv_hwprobe pairs:ptr;pair_count:u64;cpusetsize:u64;cpus:ptr;flags:u32
    rmdir pathname/path:ptr
    rseq rseq:ptr;rseq_len:u32;flags:i32;sig:u32
    rseq_slice_yield ()
    rt_sigaction sig/signum:i32;act:ptr;oact/oldact:ptr;sigsetsize:u64 *
    rt_sigpending uset/set:ptr;sigsetsize:u64 *
    rt_sigprocmask how:i32;nset/set:ptr;oset/oldset:ptr;sigsetsize:u64
    rt_sigqueueinfo pid/tgid:i32;sig:i32;uinfo/info:ptr
    rt_sigreturn ()
    rt_sigsuspend unewset/mask:ptr;sigsetsize:u64
    rt_sigtimedwait uthese/set:ptr;uinfo/info:ptr;uts/timeout:ptr;sigsetsize:u64 *
    rt_sigtimedwait_time64 uthese/set:ptr;uinfo/info:ptr;uts/timeout:ptr;sigsetsize:u64
    rt_tgsigqueueinfo tgid:i32;pid/tid:i32;sig:i32;uinfo/info:ptr
    rtas uargs:ptr
    s390_guarded_storage command:i32;gs_cb:ptr
    s390_pci_mmio_read mmio_addr:u64;user_buffer:ptr;length:u64
    s390_pci_mmio_write mmio_addr:u64;user_buffer:ptr;length:u64
    s390_runtime_instr command:i32;signum:i32
    s390_sthyi function_code:u64;buffer/resp_buffer:ptr;return_code:ptr;flags:u64
    sched_get_priority_max policy:i32
    sched_get_priority_min policy:i32
    sched_getaffinity pid:i32;len/cpusetsize:u32;user_mask_ptr/mask:ptr
    sched_getattr pid:i32;uattr/attr:ptr;usize/size:u32;flags:u32
    sched_getparam pid:i32;param:ptr
    sched_getscheduler pid:i32
    sched_rr_get_interval pid:i32;interval/tp:ptr
    sched_rr_get_interval_time64 pid:i32;interval/tp:ptr
    sched_setaffinity pid:i32;len/cpusetsize:u32;user_mask_ptr/mask:ptr
    sched_setattr pid:i32;uattr/attr:ptr;flags:u32
    sched_setparam pid:i32;param:ptr
    sched_setscheduler pid:i32;policy:i32;param:ptr
    sched_yield ()
    seccomp op/operation:u32;flags:u32;uargs/args:ptr
    security ?
    select n/nfds:i32;inp/readfds:ptr;outp/writefds:ptr;exp/exceptfds:ptr;tvp/timeout:ptr *
    semctl semid:i32;semnum:i32;cmd/op:i32;arg:u64
    semget key:i32;nsems:i32;semflg:i32
    semop semid:i32;tsops/sops:ptr;nsops:u32
    semtimedop semid:i32;tsops/sops:ptr;nsops:u32;timeout:ptr
    semtimedop_time64 semid:i32;tsops/sops:ptr;nsops:u32;timeout:ptr
    send fd/sockfd:fd;buff/buf:ptr;len/size:u64;flags:u32
    sendfile out_fd:fd;in_fd:fd;offset:ptr;count:u64
    sendfile64 out_fd:fd;in_fd:fd;offset:ptr;count:u64
    sendmmsg fd/sockfd:fd;mmsg/msgvec:ptr;vlen/n:u32;flags:u32
    sendmsg fd/sockfd:fd;msg:ptr;flags:u32
    sendto fd/sockfd:fd;buff/buf:ptr;len/size:u64;flags:u32;addr/dest_addr:ptr;addr_len/addrlen:i32
    set_mempolicy mode:i32;nmask/nodemask:ptr;maxnode:u64
    set_mempolicy_home_node start:u64;len:u64;home_node:u64;flags:u64
    set_robust_list head:ptr;len/size:u64 *
    set_thread_area u_info:ptr *
    set_tid_address tidptr:ptr
    set_tls val:u64
    setdomainname name:ptr;len/size:i32
    setfsgid gid/fsgid:u32 *
    setfsgid32 gid/fsgid:u32
    setfsuid uid/fsuid:u32 *
    setfsuid32 uid/fsuid:u32
    setgid gid:u32 *
    setgid32 gid:u32
    setgroups gidsetsize/size:i32;grouplist/list:ptr
    setgroups32 gidsetsize/size:i32;grouplist/list:ptr
    sethostname name:ptr;len/size:i32
    setitimer which:i32;value/new_value:ptr;ovalue/old_value:ptr
    setns fd:fd;flags/nstype:i32
    setpgid pid:i32;pgid:i32
    setpriority which:i32;who:i32;niceval/prio:i32
    setregid rgid:u32;egid:u32 *
    setregid32 rgid:u32;egid:u32
    setresgid rgid:u32;egid:u32;sgid:u32 *
    setresgid32 rgid:u32;egid:u32;sgid:u32
    setresuid ruid:u32;euid:u32;suid:u32 *
    setresuid32 ruid:u32;euid:u32;suid:u32
    setreuid ruid:u32;euid:u32 *
    setreuid32 ruid:u32;euid:u32
    setrlimit resource:u32;rlim:ptr
    setsid ()
    setsockopt fd/sockfd:fd;level:i32;optname:i32;optval:ptr;optlen:i32
    settimeofday tv:ptr;tz:ptr
    setuid uid:u32 *
    setuid32 uid:u32
    setxattr pathname/path:ptr;name:ptr;value:ptr;size:u64;flags:i32
    setxattrat dfd/dirfd:dirfd;pathname/path:ptr;at_flags:u32;name:ptr;uargs:ptr;usize:u64
    sgetmask ()
    shmat shmid:i32;shmaddr:ptr;shmflg:i32
    shmctl shmid:i32;cmd/op:i32;buf:ptr
    shmdt shmaddr:ptr
    shmget key:i32;size:u64;shmflg:i32
    shutdown fd/sockfd:fd;how:i32
    sigaction sig/signum:i32;act:ptr;oact/oldact:ptr
    sigaltstack uss/ss:ptr;uoss/old_ss:ptr
    signal sig/signum:i32;handler:ptr
    signalfd ufd/fd:fd;user_mask/mask:ptr;sizemask:u64
    signalfd4 ufd/fd:fd;user_mask/mask:ptr;sizemask:u64;flags:i32
    sigpending uset/set:ptr
    sigprocmask how:i32;nset/set:ptr;oset/oldset:ptr
    sigreturn ()
    sigsuspend unused1:i32;unused2:i32;mask:u64
    socket family/domain:i32;type:i32;protocol:i32
    socketcall call:i32;args:ptr
    socketpair family/domain:i32;type:i32;protocol:i32;usockvec/sv:ptr
    splice fd_in:fd;off_in:ptr;fd_out:fd;off_out:ptr;len/size:u64;flags:u32
    spu_create name/pathname/path:ptr;flags:u32;mode:u16;neighbor_fd:fd
    spu_run fd:fd;unpc/npc:ptr;ustatus/event:ptr
    ssetmask newmask:i32
    stat filename/pathname/path:ptr;statbuf:ptr
    stat64 filename/pathname/path:ptr;statbuf:ptr
    statfs pathname/path:ptr;buf:ptr
    statfs64 pathname/path:ptr;sz:u64;buf:ptr
    statmount req:ptr;buf/smbuf:ptr;bufsize:u64;flags:u32
    statx dfd/dirfd:dirfd;filename/pathname/path:ptr;flags:u32;mask:u32;buffer/statxbuf:ptr
    stime tptr/t:ptr
    stty ?
    subpage_prot addr:u64;len/size:u64;map:ptr
    swapcontext old_ctx:ptr;new_ctx:ptr;ctx_size:i64
    swapoff specialfile/path:ptr
    swapon specialfile/path:ptr;swap_flags/swapflags:i32
    switch_endian ()
    symlink oldname/target:ptr;newname/linkpath:ptr
    symlinkat oldname/target:ptr;newdfd/newdirfd:dirfd;newname/linkpath:ptr
    sync ()
    sync_file_range fd:fd;offset:i64;nbytes:i64;flags:u32 *
    sync_file_range2 fd:fd;flags:u32;offset:i64;nbytes:i64
    syncfs fd:fd
    sys_debug_setcontext ctx:ptr;ndbg:i32;dbg:ptr
    syscall ?
    sysfs option:i32;second:u64;third:u64
    sysinfo info:ptr
    syslog type:i32;buf/bufp:ptr;len/size:i32
    sysmips cmd:i64;second:i64;third:i64
    tee fdin/fd_in:fd;fdout/fd_out:fd;len/size:u64;flags:u32
    tgkill tgid:i32;pid/tid:i32;sig:i32
    time tloc:ptr
    timer_create which_clock/clockid:i32;timer_event_spec/sevp:ptr;created_timer_id/timerid:ptr
    timer_delete timer_id/timerid:i32
    timer_getoverrun timer_id/timerid:i32
    timer_gettime timer_id/timerid:i32;setting/curr_value:ptr
    timer_gettime64 timer_id/timerid:i32;setting/curr_value:ptr
    timer_settime timer_id/timerid:i32;flags:i32;new_setting/new_value:ptr;old_setting/old_value:ptr
    timer_settime64 timer_id/timerid:i32;flags:i32;new_setting/new_value:ptr;old_setting/old_value:ptr
    timerfd ?
    timerfd_create clockid:i32;flags:i32
    timerfd_gettime ufd/fd:fd;otmr/curr_value:ptr
    timerfd_gettime64 ufd/fd:fd;otmr/curr_value:ptr
    timerfd_settime ufd/fd:fd;flags:i32;utmr/new_value:ptr;otmr/old_value:ptr
    timerfd_settime64 ufd/fd:fd;flags:i32;utmr/new_value:ptr;otmr/old_value:ptr
    times tbuf/buf:ptr
    tkill pid/tid:i32;sig:i32
    truncate path:ptr;length:i64
    truncate64 filename/path:ptr;offset_low:u32;offset_high:u32 *
    tuxcall ?
    ugetrlimit resource:u32;rlim:ptr
    ulimit ?
    umask mask:i32
    umount name/target:ptr
    umount2 name/target:ptr;flags:i32
    uname name/buf:ptr
    unlink pathname/path:ptr
    unlinkat dfd/dirfd:dirfd;pathname/path:ptr;flag/flags:i32
    unshare unshare_flags/flags:u64
    uprobe ()
    uretprobe ()
    uselib library:ptr
    userfaultfd flags:i32
    usr26 ()
    usr32 ()
    ustat dev:u32;ubuf:ptr
    utime filename/path:ptr;times:ptr
    utimensat dfd/dirfd:dirfd;filename/pathname/path:ptr;utimes/times:ptr;flags:i32
    utimensat_time64 dfd/dirfd:dirfd;filename/pathname/path:ptr;utimes/times:ptr;flags:i32
    utimes filename/path:ptr;utimes/times:ptr
    vfork ()
    vhangup ()
    vm86 cmd/fn:u64;arg/v86:u64
    vm86old user_vm86/info:ptr
    vmsplice fd:fd;uiov/iov:ptr;nr_segs:u64;flags:u32
    vserver ?
    wait4 upid/pid:i32;stat_addr/wstatus:ptr;options:i32;ru/rusage:ptr
    waitid which/idtype:i32;upid/id:i32;infop:ptr;options:i32;ru/rusage:ptr
    waitpid pid:i32;stat_addr/wstatus:ptr;options:i32
    write fd:fd;buf:ptr;count:u64
    writev fd:fd;vec/iov:ptr;vlen/iovcnt:u64

    """,
    starts: [
      0, 67, 157, 174, 244, 325, 368, 396, 502, 525, 539, 557, 608, 698, 796, 814, 883, 917, 964,
      1033, 1041, 1055, 1072, 1108, 1155, 1207, 1248, 1286, 1310, 1352, 1412, 1472, 1497, 1546, 1597,
      1645, 1700, 1745, 1792, 1877, 1969, 2014, 2061, 2171, 2205, 2217, 2268, 2320, 2401, 2434, 2476,
      2519, 2539, 2562, 2595, 2617, 2641, 2682, 2698, 2784, 2871, 2929, 2946, 2972, 3009, 3061, 3140,
      3167, 3200, 3262, 3335, 3388, 3474, 3525, 3567, 3651, 3664, 3686, 3747, 3819, 3859, 3899, 3991,
      4022, 4055, 4071, 4115, 4205, 4295, 4347, 4382, 4415, 4423, 4451, 4512, 4566, 4613, 4650, 4692,
      4716, 4742, 4822, 4844, 4875, 4887, 4895, 4922, 4973, 5051, 5114, 5199, 5271, 5344, 5391, 5461,
      5487, 5567, 5622, 5649, 5660, 5706, 5730, 5771, 5814, 5825, 5838, 5849, 5862, 5872, 5884, 5933,
      5984, 6025, 6040, 6110, 6126, 6137, 6147, 6157, 6168, 6198, 6251, 6306, 6363, 6418, 6475, 6507,
      6538, 6553, 6623, 6691, 6701, 6728, 6738, 6750, 6805, 6892, 6899, 6906, 6971, 7022, 7038, 7062,
      7092, 7133, 7159, 7224, 7299, 7381, 7423, 7466, 7547, 7602, 7640, 7681, 7717, 7732, 7761, 7801,
      7863, 7913, 8005, 8067, 8160, 8181, 8251, 8303, 8350, 8411, 8472, 8528, 8573, 8674, 8706, 8761,
      8811, 8857, 8934, 8981, 8988, 9046, 9086, 9120, 9186, 9240, 9284, 9338, 9383, 9430, 9496, 9541,
      9625, 9665, 9703, 9726, 9788, 9834, 9867, 9918, 9968, 10036, 10070, 10115, 10134, 10205, 10279,
      10321, 10421, 10509, 10630, 10709, 10755, 10761, 10827, 10870, 10929, 11042, 11162, 11261,
      11367, 11393, 11498, 11537, 11573, 11599, 11657, 11704, 11750, 11764, 11800, 11814, 11845,
      11948, 11993, 12074, 12119, 12142, 12169, 12217, 12242, 12289, 12311, 12362, 12427, 12481,
      12570, 12639, 12713, 12722, 12771, 12831, 12892, 12965, 13003, 13049, 13078, 13132, 13157,
      13191, 13227, 13275, 13294, 13354, 13407, 13476, 13552, 13634, 13683, 13753, 13834, 13911,
      13991, 14027, 14125, 14224, 14231, 14240, 14344, 14455, 14505, 14515, 14565, 14636, 14718,
      14788, 14836, 14881, 14910, 14949, 14989, 15035, 15099, 15139, 15193, 15247, 15346, 15417,
      15495, 15534, 15604, 15643, 15713, 15760, 15853, 15957, 16072, 16091, 16138, 16211, 16235,
      16280, 16300, 16369, 16413, 16480, 16532, 16548, 16594, 16673, 16757, 16819, 16834, 16877,
      16937, 16998, 17040, 17118, 17152, 17186, 17254, 17316, 17349, 17376, 17422, 17475, 17543,
      17590, 17623, 17671, 17686, 17736, 17747, 17835, 17882, 17918, 17959, 18017, 18082, 18136,
      18185, 18236, 18295, 18334, 18430, 18484, 18550, 18590, 18619, 18646, 18662, 18698, 18723,
      18748, 18773, 18798, 18815, 18832, 18881, 18932, 18966, 19027, 19056, 19081, 19128, 19157,
      19186, 19225, 19264, 19303, 19342, 19371, 19400, 19432, 19442, 19510, 19537, 19554, 19571,
      19636, 19723, 19735, 19774, 19810, 19828, 19863, 19893, 19942, 19981, 20015, 20066, 20128,
      20152, 20201, 20214, 20258, 20305, 20334, 20401, 20473, 20541, 20586, 20607, 20651, 20697,
      20730, 20772, 20826, 20914, 20931, 20938, 20981, 21030, 21059, 21112, 21129, 21177, 21249,
      21257, 21313, 21368, 21381, 21427, 21437, 21475, 21492, 21534, 21571, 21628, 21664, 21678,
      21770, 21804, 21842, 21900, 21960, 22057, 22156, 22166, 22203, 22249, 22297, 22371, 22447,
      22466, 22492, 22521, 22583, 22593, 22626, 22635, 22650, 22673, 22707, 22726, 22751, 22809,
      22841, 22851, 22864, 22883, 22905, 22914, 22923, 22946, 22980, 23060, 23147, 23189, 23198,
      23209, 23237, 23264, 23314, 23324, 23391, 23463, 23513, 23543,
    ])
}
