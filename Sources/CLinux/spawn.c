#include "CLinux.h"

#include "waiter.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>

// From Linux 5.4 and 5.1, and 5.9 and 5.11; headers may be older.
#ifndef P_PIDFD
#define P_PIDFD 3
#endif
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4
#endif
#ifndef CLONE_PIDFD
#define CLONE_PIDFD 0x1000
#endif

// MARK: - In the child

void __attribute__((noreturn))
clinux_give_up(volatile struct clinux_progress *progress, enum clinux_step step, int32_t number) {
  progress->step = step;
  progress->number = number;
  progress->has_failed = 1;
  // An outer filter may refuse even that; the instruction's signal ends the process then.
  syscall(SYS_exit_group, 127);
  for (;;) __builtin_trap();
}

/// No signal is handled or ignored any more, nor are those that libc keeps for itself and lets nobody
/// change: a process may have been started with them ignored. All zeros is the default action.
static void reset_signals(void) {
  const uint64_t action[8] = {0};
  for (int number = 1; number < NSIG; number++)
    syscall(SYS_rt_sigaction, number, action, 0, sizeof(uint64_t));
}

/// Makes the three standard descriptors what they are to be.
static int32_t place_streams(struct clinux_spawn *spawn) {
  // Out of the way first: the parent may have closed standard descriptors, and then those of the
  // pipes are among them.
  spawn->signal_end = fcntl(spawn->signal_end, F_DUPFD_CLOEXEC, 3);
  if (spawn->signal_end < 0) return errno;
  int sources[3];
  for (int i = 0; i < 3; i++) {
    sources[i] = -1;
    if (spawn->streams[i] < 0) continue;
    sources[i] = fcntl(spawn->streams[i], F_DUPFD_CLOEXEC, 3);
    if (sources[i] < 0) return errno;
  }
  for (int i = 0; i < 3; i++) {
    int result;
    // One that is the parent's stays, even if it was to be closed with execve.
    if (sources[i] < 0) {
      result = fcntl(i, F_SETFD, 0);
      if (result < 0 && errno == EBADF) result = 0;
    } else {
      do result = dup2(sources[i], i);
      while (result < 0 && (errno == EINTR || errno == EBUSY));
    }
    if (result < 0) return errno;
  }
  return 0;
}

/// What getdents64(2) returns.
struct entry {
  uint64_t inode;
  int64_t offset;
  uint16_t length;
  uint8_t kind;
  char name[];
};

/// Has all descriptors but the standard ones closed with execve, by the list of them in /proc.
static int32_t close_listed(void) {
  int folder = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return errno;
  _Alignas(struct entry) char room[2048];
  for (;;) {
    long count = syscall(SYS_getdents64, folder, room, sizeof room);
    if (count == 0) break;
    if (count < 0) return errno;
    for (long place = 0; place < count;) {
      const struct entry *entry = (const struct entry *)(room + place);
      place += entry->length;
      int descriptor = 0;
      for (const char *digit = entry->name; *digit != 0; digit++)
        descriptor = *digit == '.' ? 0 : descriptor * 10 + (*digit - '0');
      if (descriptor > 2 && fcntl(descriptor, F_SETFD, FD_CLOEXEC) < 0) return errno;
    }
  }
  close(folder);
  return 0;
}

