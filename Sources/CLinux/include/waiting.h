#ifndef CLINUX_WAITING_H
#define CLINUX_WAITING_H

#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>

// What becomes of a call in which a thread waits when the thread is stopped and goes on without a
// signal: see signal(7), "Interruption of system calls and library functions by stop signals".

enum clinux_interruption {
  /// The call may end early, or nothing is known of it.
  CLINUX_ENDS,
  /// The kernel makes it again, or goes on with `restart_syscall`, and the caller does not notice.
  CLINUX_GOES_ON,
  /// As that, where the descriptor in its first argument is a pipe or a terminal: another kind of
  /// file may end the call.
  CLINUX_GOES_ON_WITH_PIPE,
  /// It ends with EINTR and has done nothing, so that it can be made again.
  CLINUX_CAN_BE_REPEATED,
  /// As that, but it has a timeout, which begins anew.
  CLINUX_CAN_BE_REPEATED_WITH_TIMEOUT,
};

/// What becomes of a call of the machine's own ABI.
static inline enum clinux_interruption clinux_interruption(uint64_t number,
                                                           const uint64_t *arguments) {
  switch (number) {
  case SYS_nanosleep:
  case SYS_clock_nanosleep:
  case SYS_restart_syscall:
  case SYS_ppoll:
  case SYS_pselect6:
  case SYS_wait4:
  case SYS_waitid:
  case SYS_rt_sigsuspend:
#ifdef SYS_poll
  case SYS_poll:
#endif
#ifdef SYS_select
  case SYS_select:
#endif
#ifdef SYS_pause
  case SYS_pause:
#endif
    return CLINUX_GOES_ON;
  case SYS_futex: {
    uint64_t operation = arguments[1] & (uint64_t)FUTEX_CMD_MASK & 0xffffffff;
    int waits = operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET;
    return waits ? CLINUX_GOES_ON : CLINUX_ENDS;
  }
  case SYS_read:
    return CLINUX_GOES_ON_WITH_PIPE;
#ifdef SYS_epoll_wait
  case SYS_epoll_wait:
#endif
  case SYS_epoll_pwait:
    return (int32_t)arguments[3] < 0 ? CLINUX_CAN_BE_REPEATED : CLINUX_CAN_BE_REPEATED_WITH_TIMEOUT;
  case SYS_rt_sigtimedwait:
    return arguments[2] == 0 ? CLINUX_CAN_BE_REPEATED : CLINUX_CAN_BE_REPEATED_WITH_TIMEOUT;
#ifdef SYS_epoll_pwait2
  case SYS_epoll_pwait2:
#endif
  case SYS_semtimedop:
    return arguments[3] == 0 ? CLINUX_CAN_BE_REPEATED : CLINUX_CAN_BE_REPEATED_WITH_TIMEOUT;
#ifdef SYS_semop
  case SYS_semop:
    return CLINUX_CAN_BE_REPEATED;
#endif
  default:
    return CLINUX_ENDS;
  }
}

#endif
