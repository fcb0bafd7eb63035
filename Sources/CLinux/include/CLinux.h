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

#include "files.h"
#include "launch.h"
#include "waiting.h"

/// A system call by number with six raw register values; -errno on failure, as the kernel returns it.
static inline int64_t clinux_syscall(int64_t number, uint64_t a0, uint64_t a1, uint64_t a2,
                                     uint64_t a3, uint64_t a4, uint64_t a5) {
  long result = syscall((long)number, a0, a1, a2, a3, a4, a5);
  return result == -1 ? -(int64_t)errno : (int64_t)result;
}

#endif