int32_t clinux_close_others(void) {
  if (syscall(SYS_close_range, 3, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return 0;
  // Before Linux 5.11 the kernel does not know the call or its flag; an outer filter may refuse it.
  return close_listed();
}

static void __attribute__((noreturn)) become(struct clinux_spawn *spawn) {
  volatile struct clinux_progress *progress = spawn->launch->progress;
  progress->step = CLINUX_RESET_SIGNALS;
  reset_signals();
  int32_t number = place_streams(spawn);
  if (number != 0) clinux_give_up(progress, CLINUX_PLACE_DESCRIPTORS, number);
  number = clinux_close_others();
  if (number != 0) clinux_give_up(progress, CLINUX_CLOSE_DESCRIPTORS, number);
  sigset_t none;
  sigemptyset(&none);
  if (sigprocmask(SIG_SETMASK, &none, 0) != 0) clinux_give_up(progress, CLINUX_RESET_SIGNALS, errno);
  struct clinux_refusal refusal = clinux_launch(spawn->launch);
  clinux_give_up(progress, refusal.step, refusal.number);
}

// MARK: - In the parent

int64_t clinux_clone(uint64_t flags, int32_t *descriptor) {
#ifdef __s390x__
  long process = syscall(SYS_clone, 0, flags | SIGCHLD, descriptor, 0, 0);
#else
  long process = syscall(SYS_clone, flags | SIGCHLD, 0, descriptor, 0, 0);
#endif
  return process < 0 ? -(int64_t)errno : process;
}

struct clinux_child clinux_spawn(struct clinux_spawn *spawn) {
  struct clinux_child child = {.descriptor = -1};
  // No handler of the parent's may run in the child.
  sigset_t all, before;
  sigfillset(&all);
  int32_t number = pthread_sigmask(SIG_SETMASK, &all, &before);
  if (number != 0) return (struct clinux_child){.descriptor = -1, .number = number};
  int64_t process = clinux_clone(CLONE_PIDFD, &child.descriptor);
  if (process == 0) become(spawn);
  child.number = process < 0 ? (int32_t)-process : 0;
  child.process = (int32_t)process;
  pthread_sigmask(SIG_SETMASK, &before, 0);
  return child;
}

struct clinux_progress *clinux_share_progress(void) {
  void *memory = mmap(0, sizeof(struct clinux_progress), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? 0 : memory;
}

void clinux_release_progress(struct clinux_progress *progress) {
  munmap(progress, sizeof *progress);
}

struct clinux_ending clinux_wait(int32_t process, int32_t descriptor, int32_t keeps,
                                 int32_t waits) {
  int options = WEXITED | (keeps ? WNOWAIT : 0) | (waits ? 0 : WNOHANG);
  for (;;) {
    siginfo_t info = {0};
    int result = descriptor >= 0 ? waitid((idtype_t)P_PIDFD, (id_t)descriptor, &info, options) : -1;
    // Linux before 5.4 has descriptors, but does not wait for them.
    if (descriptor < 0 || (result < 0 && errno == EINVAL))
      result = waitid(P_PID, (id_t)process, &info, options);
    if (result < 0 && errno == EINTR) continue;
    if (result < 0) return (struct clinux_ending){.number = errno};
    if (info.si_pid == 0) return (struct clinux_ending){.number = EAGAIN};
    return (struct clinux_ending){.is_signal = info.si_code != CLD_EXITED,
                                  .value = info.si_status};
  }
}

int32_t clinux_send_signal(int32_t process, int32_t descriptor, int32_t number) {
  if (descriptor >= 0) {
    if (syscall(SYS_pidfd_send_signal, descriptor, number, 0, 0) == 0) return 0;
    if (errno != ENOSYS) return errno;
  }
  return kill(process, number) == 0 ? 0 : errno;
}

int64_t clinux_write_quietly(int32_t descriptor, const void *bytes, size_t count) {
  sigset_t pipe, before, pending;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  sigpending(&pending);
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  ssize_t written;
  do written = write(descriptor, bytes, count);
  while (written < 0 && errno == EINTR);
  int64_t result = written < 0 ? -(int64_t)errno : (int64_t)written;
  // Takes away the signal that the write has caused, and none that was there before.
  if (result == -EPIPE && !sigismember(&pending, SIGPIPE)) {
    const struct timespec none = {0};
    while (sigtimedwait(&pipe, 0, &none) < 0 && errno == EINTR) {}
  }
  pthread_sigmask(SIG_SETMASK, &before, 0);
  return result;
}

/// A child that nobody is interested in any more.
struct abandoned {
  int32_t process;
  int32_t descriptor;
};

static void *reap(void *context) {
  struct abandoned child = *(struct abandoned *)context;
  free(context);
  clinux_wait(child.process, child.descriptor, 0, 1);
  if (child.descriptor >= 0) close(child.descriptor);
  return 0;
}

int32_t clinux_abandon(int32_t process, int32_t descriptor) {
  struct clinux_ending ending = clinux_wait(process, descriptor, 0, 0);
  int32_t number = ending.number == EAGAIN ? 0 : ECHILD;
  struct abandoned *child = number == 0 ? malloc(sizeof *child) : 0;
  if (child != 0) {
    *child = (struct abandoned){process, descriptor};
    number = clinux_start_thread(reap, child);
    if (number == 0) return 0;
    free(child);
  }
  if (descriptor >= 0) close(descriptor);
  return ending.number == EAGAIN ? number : 0;
}
