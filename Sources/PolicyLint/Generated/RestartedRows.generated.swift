// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

import LinuxABI

extension StaticTable {
  /// Calls that go on as restart_syscall: number, call, use.
  static let restartedRows = StaticTable(
    """
    1000 nanosleep -
    1001 clock_nanosleep flags:hasNone:TIMER_ABSTIME
    1002 clock_nanosleep_time64 flags:hasNone:TIMER_ABSTIME
    1003 poll -
    1004 futex op:is:FUTEX_WAIT
    1005 futex op:is:FUTEX_WAIT_BITSET
    1006 futex_time64 op:is:FUTEX_WAIT
    1007 futex_time64 op:is:FUTEX_WAIT_BITSET

    """,
    starts: [
      0, 17, 66, 122, 134, 162, 197, 232,
    ])
}
