// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

import LinuxABI

extension StaticTable {
  /// What programs call before main: number, stage, calls, arguments, survives, fallback, ABIs.
  static let startUpRows = StaticTable(
    """
    1000 program arch_prctl option=ARCH_SET_FS no - x86_64
    1001 program set_thread_area - no - i386
    1002 program set_tid_address - errors - *
    1003 glibc mprotect prot=PROT_READ no - *
    1004 glibc brk - errors - *
    1005 glibc set_robust_list - errors - *
    1006 glibc rseq - errors - *
    1007 glibc ugetrlimit,prlimit64 - errors - *
    1008 glibc readlink,readlinkat - errors - *
    1009 glibc getrandom - errors - *
    1010 dynamic mmap2,mmap prot=PROT_READ|PROT_WRITE;flags=MAP_PRIVATE|MAP_ANONYMOUS no - *
    1011 dynamic mmap2,mmap prot=PROT_READ|PROT_EXEC;flags=MAP_PRIVATE|MAP_FIXED|MAP_DENYWRITE;fd>=3 no - *
    1012 dynamic mmap2,mmap prot=PROT_READ|PROT_WRITE;flags=MAP_PRIVATE|MAP_FIXED|MAP_DENYWRITE;fd>=3 no - *
    1013 dynamic openat flags=O_RDONLY|O_CLOEXEC no - 64-bit
    1014 dynamic openat flags=O_RDONLY|O_CLOEXEC|O_LARGEFILE no - 32-bit
    1015 dynamic read fd>=3 no - *
    1016 dynamic close fd>=3 no - *
    1017 dynamic newfstatat,statx - no fstatat64 *
    1018 dynamic pread64 fd>=3 no - x86_64
    1019 dynamic munmap - errors - *
    1020 dynamic access,faccessat - errors - *

    """,
    starts: [
      0, 55, 96, 138, 180, 208, 248, 277, 322, 366, 400, 489, 593, 698, 755, 824, 855, 887, 934, 973,
      1006,
    ])
}
