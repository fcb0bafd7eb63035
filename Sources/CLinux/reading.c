#include "CLinux.h"

#include "waiter.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

// A page that a userfaultfd serves, or a file system in user space, is read when its owner pleases.
// The kernel lets only a deadly signal interrupt that, and sometimes not even one.

int64_t clinux_read_memory(int32_t thread, uint64_t address, void *bytes, size_t count) {
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

/// How many threads may have been given up: after that a hostile process has nothing more to win.
enum { MOST_ABANDONED = 4, PAGE = 4096 };

static int abandoned;

struct clinux_reader {
  struct waiter waiter;
  enum { IDLE, ASKED, ANSWERED, RELEASED } state;
  int32_t thread;
  uint64_t address;
  size_t count;
  int64_t result;
  unsigned char bytes[PAGE];
};

static void *read_on(void *context) {
  struct clinux_reader *reader = context;
  pthread_mutex_lock(&reader->waiter.lock);
  int isAbandoned = 0;
  while (reader->state != RELEASED) {
    if (reader->state != ASKED) {
      clinux_await_news(&reader->waiter, 0);
      continue;
    }
    pthread_mutex_unlock(&reader->waiter.lock);
    int64_t result =
        clinux_read_memory(reader->thread, reader->address, reader->bytes, reader->count);
    // Memory that is not there is in no file either.
    if (result < 0 && result != -EFAULT)
      result =
          clinux_read_memory_file(reader->thread, reader->address, reader->bytes, reader->count);
    pthread_mutex_lock(&reader->waiter.lock);
    isAbandoned = reader->state == RELEASED;
    if (isAbandoned) break;
    reader->result = result;
    reader->state = ANSWERED;
    pthread_cond_signal(&reader->waiter.changed);
  }
  pthread_mutex_unlock(&reader->waiter.lock);
  free(reader);
  if (isAbandoned) __atomic_fetch_sub(&abandoned, 1, __ATOMIC_RELAXED);
  return 0;
}

static struct clinux_reader *make_reader(void) {
  struct clinux_reader *reader = calloc(1, sizeof *reader);
  if (reader == 0) return 0;
  clinux_start_waiter(&reader->waiter);
  if (clinux_start_thread(read_on, reader) == 0) return reader;
  free(reader);
  return 0;
}

int64_t clinux_read_patiently(struct clinux_reader **place, int32_t thread, uint64_t address,
                              void *bytes, size_t count, int32_t milliseconds) {
  if (*place == 0) {
    if (__atomic_load_n(&abandoned, __ATOMIC_RELAXED) >= MOST_ABANDONED) return -EBUSY;
    *place = make_reader();
    if (*place == 0) return -ENOMEM;
  }
  struct clinux_reader *reader = *place;
  struct timespec deadline = clinux_deadline(milliseconds);
  pthread_mutex_lock(&reader->waiter.lock);
  reader->thread = thread;
  reader->address = address;
  reader->count = count < PAGE ? count : PAGE;
  reader->state = ASKED;
  pthread_cond_signal(&reader->waiter.changed);
  while (reader->state == ASKED && clinux_await_news(&reader->waiter, &deadline)) {}
  int64_t result = -ETIMEDOUT;
  if (reader->state == ANSWERED) {
    result = reader->result;
    if (result > 0) memcpy(bytes, reader->bytes, (size_t)result);
    reader->state = IDLE;
  } else {
    __atomic_fetch_add(&abandoned, 1, __ATOMIC_RELAXED);
    reader->state = RELEASED;
    *place = 0;
  }
  pthread_mutex_unlock(&reader->waiter.lock);
  return result;
}

void clinux_release_reader(struct clinux_reader *reader) {
  if (reader == 0) return;
  pthread_mutex_lock(&reader->waiter.lock);
  reader->state = RELEASED;
  pthread_cond_signal(&reader->waiter.changed);
  pthread_mutex_unlock(&reader->waiter.lock);
}
