/// What an attempt is: a small function that tries one act, and says what came of it.
#ifndef ATTEMPTS_H
#define ATTEMPTS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct attempt {
  /// `KIND/ACT`, the key of the table of expectations.
  const char *name;
  /// Tries the act in an empty process, in a folder of its own: 0 where it was done, or the number
  /// of the error that prevented it, or what `impossible` returns.
  int (*act)(void);
};

/// Defines an attempt, and lists it.
#define ATTEMPT(kind, name)                                                              \
  static int kind##_##name(void);                                                        \
  static const struct attempt kind##_##name##_attempt = {#kind "/" #name, kind##_##name}; \
  static const struct attempt *const kind##_##name##_entry                               \
      __attribute__((used, section("attempts"))) = &kind##_##name##_attempt;             \
  static int kind##_##name(void)

/// What was prepared outside the filter; only numbers, for they travel in an argument.
struct place {
  /// A process of the same user without a filter, and another that may be killed.
  long neighbour, spare;
  /// Where `flag` is in the neighbour.
  long flag;
  /// A port on 127.0.0.1 with a listener.
  long port;
  /// A segment, a queue and a semaphore of System V, and the key of the segment.
  long segment, queue, semaphore, key;
  /// Whether namespaces of its own keep what root does from the machine.
  long isolated;
  /// Whether a process that dies leaves a file named `core`.
  long dumps;
};
extern struct place place;

/// Descriptors that are open at the start: a socket, a file open for writing.
enum { given_socket = 40, given_file = 41 };

/// The outcome of a call.
static inline int end(long result) { return result < 0 ? errno : 0; }

/// The outcome of a call that is made to fail without harm: the kernel has looked at it when it
/// gives this error.
static inline int reach(long result, int error) {
  return result < 0 && errno != error ? errno : 0;
}

/// The outcome of an ioctl on no descriptor, which the kernel refuses first of all: a way to tell
/// what a filter thinks of a command that could do harm.
static inline int command(unsigned long number) {
  return reach(syscall(SYS_ioctl, -1, number, NULL), EBADF);
}

/// For where the act cannot be tried, whatever the filter says.
int impossible(const char *reason);

#endif
