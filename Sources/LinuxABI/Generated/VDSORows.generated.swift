// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

extension StaticTable {
  /// Calls that the vDSO answers: number, call, argument, its values, by the clock, ABIs.
  static let vdsoRows = StaticTable(
    """
    1000 clock_gettime which_clock CLOCK_REALTIME,CLOCK_MONOTONIC,CLOCK_MONOTONIC_RAW,CLOCK_REALTIME_COARSE,CLOCK_MONOTONIC_COARSE,CLOCK_BOOTTIME,CLOCK_TAI read *
    1001 gettimeofday - - read *
    1002 clock_getres which_clock CLOCK_REALTIME,CLOCK_MONOTONIC,CLOCK_MONOTONIC_RAW,CLOCK_REALTIME_COARSE,CLOCK_MONOTONIC_COARSE,CLOCK_BOOTTIME,CLOCK_TAI - *
    1003 clock_gettime64 which_clock CLOCK_REALTIME,CLOCK_MONOTONIC,CLOCK_MONOTONIC_RAW,CLOCK_REALTIME_COARSE,CLOCK_MONOTONIC_COARSE,CLOCK_BOOTTIME,CLOCK_TAI read i386,arm
    1004 clock_getres_time64 which_clock CLOCK_REALTIME,CLOCK_MONOTONIC,CLOCK_MONOTONIC_RAW,CLOCK_REALTIME_COARSE,CLOCK_MONOTONIC_COARSE,CLOCK_BOOTTIME,CLOCK_TAI - i386,arm
    1005 time - - - x86_64,x32,i386,ppc64le
    1006 getcpu - - - x86_64,x32,i386,riscv64,ppc64le,s390x,loongarch64

    """,
    starts: [
      0, 159, 188, 343, 511, 680, 720,
    ])
}
