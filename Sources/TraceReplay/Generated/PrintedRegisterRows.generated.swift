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
    futex */1&0x7f=0x6/0,1,3;*/1&0x7f=0x9/0,1,2,3,5;*/1&0x7f=0xa/0,1,2,5;*/1&0x7f=0xd/0,1,3;*/1&0x7f=0x3/0,1,2,3:32,4;*/1&0x7f=0x4/0,1,2,3:32,4,5;*/1&0x7f=0x5/0,1,2,3:32,4,5;*/1&0x7f=0xc/0,1,2,3:32,4,5
    futex_time64 i386/1&0x7f=0x6/0,1,3;i386/1&0x7f=0x9/0,1,2,3,5;i386/1&0x7f=0xa/0,1,2,5;i386/1&0x7f=0xd/0,1,3;i386/1&0x7f=0x3/0,1,2,3:32,4;i386/1&0x7f=0x4/0,1,2,3:32,4,5;i386/1&0x7f=0x5/0,1,2,3:32,4,5;i386/1&0x7f=0xc/0,1,2,3:32,4,5
    ioctl */1&0xffffffff=0x2204/0,1,2:32;*/1&0xffffffff=0x2400/0,1,2:32;*/1&0xffffffff=0x2401/0,1,2:32;*/1&0xffffffff=0x2402/0,1,2:32;*/1&0xffffffff=0x2403/0,1,2:32;*/1&0xffffffff=0x2405/0,1,2:32;*/1&0xffffffff=0x4611/0,1,2:32;*/1&0xffffffff=0x4b30/0,1,2:32;*/1&0xffffffff=0x4b32/0,1,2:8;*/1&0xffffffff=0x4b3a/0,1,2:32;*/1&0xffffffff=0x4b45/0,1,2:32;*/1&0xffffffff=0x4b63/0,1,2:32;*/1&0xffffffff=0x4b65/0,1,2:8;*/1&0xffffffff=0x4c00/0,1,2:32;*/1&0xffffffff=0x4c06/0,1,2:32;*/1&0xffffffff=0x4c80/0,1,2:32;*/1&0xffffffff=0x4c81/0,1,2:32;*/1&0xffffffff=0x5409/0,1,2:32;*/1&0xffffffff=0x540e/0,1,2:32;*/1&0xffffffff=0x5425/0,1,2:32;*/1&0xffffffff=0xab00/0,1,2:32;*/1&0xffffffff=0xab0a/0,1,2:32;*/1&0xffffffff=0xae41/0,1,2:32;*/1&0xffffffff=0x40042408/0,1,2:32;*/1&0xffffffff=0x40044581/0,1,2:32;*/1&0xffffffff=0x40044900/0,1,2:32;*/1&0xffffffff=0x40049409/0,1,2:32;*/1&0xffffffff=0x40049421/0,1,2:32;*/1&0xffffffff=0x4008941a/0,1,.;*/1&0xffffffff=0x80089419/0,1,.
    kcmp */-/0,1,2,3:32,4:32
    keyctl */-/0,1:32;*/-/0,1:32,2:32;*/-/0,1:32,2:32,3:32;*/-/0,1:32,2:32,3:32,4:32
    lookup_dcookie i386/-/1+0,2,3
    mmap i386/-/.,.,.,.,.,.
    mmap2 i386/-/0,1,2,3,4,5*4096
    prctl */-/0,1:32;*/-/0,1:32,2:32;*/-/0,1:32,2:32,3:32;*/-/0,1:32,2:32,3:32,4:32
    pread64 i386/-/0,1,2,4+3
    preadv i386/-/0,1,2,4+3
    preadv2 i386/-/0,1,2,4+3,5;x32/-/0,1,2,3,4;x86_64/-/0,1,2,3,5
    ptrace */-/0,1:32;*/-/0,1:32,3:32;*/-/0,1:32,2:32,3:32
    pwrite64 i386/-/0,1,2,4+3
    pwritev i386/-/0,1,2,4+3
    pwritev2 i386/-/0,1,2,4+3,5;x32/-/0,1,2,3,4;x86_64/-/0,1,2,3,5
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
      0, 25, 41, 68, 100, 129, 162, 181, 202, 227, 425, 654, 1610, 1635, 1716, 1746, 1770, 1800,
      1880, 1905, 1929, 1991, 2046, 2072, 2097, 2160, 2179, 2204, 2243, 2265, 2284, 2308, 2324, 2344,
      2362, 2397, 2421,
    ])
}
