// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

extension StaticTable {
  /// Groups: name, members.
  static let groupRows = StaticTable(
    """

    aio io_cancel,io_destroy,io_getevents,io_pgetevents,io_pgetevents_time64,io_setup,io_submit,io_uring_enter,io_uring_register,io_uring_setup
    basic-io _llseek,close,close_range,dup,dup2,dup3,lseek,pread64,preadv,preadv2,pwrite64,pwritev,pwritev2,read,readv,write,writev
    chown chown,chown32,fchown,fchown32,fchownat,lchown,lchown32
    clock adjtimex,clock_adjtime,clock_adjtime64,clock_settime,clock_settime64,settimeofday
    cpu-emulation modify_ldt,subpage_prot,switch_endian,vm86,vm86old
    debug lookup_dcookie,perf_event_open,pidfd_getfd,ptrace,rtas,s390_runtime_instr,sys_debug_setcontext
    default arch_prctl,brk,cacheflush,clock_getres,clock_getres_time64,clock_gettime,clock_gettime64,clock_nanosleep,clock_nanosleep_time64,execve,exit,exit_group,futex,futex_time64,futex_waitv,get_robust_list,get_thread_area,getegid,getegid32,geteuid,geteuid32,getgid,getgid32,getgroups,getgroups32,getpgid,getpgrp,getpid,getppid,getrandom,getresgid,getresgid32,getresuid,getresuid32,getrlimit,getsid,gettid,gettimeofday,getuid,getuid32,landlock_add_rule,landlock_create_ruleset,landlock_restrict_self,lsm_get_self_attr,lsm_list_modules,membarrier,mmap,mmap2,mprotect,mseal,munmap,nanosleep,pause,prlimit64,restart_syscall,riscv_flush_icache,riscv_hwprobe,rseq,rt_sigreturn,sched_getaffinity,sched_yield,seccomp,set_robust_list,set_thread_area,set_tid_address,set_tls,sigreturn,time,ugetrlimit,uretprobe
    file-system access,chdir,chmod,close,creat,faccessat,faccessat2,fallocate,fchdir,fchmod,fchmodat,fchmodat2,fcntl,fcntl64,fgetxattr,file_getattr,file_setattr,flistxattr,fremovexattr,fsetxattr,fstat,fstat64,fstatat64,fstatfs,fstatfs64,ftruncate,ftruncate64,futimesat,getcwd,getdents,getdents64,getxattr,getxattrat,inotify_add_watch,inotify_init,inotify_init1,inotify_rm_watch,lgetxattr,link,linkat,listmount,listxattr,listxattrat,llistxattr,lremovexattr,lsetxattr,lstat,lstat64,mkdir,mkdirat,mknod,mknodat,newfstatat,oldfstat,oldlstat,oldstat,open,open_tree,openat,openat2,readlink,readlinkat,removexattr,removexattrat,rename,renameat,renameat2,rmdir,setxattr,setxattrat,stat,stat64,statfs,statfs64,statmount,statx,symlink,symlinkat,truncate,truncate64,unlink,unlinkat,utime,utimensat,utimensat_time64,utimes
    io-event _newselect,epoll_create,epoll_create1,epoll_ctl,epoll_ctl_old,epoll_pwait,epoll_pwait2,epoll_wait,epoll_wait_old,eventfd,eventfd2,poll,ppoll,ppoll_time64,pselect6,pselect6_time64,select
    ipc ipc,memfd_create,mq_getsetattr,mq_notify,mq_open,mq_timedreceive,mq_timedreceive_time64,mq_timedsend,mq_timedsend_time64,mq_unlink,msgctl,msgget,msgrcv,msgsnd,pipe,pipe2,process_madvise,process_vm_readv,process_vm_writev,semctl,semget,semop,semtimedop,semtimedop_time64,shmat,shmctl,shmdt,shmget
    keyring add_key,keyctl,request_key
    memlock mlock,mlock2,mlockall,munlock,munlockall
    module delete_module,finit_module,init_module
    mount chroot,fsconfig,fsmount,fsopen,fspick,mount,mount_setattr,move_mount,open_tree_attr,pivot_root,umount,umount2
    network-io accept,accept4,bind,connect,getpeername,getsockname,getsockopt,listen,recv,recvfrom,recvmmsg,recvmmsg_time64,recvmsg,send,sendmmsg,sendmsg,sendto,setsockopt,shutdown,socket,socketcall,socketpair
    obsolete _sysctl,afs_syscall,bdflush,break,create_module,ftime,get_kernel_syms,getpmsg,gtty,idle,lock,mpx,prof,profil,putpmsg,query_module,security,sgetmask,ssetmask,stime,stty,sysfs,tuxcall,ulimit,uselib,ustat,vserver
    pkey pkey_alloc,pkey_free,pkey_mprotect
    pledge/chown chown,fchown,fchownat,lchown
    pledge/cpath creat,link,linkat,mkdir,mkdirat,open,openat,rename,renameat,renameat2,rmdir,symlink,symlinkat,unlink,unlinkat
    pledge/default exit
    pledge/dns bind,close,connect,newfstatat,openat,read,recvfrom,sendto,setsockopt,socket
    pledge/dpath mknod,mknodat
    pledge/exec execve,execveat
    pledge/fattr chmod,fchmod,fchmodat,futimesat,utime,utimensat,utimes
    pledge/flock fcntl,flock
    pledge/id getpriority,prlimit64,setfsgid,setfsuid,setgid,setgroups,setpriority,setregid,setresgid,setresuid,setreuid,setrlimit,setuid
    pledge/inet accept,accept4,bind,connect,getpeername,getsockname,getsockopt,ioctl,listen,sendto,setsockopt,socket
    pledge/netlink socket
    pledge/proc clone,fork,getpriority,ioprio_get,ioprio_set,kill,prlimit64,sched_get_priority_max,sched_get_priority_min,sched_getparam,sched_getscheduler,sched_setparam,sched_setscheduler,setpgid,setpriority,setrlimit,setsid,tgkill,vfork
    pledge/prot_exec mmap,mprotect
    pledge/recvfd recvmmsg,recvmsg
    pledge/rpath access,chdir,faccessat,faccessat2,fstat,fstatfs,getcwd,getdents,getdents64,lstat,newfstatat,open,openat,readlink,readlinkat,stat,statfs
    pledge/sendfd sendmmsg,sendmsg
    pledge/settime clock_adjtime,settimeofday
    pledge/stdio alarm,arch_prctl,brk,clock_getres,clock_gettime,clock_nanosleep,clone,close,close_range,copy_file_range,dup,dup2,dup3,epoll_create,epoll_create1,epoll_ctl,epoll_pwait,epoll_pwait2,epoll_wait,eventfd,eventfd2,exit_group,fadvise64,fchdir,fcntl,fdatasync,fstat,fsync,ftruncate,futex,get_robust_list,getegid,geteuid,getgid,getgroups,getitimer,getpgid,getpgrp,getpid,getppid,getrandom,getresgid,getresuid,getrlimit,getrusage,getsid,gettid,gettimeofday,getuid,ioctl,kill,lseek,madvise,membarrier,migrate_pages,mincore,mmap,mprotect,mremap,msync,munmap,nanosleep,pause,pipe,pipe2,poll,ppoll,prctl,pread64,preadv,preadv2,prlimit64,pselect6,pwrite64,pwritev,pwritev2,read,readv,recvfrom,restart_syscall,rt_sigaction,rt_sigpending,rt_sigprocmask,rt_sigreturn,rt_sigsuspend,rt_sigtimedwait,sched_getaffinity,sched_setaffinity,sched_yield,select,sendfile,sendto,set_robust_list,set_tid_address,setitimer,shutdown,sigaltstack,signalfd,signalfd4,socketpair,splice,sync_file_range,sysinfo,tee,tgkill,timerfd_create,timerfd_gettime,timerfd_settime,times,tkill,umask,uname,vmsplice,wait4,write,writev
    pledge/tmppath lstat,unlink,unlinkat
    pledge/tty ioctl
    pledge/unix accept,accept4,bind,connect,getpeername,getsockname,getsockopt,listen,sendto,setsockopt,socket
    pledge/unveil landlock_add_rule,landlock_create_ruleset,landlock_restrict_self
    pledge/vminfo sched_yield
    pledge/wpath access,chmod,faccessat,faccessat2,fchmod,fchmodat,fstat,getcwd,lstat,newfstatat,open,openat,readlinkat,stat,truncate
    privileged _sysctl,acct,adjtimex,bpf,capset,chown,chown32,chroot,clock_adjtime,clock_adjtime64,clock_settime,clock_settime64,delete_module,fanotify_init,fanotify_mark,fchown,fchown32,fchownat,finit_module,init_module,ioperm,iopl,kexec_file_load,kexec_load,lchown,lchown32,nfsservctl,open_by_handle_at,pciconfig_iobase,pciconfig_read,pciconfig_write,pivot_root,quotactl,quotactl_fd,reboot,s390_pci_mmio_read,s390_pci_mmio_write,setdomainname,setfsuid,setfsuid32,setgroups,setgroups32,sethostname,setresuid,setresuid32,setreuid,setreuid32,settimeofday,setuid,setuid32,swapoff,swapon,vhangup
    process capget,clone,clone3,execveat,fork,getrusage,kill,pidfd_open,pidfd_send_signal,prctl,rt_sigqueueinfo,rt_tgsigqueueinfo,setns,swapcontext,tgkill,times,tkill,unshare,vfork,wait4,waitid,waitpid
    raw-io ioperm,iopl,pciconfig_iobase,pciconfig_read,pciconfig_write,s390_pci_mmio_read,s390_pci_mmio_write
    reboot kexec_file_load,kexec_load,reboot
    resources ioprio_set,mbind,migrate_pages,move_pages,nice,sched_setaffinity,sched_setattr,sched_setparam,sched_setscheduler,set_mempolicy,set_mempolicy_home_node,setpriority,setrlimit
    sandbox landlock_add_rule,landlock_create_ruleset,landlock_restrict_self,seccomp
    setuid setgid,setgid32,setgroups,setgroups32,setregid,setregid32,setresgid,setresgid32,setresuid,setresuid32,setreuid,setreuid32,setuid,setuid32
    signal rt_sigaction,rt_sigpending,rt_sigprocmask,rt_sigsuspend,rt_sigtimedwait,rt_sigtimedwait_time64,sigaction,sigaltstack,signal,signalfd,signalfd4,sigpending,sigprocmask,sigsuspend
    swap swapoff,swapon
    sync fdatasync,fsync,msync,sync,sync_file_range,sync_file_range2,syncfs
    system-service _llseek,_newselect,accept,accept4,access,add_key,alarm,arch_prctl,arm_fadvise64_64,bind,brk,cacheflush,capget,capset,chdir,chmod,chown,chown32,clock_getres,clock_getres_time64,clock_gettime,clock_gettime64,clock_nanosleep,clock_nanosleep_time64,clone,clone3,close,close_range,connect,copy_file_range,creat,dup,dup2,dup3,epoll_create,epoll_create1,epoll_ctl,epoll_ctl_old,epoll_pwait,epoll_pwait2,epoll_wait,epoll_wait_old,eventfd,eventfd2,execve,execveat,exit,exit_group,faccessat,faccessat2,fadvise64,fadvise64_64,fallocate,fchdir,fchmod,fchmodat,fchmodat2,fchown,fchown32,fchownat,fcntl,fcntl64,fdatasync,fgetxattr,file_getattr,file_setattr,flistxattr,flock,fork,fremovexattr,fsetxattr,fstat,fstat64,fstatat64,fstatfs,fstatfs64,fsync,ftruncate,ftruncate64,futex,futex_time64,futex_waitv,futimesat,get_mempolicy,get_robust_list,get_thread_area,getcpu,getcwd,getdents,getdents64,getegid,getegid32,geteuid,geteuid32,getgid,getgid32,getgroups,getgroups32,getitimer,getpeername,getpgid,getpgrp,getpid,getppid,getpriority,getrandom,getresgid,getresgid32,getresuid,getresuid32,getrlimit,getrusage,getsid,getsockname,getsockopt,gettid,gettimeofday,getuid,getuid32,getxattr,getxattrat,inotify_add_watch,inotify_init,inotify_init1,inotify_rm_watch,io_cancel,io_destroy,io_getevents,io_pgetevents,io_pgetevents_time64,io_setup,io_submit,io_uring_enter,io_uring_register,io_uring_setup,ioctl,ioprio_get,ioprio_set,ipc,kcmp,keyctl,kill,landlock_add_rule,landlock_create_ruleset,landlock_restrict_self,lchown,lchown32,lgetxattr,link,linkat,listen,listmount,listxattr,listxattrat,llistxattr,lremovexattr,lseek,lsetxattr,lsm_get_self_attr,lsm_list_modules,lstat,lstat64,madvise,mbind,membarrier,memfd_create,migrate_pages,mkdir,mkdirat,mknod,mknodat,mlock,mlock2,mlockall,mmap,mmap2,move_pages,mprotect,mq_getsetattr,mq_notify,mq_open,mq_timedreceive,mq_timedreceive_time64,mq_timedsend,mq_timedsend_time64,mq_unlink,mremap,mseal,msgctl,msgget,msgrcv,msgsnd,msync,munlock,munlockall,munmap,name_to_handle_at,nanosleep,newfstatat,nice,oldfstat,oldlstat,oldolduname,oldstat,olduname,open,open_tree,openat,openat2,pause,personality,pidfd_open,pidfd_send_signal,pipe,pipe2,poll,ppoll,ppoll_time64,prctl,pread64,preadv,preadv2,prlimit64,process_madvise,process_vm_readv,process_vm_writev,pselect6,pselect6_time64,pwrite64,pwritev,pwritev2,read,readahead,readdir,readlink,readlinkat,readv,recv,recvfrom,recvmmsg,recvmmsg_time64,recvmsg,remap_file_pages,removexattr,removexattrat,rename,renameat,renameat2,request_key,restart_syscall,riscv_flush_icache,riscv_hwprobe,rmdir,rseq,rt_sigaction,rt_sigpending,rt_sigprocmask,rt_sigqueueinfo,rt_sigreturn,rt_sigsuspend,rt_sigtimedwait,rt_sigtimedwait_time64,rt_tgsigqueueinfo,sched_get_priority_max,sched_get_priority_min,sched_getaffinity,sched_getattr,sched_getparam,sched_getscheduler,sched_rr_get_interval,sched_rr_get_interval_time64,sched_setaffinity,sched_setattr,sched_setparam,sched_setscheduler,sched_yield,seccomp,select,semctl,semget,semop,semtimedop,semtimedop_time64,send,sendfile,sendfile64,sendmmsg,sendmsg,sendto,set_mempolicy,set_mempolicy_home_node,set_robust_list,set_thread_area,set_tid_address,set_tls,setfsgid,setfsgid32,setfsuid,setfsuid32,setgid,setgid32,setgroups,setgroups32,setitimer,setns,setpgid,setpriority,setregid,setregid32,setresgid,setresgid32,setresuid,setresuid32,setreuid,setreuid32,setrlimit,setsid,setsockopt,setuid,setuid32,setxattr,setxattrat,shmat,shmctl,shmdt,shmget,shutdown,sigaction,sigaltstack,signal,signalfd,signalfd4,sigpending,sigprocmask,sigreturn,sigsuspend,socket,socketcall,socketpair,splice,stat,stat64,statfs,statfs64,statmount,statx,swapcontext,symlink,symlinkat,sync,sync_file_range,sync_file_range2,syncfs,sysinfo,tee,tgkill,time,timer_create,timer_delete,timer_getoverrun,timer_gettime,timer_gettime64,timer_settime,timer_settime64,timerfd_create,timerfd_gettime,timerfd_gettime64,timerfd_settime,timerfd_settime64,times,tkill,truncate,truncate64,ugetrlimit,umask,uname,unlink,unlinkat,unshare,uretprobe,userfaultfd,utime,utimensat,utimensat_time64,utimes,vfork,vmsplice,wait4,waitid,waitpid,write,writev
    timer alarm,getitimer,setitimer,timer_create,timer_delete,timer_getoverrun,timer_gettime,timer_gettime64,timer_settime,timer_settime64,timerfd_create,timerfd_gettime,timerfd_gettime64,timerfd_settime,timerfd_settime64,times

    """)
}
