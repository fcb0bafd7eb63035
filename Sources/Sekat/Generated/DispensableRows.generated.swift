// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

import LinuxABI

extension StaticTable {
  /// Calls that libraries do without: number, call, argument, value, advice, who.
  static let dispensableRows = StaticTable(
    """
    1000 access filename /etc/ld.so.preload rule the dynamic loader looks for libraries to be loaded first
    1001 connect uservaddr /var/run/nscd/socket none glibc asks nscd for users and hosts, and then reads the files itself
    1002 faccessat filename /etc/ld.so.preload rule the dynamic loader looks for libraries to be loaded first
    1003 ioctl cmd TCGETS rule isatty(3) takes any error for no terminal
    1004 ioctl cmd TIOCGWINSZ rule programs ask for the size of a terminal, which may be none
    1005 madvise behavior MADV_DONTNEED rule glibc and jemalloc give memory back
    1006 madvise behavior MADV_FREE rule jemalloc tries whether memory can be given back later
    1007 openat filename /proc/sys/vm/overcommit_memory rule malloc(3) looks at it before memory is given back
    1008 prctl option PR_SET_VMA rule glibc gives names to its memory
    1009 set_tid_address - - rule C libraries announce the first thread, at the start

    """,
    starts: [
      0, 103, 221, 327, 396, 486, 563, 654, 761, 827,
    ])
}
