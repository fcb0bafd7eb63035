#include "CLinux.h"

#include "waiter.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

// A page that a userfaultfd serves, or a file system in user space, is read when its owner pleases.
// The kernel lets only a deadly signal interrupt that, and sometimes not even one.

static int64_t read_vector(int32_t thread, uint64_t address, void *bytes, size_t count) {
  struct iovec local = {bytes, count};
  struct iovec remote = {(void *)(uintptr_t)address, count};
  return clinux_syscall(SYS_process_vm_readv, (uint64_t)thread, (uintptr_t)&local, 1,
                        (uintptr_t)&remote, 1, 0);
}

int64_t clinux_read_memory_file(int32_t thread, uint64_t address, void *bytes, size_t count) {
  char path[32];
  snprintf(path, sizeof path, "/proc/%d/mem", thread);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -(int64_t)errno;
  int64_t result = pread(file, bytes, count, (off_t)address);
  if (result < 0) result = -(int64_t)errno;
  close(file);
  return result;
}

int64_t clinux_read_memory(int32_t thread, uint64_t address, void *bytes, size_t count) {
  int64_t result = read_vector(thread, address, bytes, count);
  // Memory that is not there is in no file either.
  if (result >= 0 || result == -EFAULT) return result;
  return clinux_read_memory_file(thread, address, bytes, count);
}

/// How many threads may have been given up: after that a hostile process has nothing more to win.
enum { MOST_ABANDONED = 4, PAGE = 4096 };

static int abandoned;

/// Whose turn it is: who asks has it in `IDLE` and `ANSWERED`, the thread in the others.
enum turn { IDLE, ASKED, ANSWERED, RELEASED };

struct clinux_reader {
  int32_t turn;
  int32_t thread;
  uint64_t address;
  size_t count;
  int64_t result;
  unsigned char bytes[PAGE];
};

/// Gives the turn to the other side, unless that has taken it meanwhile; whether it could.
static int give_turn(struct clinux_reader *reader, enum turn before, enum turn next) {
  int32_t known = before;
  return __atomic_compare_exchange_n(&reader->turn, &known, next, 0, __ATOMIC_ACQ_REL,
                                     __ATOMIC_ACQUIRE);
}

static void *read_on(void *context) {
  struct clinux_reader *reader = context;
  for (;;) {
    int32_t turn = __atomic_load_n(&reader->turn, __ATOMIC_ACQUIRE);
    if (turn == RELEASED) break;
    if (turn != ASKED) {
      clinux_await_change(&reader->turn, turn, 0);
      continue;
    }
    reader->result =
        clinux_read_memory(reader->thread, reader->address, reader->bytes, reader->count);
    if (!give_turn(reader, ASKED, ANSWERED)) {
      __atomic_fetch_sub(&abandoned, 1, __ATOMIC_RELAXED);
      break;
    }
    clinux_tell_change(&reader->turn);
  }
  free(reader);
  return 0;
}

int32_t clinux_prepare_reader(struct clinux_reader **place) {
  if (*place != 0) return 0;
  if (__atomic_load_n(&abandoned, __ATOMIC_RELAXED) >= MOST_ABANDONED) return EBUSY;
  struct clinux_reader *reader = calloc(1, sizeof *reader);
  if (reader == 0) return ENOMEM;
  int32_t number = clinux_start_thread(read_on, reader);
  if (number != 0) {
    free(reader);
    return number;
  }
  *place = reader;
  return 0;
}

int64_t clinux_read_patiently(struct clinux_reader **place, int32_t thread, uint64_t address,
                              void *bytes, size_t count, int32_t milliseconds) {
  int32_t number = clinux_prepare_reader(place);
  if (number != 0) return -(int64_t)number;
  struct clinux_reader *reader = *place;
  reader->thread = thread;
  reader->address = address;
  reader->count = count < PAGE ? count : PAGE;
  __atomic_store_n(&reader->turn, ASKED, __ATOMIC_RELEASE);
  clinux_tell_change(&reader->turn);

  struct timespec deadline = clinux_deadline(milliseconds), left;
  while (__atomic_load_n(&reader->turn, __ATOMIC_ACQUIRE) == ASKED &&
         clinux_is_left(&deadline, &left))
    clinux_await_change(&reader->turn, ASKED, &left);
  if (give_turn(reader, ASKED, RELEASED)) {
    __atomic_fetch_add(&abandoned, 1, __ATOMIC_RELAXED);
    *place = 0;
    return -ETIMEDOUT;
  }
  if (reader->result > 0) memcpy(bytes, reader->bytes, (size_t)reader->result);
  return reader->result;
}

void clinux_release_reader(struct clinux_reader *reader) {
  if (reader == 0) return;
  __atomic_store_n(&reader->turn, RELEASED, __ATOMIC_RELEASE);
  clinux_tell_change(&reader->turn);
}
