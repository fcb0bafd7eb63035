// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

import LinuxABI

extension StaticTable {
  /// Calls that a log need not show: number, kind, conditions, calls, purpose.
  static let needRows = StaticTable(
    """
    1000 end - exit,exit_group for locks, memory, signals, last words and the time
    1001 kernel - rt_sigreturn,sigreturn,restart_syscall for locks, memory, signals, last words and the time
    1002 library - futex,futex_time64,sched_yield,nanosleep,clock_nanosleep,clock_nanosleep_time64,brk,munmap,mremap,madvise,sched_getaffinity,rt_sigaction,rt_sigprocmask,getpid,gettid,write,writev for locks, memory, signals, last words and the time
    1003 library sig:in:SIGABRT,SIGURG tgkill,tkill to abort
    1004 library prot:in:PROT_NONE,PROT_READ,PROT_READ|PROT_WRITE~flags:has:MAP_ANONYMOUS mmap,mmap2 for memory
    1005 library prot:in:PROT_NONE,PROT_READ,PROT_READ|PROT_WRITE mprotect for memory
    1006 library - getppid,getrusage,sysinfo,times,uname to ask about the process and the machine

    """,
    starts: [
      0, 79, 184, 430, 487, 595, 677,
    ])
}
