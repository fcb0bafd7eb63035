// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

import LinuxABI

extension StaticTable {
  /// What several calls can do: number, kind, ability, call/way/parameters/use/same arguments/needs;…
  static let abilityRows = StaticTable(
    """
    1000 effect create+processes fork/usual/registers/-/-/-;vfork/usual/registers/-/-/-;clone/usual/registers/flags:hasNone:CLONE_THREAD/flags=flags/-;clone3/other/memory/-/flags=*/-
    1001 effect start+threads clone/usual/registers/flags:has:CLONE_THREAD/-/-;clone3/other/memory/-/-/-
    1002 effect make+or+enter+namespaces+with:+CLONE_NEWUSER clone/usual/registers/flags:has:CLONE_NEWUSER/-/-;unshare/usual/registers/unshare_flags:has:CLONE_NEWUSER/-/-;clone3/other/memory/-/-/-;setns/other/registers/-/-/-
    1003 effect make+or+enter+namespaces+with:+CLONE_NEWNS clone/usual/registers/flags:has:CLONE_NEWNS/-/-;unshare/usual/registers/unshare_flags:has:CLONE_NEWNS/-/-;clone3/other/memory/-/-/-;setns/other/registers/-/-/-
    1004 effect make+or+enter+namespaces+with:+CLONE_NEWPID clone/usual/registers/flags:has:CLONE_NEWPID/-/-;unshare/usual/registers/unshare_flags:has:CLONE_NEWPID/-/-;clone3/other/memory/-/-/-;setns/other/registers/-/-/-
    1005 effect make+or+enter+namespaces+with:+CLONE_NEWNET clone/usual/registers/flags:has:CLONE_NEWNET/-/-;unshare/usual/registers/unshare_flags:has:CLONE_NEWNET/-/-;clone3/other/memory/-/-/-;setns/other/registers/-/-/-
    1006 effect make+or+enter+namespaces+with:+CLONE_NEWIPC clone/usual/registers/flags:has:CLONE_NEWIPC/-/-;unshare/usual/registers/unshare_flags:has:CLONE_NEWIPC/-/-;clone3/other/memory/-/-/-;setns/other/registers/-/-/-
    1007 effect make+or+enter+namespaces+with:+CLONE_NEWUTS clone/usual/registers/flags:has:CLONE_NEWUTS/-/-;unshare/usual/registers/unshare_flags:has:CLONE_NEWUTS/-/-;clone3/other/memory/-/-/-;setns/other/registers/-/-/-
    1008 effect make+or+enter+namespaces+with:+CLONE_NEWCGROUP clone/usual/registers/flags:has:CLONE_NEWCGROUP/-/-;unshare/usual/registers/unshare_flags:has:CLONE_NEWCGROUP/-/-;clone3/other/memory/-/-/-;setns/other/registers/-/-/-
    1009 effect make+or+enter+namespaces+with:+CLONE_NEWTIME unshare/usual/registers/unshare_flags:has:CLONE_NEWTIME/-/-;clone3/other/memory/-/-/-;setns/other/registers/-/-/-
    1010 effect execute+programs execve/usual/registers/-/-/-;execveat/other/registers/-/-/-
    1011 effect send+signals kill/usual/registers/~sig:ne:0/sig=sig/-;tkill/usual/registers/~sig:ne:0/sig=sig/-;tgkill/usual/registers/~sig:ne:0/sig=sig/-;rt_sigqueueinfo/other/registers/~sig:ne:0/sig=sig/-;rt_tgsigqueueinfo/other/registers/~sig:ne:0/sig=sig/-;pidfd_send_signal/other/registers/~sig:ne:0/sig=sig/-
    1012 effect reach+into+other+processes ptrace/usual/registers/-/-/-;process_vm_readv/other/registers/-/-/-;process_vm_writev/other/registers/-/-/-;pidfd_getfd/other/registers/-/-/-;process_madvise/other/registers/-/-/-;kcmp/other/registers/-/-/-
    1013 effect change+the+scheduling+of+processes sched_setscheduler/usual/registers/-/policy=policy/-;sched_setparam/usual/registers/-/-/-;sched_setattr/usual/memory/-/policy=*/-
    1014 work change+nice+values setpriority/usual/registers/-/-/-;nice/usual/registers/-/-/-;sched_setattr/other/memory/-/-/-
    1015 work ask+about+scheduling sched_getscheduler/usual/registers/-/-/-;sched_getparam/usual/registers/-/-/-;sched_getattr/usual/registers/-/-/-
    1016 work ask+about+time+slices sched_rr_get_interval/usual/registers/-/-/-;sched_rr_get_interval_time64/usual/registers/-/-/-
    1017 work wait+for+processes wait4/usual/registers/-/-/-;waitid/usual/registers/-/-/-;waitpid/usual/registers/-/-/-
    1018 effect set+user+ids setuid/usual/registers/-/uid=uid/-;setuid32/usual/registers/-/uid=uid/-;setreuid/usual/registers/-/uid=ruid,uid=euid/-;setreuid32/usual/registers/-/uid=ruid,uid=euid/-;setresuid/usual/registers/-/uid=ruid,uid=euid,uid=suid/-;setresuid32/usual/registers/-/uid=ruid,uid=euid,uid=suid/-;setfsuid/other/registers/-/uid=uid/-;setfsuid32/other/registers/-/uid=uid/-
    1019 effect set+group+ids setgid/usual/registers/-/gid=gid/-;setgid32/usual/registers/-/gid=gid/-;setregid/usual/registers/-/gid=rgid,gid=egid/-;setregid32/usual/registers/-/gid=rgid,gid=egid/-;setresgid/usual/registers/-/gid=rgid,gid=egid,gid=sgid/-;setresgid32/usual/registers/-/gid=rgid,gid=egid,gid=sgid/-;setfsgid/other/registers/-/gid=gid/-;setfsgid32/other/registers/-/gid=gid/-
    1020 effect set+supplementary+groups setgroups/usual/registers/-/-/-;setgroups32/usual/registers/-/-/-
    1021 effect use+keyrings add_key/usual/registers/-/-/-;request_key/usual/registers/-/-/-;keyctl/usual/registers/-/-/-
    1022 effect set+limits setrlimit/usual/registers/-/resource=resource/-;prlimit64/usual/registers/new_rlim:ne:0/resource=resource/-
    1023 work ask+about+limits getrlimit/usual/registers/-/resource=resource/-;ugetrlimit/usual/registers/-/resource=resource/-;prlimit64/usual/registers/old_rlim:ne:0/resource=resource/-
    1024 effect install+filters seccomp/usual/registers/-/-/-;prctl/other/registers/option:eq:PR_SET_SECCOMP/-/-
    1025 work ask+for+the+user getuid/usual/registers/-/-/-;getuid32/usual/registers/-/-/-
    1026 work ask+for+the+effective+user geteuid/usual/registers/-/-/-;geteuid32/usual/registers/-/-/-
    1027 work ask+for+the+group getgid/usual/registers/-/-/-;getgid32/usual/registers/-/-/-
    1028 work ask+for+the+effective+group getegid/usual/registers/-/-/-;getegid32/usual/registers/-/-/-
    1029 work ask+for+all+user+ids getresuid/usual/registers/-/-/-;getresuid32/usual/registers/-/-/-
    1030 work ask+for+all+group+ids getresgid/usual/registers/-/-/-;getresgid32/usual/registers/-/-/-
    1031 work ask+for+supplementary+groups getgroups/usual/registers/-/-/-;getgroups32/usual/registers/-/-/-
    1032 work ask+for+the+process+group getpgid/usual/registers/-/-/-;getpgrp/usual/registers/-/-/-
    1033 work ask+for+the+name+of+the+system uname/usual/registers/-/-/-;olduname/usual/registers/-/-/-;oldolduname/usual/registers/-/-/-
    1034 effect open+files open/usual/registers/-/flags=flags,mode=mode/-;openat/usual/registers/-/flags=flags,mode=mode/-;creat/other/registers/-/mode=mode/-;openat2/other/memory/-/flags=*,mode=*/-;open_by_handle_at/other/registers/-/flags=flags/-;io_uring_enter/ring/memory/-/-/-
    1035 effect open+files+for:+writing open/part/registers/flags:is:O_WRONLY/-/-;openat/part/registers/flags:is:O_WRONLY/-/-;creat/other/fixed/-/-/-;openat2/other/memory/-/-/-;open_by_handle_at/other/registers/flags:is:O_WRONLY/-/-
    1036 effect open+files+for:+reading+and+writing open/part/registers/flags:is:O_RDWR/-/-;openat/part/registers/flags:is:O_RDWR/-/-;openat2/other/memory/-/-/-;open_by_handle_at/other/registers/flags:is:O_RDWR/-/-
    1037 effect create+files open/part/registers/flags:has:O_CREAT/-/-;openat/part/registers/flags:has:O_CREAT/-/-;creat/usual/registers/-/-/-;openat2/other/memory/-/-/-;open/other/registers/flags:has:O_TMPFILE~flags:is:O_RDWR/-/-;openat/other/registers/flags:has:O_TMPFILE~flags:is:O_RDWR/-/-;mknod/other/registers/mode:is:S_IFREG/-/open+files+for:+writing;mknodat/other/registers/mode:is:S_IFREG/-/open+files+for:+writing;mknod/other/registers/mode:is:0/-/open+files+for:+writing;mknodat/other/registers/mode:is:0/-/open+files+for:+writing
    1038 effect give+files:+S_ISUID chmod/part/registers/mode:has:S_ISUID/-/-;fchmod/part/registers/mode:has:S_ISUID/-/-;fchmodat/part/registers/mode:has:S_ISUID/-/-;fchmodat2/part/registers/mode:has:S_ISUID/-/-;open/part/registers/mode:has:S_ISUID~flags:has:O_CREAT/-/-;openat/part/registers/mode:has:S_ISUID~flags:has:O_CREAT/-/-;open/part/registers/mode:has:S_ISUID~flags:has:O_TMPFILE~flags:is:O_RDWR/-/-;openat/part/registers/mode:has:S_ISUID~flags:has:O_TMPFILE~flags:is:O_RDWR/-/-;creat/part/registers/mode:has:S_ISUID/-/-;mknod/part/registers/mode:has:S_ISUID~mode:is:S_IFREG/-/-;mknodat/part/registers/mode:has:S_ISUID~mode:is:S_IFREG/-/-;openat2/other/memory/-/-/-;io_uring_enter/ring/memory/-/-/-
    1039 effect give+files:+S_ISGID chmod/part/registers/mode:has:S_ISGID/-/-;fchmod/part/registers/mode:has:S_ISGID/-/-;fchmodat/part/registers/mode:has:S_ISGID/-/-;fchmodat2/part/registers/mode:has:S_ISGID/-/-;open/part/registers/mode:has:S_ISGID~flags:has:O_CREAT/-/-;openat/part/registers/mode:has:S_ISGID~flags:has:O_CREAT/-/-;open/part/registers/mode:has:S_ISGID~flags:has:O_TMPFILE~flags:is:O_RDWR/-/-;openat/part/registers/mode:has:S_ISGID~flags:has:O_TMPFILE~flags:is:O_RDWR/-/-;creat/part/registers/mode:has:S_ISGID/-/-;mknod/part/registers/mode:has:S_ISGID~mode:is:S_IFREG/-/-;mknodat/part/registers/mode:has:S_ISGID~mode:is:S_IFREG/-/-;openat2/other/memory/-/-/-;io_uring_enter/ring/memory/-/-/-
    1040 effect change+modes+of+files chmod/usual/registers/-/mode=mode/-;fchmod/usual/registers/-/mode=mode/-;fchmodat/usual/registers/-/mode=mode/-;fchmodat2/other/registers/-/mode=mode/-
    1041 effect change+owners+of+files chown/usual/registers/-/user=user,group=group/-;lchown/usual/registers/-/user=user,group=group/-;fchown/usual/registers/-/user=user,group=group/-;chown32/usual/registers/-/user=user,group=group/-;lchown32/usual/registers/-/user=user,group=group/-;fchown32/usual/registers/-/user=user,group=group/-;fchownat/usual/registers/-/user=user,group=group/-
    1042 effect rename+files rename/usual/registers/-/-/-;renameat/usual/registers/-/-/-;renameat2/other/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1043 effect link+files link/usual/registers/-/-/-;linkat/usual/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1044 effect make+symbolic+links symlink/usual/registers/-/-/-;symlinkat/usual/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1045 effect remove+files unlink/usual/registers/-/-/-;unlinkat/usual/registers/flag:hasNone:AT_REMOVEDIR/-/-;io_uring_enter/ring/memory/-/-/-
    1046 effect remove+directories rmdir/usual/registers/-/-/-;unlinkat/usual/registers/flag:has:AT_REMOVEDIR/-/-;io_uring_enter/ring/memory/-/-/-
    1047 effect make+directories mkdir/usual/registers/-/mode=mode/-;mkdirat/usual/registers/-/mode=mode/-;io_uring_enter/ring/memory/-/-/-
    1048 effect make+special+files mknod/usual/registers/~mode:is:S_IFCHR/mode=mode,dev=dev/-;mknodat/usual/registers/~mode:is:S_IFCHR/mode=mode,dev=dev/-
    1049 effect truncate+files truncate/usual/registers/-/-/-;truncate64/usual/registers/-/-/-;ftruncate/other/registers/-/-/open+files+for:+writing;ftruncate64/other/registers/-/-/open+files+for:+writing;open/other/registers/flags:has:O_TRUNC/-/-;openat/other/registers/flags:has:O_TRUNC/-/-;creat/other/fixed/-/-/-;openat2/other/memory/-/-/-;io_uring_enter/ring/memory/-/-/-
    1050 work truncate+open+files ftruncate/usual/registers/-/-/-;ftruncate64/usual/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1051 effect set+attributes+of+files setxattr/usual/registers/-/-/-;lsetxattr/usual/registers/-/-/-;fsetxattr/usual/registers/-/-/-;setxattrat/other/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1052 effect remove+attributes+of+files removexattr/usual/registers/-/-/-;lremovexattr/usual/registers/-/-/-;fremovexattr/usual/registers/-/-/-;removexattrat/other/registers/-/-/-
    1053 effect read+attributes+of+files getxattr/usual/registers/-/-/-;lgetxattr/usual/registers/-/-/-;fgetxattr/usual/registers/-/-/-;getxattrat/other/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1054 effect list+attributes+of+files listxattr/usual/registers/-/-/-;llistxattr/usual/registers/-/-/-;flistxattr/usual/registers/-/-/-;listxattrat/other/registers/-/-/-
    1055 effect set+flags+of+files file_setattr/usual/registers/-/-/-;ioctl/part/registers/cmd:eq:FS_IOC_SETFLAGS/-/-;ioctl/part/registers/cmd:eq:FS_IOC_FSSETXATTR/-/-
    1056 work read+flags+of+files file_getattr/usual/registers/-/-/-;ioctl/part/registers/cmd:eq:FS_IOC_GETFLAGS/-/-;ioctl/part/registers/cmd:eq:FS_IOC_FSGETXATTR/-/-
    1057 effect set+times+of+files utime/usual/registers/-/-/-;utimes/usual/registers/-/-/-;futimesat/usual/registers/-/-/-;utimensat/usual/registers/-/-/-;utimensat_time64/usual/registers/-/-/-
    1058 effect look+at+files stat/usual/registers/-/-/-;lstat/usual/registers/-/-/-;newfstatat/usual/registers/-/-/-;fstatat64/usual/registers/-/-/-;stat64/usual/registers/-/-/-;lstat64/usual/registers/-/-/-;oldstat/usual/registers/-/-/-;oldlstat/usual/registers/-/-/-;fstat/usual/registers/-/-/-;fstat64/usual/registers/-/-/-;oldfstat/usual/registers/-/-/-;statx/other/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1059 effect test+access+to+files access/usual/registers/-/-/-;faccessat/usual/registers/-/-/-;faccessat2/other/registers/-/-/-
    1060 effect read+symbolic+links readlink/usual/registers/-/-/-;readlinkat/usual/registers/-/-/-
    1061 effect look+at+file+systems statfs/usual/registers/-/-/-;statfs64/usual/registers/-/-/-;fstatfs/usual/registers/-/-/-;fstatfs64/usual/registers/-/-/-;ustat/other/registers/-/-/-
    1062 effect read+directories getdents/usual/registers/-/-/-;getdents64/usual/registers/-/-/-;readdir/usual/registers/-/-/-
    1063 work change+the+working+directory chdir/usual/registers/-/-/-;fchdir/usual/registers/-/-/-
    1064 effect change+the+root+directory chroot/usual/registers/-/-/-;pivot_root/other/registers/-/-/-
    1065 effect read+from+descriptors read/usual/registers/-/fd=fd/-;readv/usual/registers/-/fd=fd/-;pread64/usual/registers/-/fd=fd/-;preadv/usual/registers/-/fd=fd/-;preadv2/other/registers/-/fd=fd/-;io_submit/other/registers/-/fd=*/-;io_uring_enter/ring/memory/-/-/-
    1066 effect write+to+descriptors write/usual/registers/-/fd=fd/-;writev/usual/registers/-/fd=fd/-;pwrite64/usual/registers/-/fd=fd/-;pwritev/usual/registers/-/fd=fd/-;pwritev2/other/registers/-/fd=fd/-;vmsplice/other/registers/-/fd=fd/-;io_submit/other/registers/-/fd=*/-;io_uring_enter/ring/memory/-/-/-
    1067 work move+data+between+descriptors sendfile/usual/registers/-/-/-;sendfile64/usual/registers/-/-/-;splice/usual/registers/-/-/-;copy_file_range/usual/registers/-/-/-;tee/other/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1068 work move+the+place+in+files lseek/usual/registers/-/-/-;_llseek/usual/registers/-/-/-
    1069 work flush+files fsync/usual/registers/-/-/-;fdatasync/usual/registers/-/-/-;sync/usual/registers/-/-/-;syncfs/usual/registers/-/-/-;sync_file_range/other/registers/-/-/-;sync_file_range2/other/registers/-/-/-;arm_sync_file_range/other/registers/-/-/-;msync/other/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1070 work say+how+files+will+be+read fadvise64/usual/registers/-/-/-;fadvise64_64/usual/registers/-/-/-;arm_fadvise64_64/usual/registers/-/-/-;readahead/other/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1071 work copy+descriptors dup/usual/registers/-/-/-;dup2/usual/registers/-/-/-;dup3/usual/registers/-/-/-;fcntl/other/registers/cmd:eq:F_DUPFD/-/-;fcntl64/other/registers/cmd:eq:F_DUPFD/-/-;fcntl/other/registers/cmd:eq:F_DUPFD_CLOEXEC/-/-;fcntl64/other/registers/cmd:eq:F_DUPFD_CLOEXEC/-/-
    1072 work close+descriptors close/usual/registers/-/-/-;close_range/other/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1073 work work+on+files fcntl/usual/registers/-/cmd=cmd/-;fcntl64/usual/registers/-/cmd=cmd/-
    1074 work make+pipes pipe/usual/registers/-/-/-;pipe2/usual/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1075 work make+event+counters eventfd/usual/registers/-/-/-;eventfd2/usual/registers/-/-/-
    1076 work make+signal+descriptors signalfd/usual/registers/-/-/-;signalfd4/usual/registers/-/-/-
    1077 work make+epolls epoll_create/usual/registers/-/-/-;epoll_create1/usual/registers/-/-/-
    1078 work watch+files inotify_init/usual/registers/-/-/-;inotify_init1/usual/registers/-/-/-;fanotify_init/other/registers/-/-/-
    1079 work wait+for+descriptors poll/usual/registers/-/-/-;ppoll/usual/registers/-/-/-;ppoll_time64/usual/registers/-/-/-;select/usual/registers/-/-/-;_newselect/usual/registers/-/-/-;pselect6/usual/registers/-/-/-;pselect6_time64/usual/registers/-/-/-;epoll_wait/usual/registers/-/-/-;epoll_pwait/usual/registers/-/-/-;epoll_pwait2/usual/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1080 work collect+finished+reads+and+writes io_getevents/usual/registers/-/-/-;io_pgetevents/usual/registers/-/-/-;io_pgetevents_time64/usual/registers/-/-/-
    1081 effect make+sockets socket/usual/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1082 effect bind+sockets bind/usual/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1083 effect listen+on+sockets listen/usual/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1084 effect accept+connections accept/usual/registers/-/-/-;accept4/usual/registers/-/-/-;io_uring_enter/ring/memory/-/-/-
    1085 effect reach+an+address connect/usual/registers/-/-/-;sendto/other/registers/addr:ne:0/-/make+sockets;sendmsg/other/memory/-/-/make+sockets;sendmmsg/other/memory/-/-/make+sockets;io_uring_enter/ring/memory/-/-/-
    1086 effect send+on+sockets send/usual/registers/-/flags=flags/-;sendto/usual/registers/-/flags=flags/-;sendmsg/usual/registers/-/flags=flags/-;sendmmsg/usual/registers/-/flags=flags/-;io_uring_enter/ring/memory/-/-/-
    1087 effect receive+from+sockets recv/usual/registers/-/flags=flags/-;recvfrom/usual/registers/-/flags=flags/-;recvmsg/usual/registers/-/flags=flags/-;recvmmsg/usual/registers/-/flags=flags/-;recvmmsg_time64/usual/registers/-/flags=flags/-;io_uring_enter/ring/memory/-/-/-
    1088 effect map+memory mmap/usual/registers/-/prot=prot,flags=flags/-;mmap2/usual/registers/-/prot=prot,flags=flags/-
    1089 code make+memory+executable mprotect/usual/registers/prot:has:PROT_EXEC/-/-;pkey_mprotect/usual/registers/prot:has:PROT_EXEC/-/-;mmap/usual/registers/prot:has:PROT_WRITE,prot:has:PROT_EXEC/-/-;mmap2/usual/registers/prot:has:PROT_WRITE,prot:has:PROT_EXEC/-/-;shmat/other/registers/shmflg:has:SHM_EXEC/-/-;personality/other/registers/personality:has:READ_IMPLIES_EXEC,personality:ne:0xffffffff/-/-
    1090 work lock+memory mlock/usual/registers/-/-/-;mlock2/usual/registers/-/-/-;mlockall/other/registers/-/-/-
    1091 work unlock+memory munlock/usual/registers/-/-/-;munlockall/usual/registers/-/-/-
    1092 work say+where+memory+is+to+lie mbind/usual/registers/-/-/-;set_mempolicy/usual/registers/-/-/-;set_mempolicy_home_node/other/registers/-/-/-
    1093 work move+pages move_pages/usual/registers/-/-/-;migrate_pages/usual/registers/-/-/-
    1094 effect catch+page+faults userfaultfd/usual/registers/-/-/-;ioctl/other/registers/cmd:eq:USERFAULTFD_IOC_NEW/-/-
    1095 effect mount+file+systems mount/usual/registers/-/-/-;fsopen/other/registers/-/-/-;fsconfig/other/registers/-/-/-;fsmount/other/registers/-/-/-;move_mount/other/registers/-/-/-;open_tree/other/registers/-/-/attach+mounts;open_tree_attr/other/registers/-/-/-;fspick/other/registers/-/-/-;mount_setattr/other/registers/-/-/-
    1096 effect attach+mounts move_mount/usual/registers/-/-/-
    1097 effect unmount+file+systems umount/usual/registers/-/-/-;umount2/usual/registers/-/-/-
    1098 effect set+quotas quotactl/usual/registers/-/cmd=cmd/-;quotactl_fd/other/registers/-/cmd=cmd/-
    1099 effect load+modules init_module/usual/registers/-/-/-;finit_module/usual/registers/-/-/-
    1100 effect load+another+kernel kexec_load/usual/registers/-/-/-;kexec_file_load/usual/registers/-/-/-
    1101 effect set+the+clock settimeofday/usual/registers/-/-/-;clock_settime/usual/registers/-/clock=which_clock/-;clock_settime64/usual/registers/-/clock=which_clock/-;stime/usual/registers/-/-/-;adjtimex/other/registers/-/-/-;clock_adjtime/other/registers/-/clock=which_clock/-;clock_adjtime64/other/registers/-/clock=which_clock/-
    1102 effect adjust+the+clock adjtimex/usual/registers/-/-/-;clock_adjtime/usual/registers/-/-/-;clock_adjtime64/usual/registers/-/-/-
    1103 effect reach+I/O+ports iopl/usual/registers/-/-/-;ioperm/usual/registers/-/-/-
    1104 effect enter+virtual+8086+mode vm86/usual/registers/-/-/-;vm86old/usual/registers/-/-/-
    1105 work tell+the+time time/usual/registers/-/-/-;gettimeofday/usual/registers/-/-/-;clock_gettime/usual/registers/-/clock=which_clock/-;clock_gettime64/usual/registers/-/clock=which_clock/-
    1106 work ask+how+fine+clocks+are clock_getres/usual/registers/-/-/-;clock_getres_time64/usual/registers/-/-/-
    1107 work sleep nanosleep/usual/registers/-/-/-;clock_nanosleep/usual/registers/-/-/-;clock_nanosleep_time64/usual/registers/-/-/-
    1108 work arm+timers alarm/usual/registers/-/-/-;setitimer/usual/registers/-/-/-;timer_settime/usual/registers/-/-/-;timer_settime64/usual/registers/-/-/-;timerfd_settime/other/registers/-/-/-;timerfd_settime64/other/registers/-/-/-
    1109 work ask+about+timers timer_gettime/usual/registers/-/-/-;timer_gettime64/usual/registers/-/-/-
    1110 work ask+about+timer+descriptors timerfd_gettime/usual/registers/-/-/-;timerfd_gettime64/usual/registers/-/-/-
    1111 work wait+on+and+wake+futexes futex/usual/registers/-/-/-;futex_time64/usual/registers/-/-/-;futex_wait/other/registers/-/-/-;futex_wake/other/registers/-/-/-;futex_requeue/other/registers/-/-/-;futex_waitv/other/registers/-/-/-
    1112 work handle+signals rt_sigaction/usual/registers/-/-/-;sigaction/usual/registers/-/-/-;signal/usual/registers/-/-/-
    1113 work mask+signals rt_sigprocmask/usual/registers/-/-/-;sigprocmask/usual/registers/-/-/-;ssetmask/usual/registers/-/-/-
    1114 work ask+for+pending+signals rt_sigpending/usual/registers/-/-/-;sigpending/usual/registers/-/-/-
    1115 work wait+for+signals rt_sigsuspend/usual/registers/-/-/-;sigsuspend/usual/registers/-/-/-;pause/usual/registers/-/-/-;rt_sigtimedwait/usual/registers/-/-/-;rt_sigtimedwait_time64/usual/registers/-/-/-
    1116 effect send+to+message+queues mq_timedsend/usual/registers/-/-/-;mq_timedsend_time64/usual/registers/-/-/-
    1117 effect receive+from+message+queues mq_timedreceive/usual/registers/-/-/-;mq_timedreceive_time64/usual/registers/-/-/-
    1118 effect work+on+semaphores semop/usual/registers/-/-/-;semtimedop/usual/registers/-/-/-;semtimedop_time64/usual/registers/-/-/-

    """,
    starts: [
      0, 179, 280, 501, 716, 934, 1152, 1370, 1588, 1815, 1986, 2075, 2386, 2632, 2809, 2932, 3077,
      3204, 3320, 3705, 4091, 4194, 4312, 4443, 4627, 4736, 4823, 4922, 5010, 5110, 5207, 5305, 5410,
      5506, 5640, 5918, 6147, 6358, 6896, 7600, 8304, 8490, 8874, 9024, 9136, 9263, 9405, 9548, 9684,
      9835, 10208, 10337, 10534, 10713, 10911, 11080, 11244, 11407, 11598, 12014, 12141, 12237,
      12420, 12543, 12639, 12739, 13005, 13310, 13540, 13632, 13950, 14158, 14449, 14572, 14666,
      14775, 14866, 14963, 15056, 15185, 15572, 15730, 15817, 15902, 15994, 16117, 16334, 16552,
      16825, 16943, 17344, 17454, 17541, 17688, 17778, 17895, 18223, 18282, 18374, 18474, 18568,
      18671, 19003, 19137, 19221, 19314, 19506, 19617, 19748, 19981, 20082, 20198, 20432, 20553,
      20678, 20781, 20988, 21100, 21223,
    ])
}
