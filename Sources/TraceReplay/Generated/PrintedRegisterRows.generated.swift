// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

import LinuxABI

extension StaticTable {
  /// Arguments that strace does not print in the order or width of the registers.
  static let printedRegisterRows = StaticTable(
    """
    _llseek i386/-/0,1+2,3,4
    clone */-/named
    fadvise64 i386/-/0,2+1,3,4
    fadvise64_64 i386/-/0,2+1,4+3,5
    fallocate i386/-/0,1,3+2,5+4
    fanotify_mark i386/-/0,1,3+2,4,5
    fcntl */-/0,1,2:32
    fcntl64 */-/0,1,2:32
    ftruncate64 i386/-/0,2+1
    futex */1&0x7f=0x6/0,1,3;*/1&0x7f=0x9/0,1,2,3,5;*/1&0x7f=0xa/0,1,2,5;*/1&0x7f=0xd/0,1,3
    futex_time64 i386/1&0x7f=0x6/0,1,3;i386/1&0x7f=0x9/0,1,2,3,5;i386/1&0x7f=0xa/0,1,2,5;i386/1&0x7f=0xd/0,1,3
    kcmp */-/0,1,2,3:32,4:32
    keyctl */-/0,1:32;*/-/0,1:32,2:32;*/-/0,1:32,2:32,3:32;*/-/0,1:32,2:32,3:32,4:32
    lookup_dcookie i386/-/1+0,2,3
    mmap i386/-/.,.,.,.,.,.
    mmap2 i386/-/0,1,2,3,4,5*4096
    prctl */-/0,1:32;*/-/0,1:32,2:32;*/-/0,1:32,2:32,3:32;*/-/0,1:32,2:32,3:32,4:32
    pread64 i386/-/0,1,2,4+3
    preadv i386/-/0,1,2,4+3
    preadv2 i386/-/0,1,2,4+3,5;x86_64/-/0,1,2,3,5
    ptrace */-/0,1:32;*/-/0,1:32,3:32;*/-/0,1:32,2:32,3:32
    pwrite64 i386/-/0,1,2,4+3
    pwritev i386/-/0,1,2,4+3
    pwritev2 i386/-/0,1,2,4+3,5;x86_64/-/0,1,2,3,5
    quotactl */-/0,1,3
    readahead i386/-/0,2+1,3
    remap_file_pages x86_64/-/0,1,2,3,4:32
    restart_syscall */-/.
    rt_sigreturn */-/.
    select i386/-/.,.,.,.,.
    sigreturn */-/.
    sigsuspend i386/-/.
    ssetmask i386/-/.
    sync_file_range i386/-/0,2+1,4+3,5
    truncate64 i386/-/0,2+1
    umask */-/0:9

    """,
    starts: [
      0, 25, 41, 68, 100, 129, 162, 181, 202, 227, 315, 422, 447, 528, 558, 582, 612, 692, 717, 741,
      787, 842, 868, 893, 940, 959, 984, 1023, 1045, 1064, 1088, 1104, 1124, 1142, 1177, 1201,
    ])
}
