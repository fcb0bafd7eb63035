// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

import LinuxABI

extension StaticTable {
  /// Calls in whose place others are made at another load: name, those that add no power.
  static let companionRows = StaticTable(
    """
    _newselect select,pselect6,pselect6_time64
    arm_sync_file_range fsync,fdatasync,sync_file_range,sync_file_range2
    epoll_pwait epoll_wait
    epoll_wait epoll_pwait
    fdatasync fsync,sync_file_range,sync_file_range2,arm_sync_file_range
    fsync fdatasync,sync_file_range,sync_file_range2,arm_sync_file_range
    poll ppoll,ppoll_time64
    ppoll poll,ppoll_time64
    ppoll_time64 poll,ppoll
    pread64 read,readv,preadv
    preadv read,readv,pread64
    pselect6 select,_newselect,pselect6_time64
    pselect6_time64 select,_newselect,pselect6
    pwrite64 write,writev,pwritev
    pwritev write,writev,pwrite64
    read readv,pread64,preadv
    readv read,pread64,preadv
    recvmsg recvfrom
    select _newselect,pselect6,pselect6_time64
    sendmsg sendto
    sync_file_range fsync,fdatasync,sync_file_range2,arm_sync_file_range
    sync_file_range2 fsync,fdatasync,sync_file_range,arm_sync_file_range
    wait4 waitid,waitpid
    waitid wait4,waitpid
    waitpid wait4,waitid
    write writev,pwrite64,pwritev
    writev write,pwrite64,pwritev

    """,
    starts: [
      0, 43, 112, 135, 158, 227, 296, 320, 344, 368, 394, 420, 463, 506, 536, 566, 592, 618, 635,
      678, 693, 762, 831, 852, 873, 894, 924,
    ])
}
