#ifndef CLINUX_H
#define CLINUX_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "audit.h"
#include "files.h"
#include "launch.h"
#include "patience.h"
#include "spawn.h"
#include "supervise.h"
#include "waiting.h"

/// How many words the process was started with, its own name included; -1 where libc does not say.
int32_t clinux_argument_count(void);

/// One of the words that the process was started with, below their number; a null-terminated string.
const char *clinux_argument(int32_t index);

/// A system call by number with six raw register values; -errno on failure, as the kernel returns it.
static inline int64_t clinux_syscall(int64_t number, uint64_t a0, uint64_t a1, uint64_t a2,
                                     uint64_t a3, uint64_t a4, uint64_t a5) {
  long result = syscall((long)number, a0, a1, a2, a3, a4, a5);
  return result == -1 ? -(int64_t)errno : (int64_t)result;
}

#endif
