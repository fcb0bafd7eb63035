#include "CLinux.h"

#include "waiter.h"

#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>

// MARK: - Turns

enum clinux_turn clinux_await_turn(volatile struct clinux_progress *progress,
                                   enum clinux_turn turn) {
  const struct timespec patience = {.tv_nsec = 2000000};
  clinux_await_change(&progress->turn, (int32_t)turn, &patience);
  return (enum clinux_turn)__atomic_load_n(&progress->turn, __ATOMIC_ACQUIRE);
}

void clinux_give_turn(volatile struct clinux_progress *progress, enum clinux_turn turn) {
  __atomic_store_n(&progress->turn, (int32_t)turn, __ATOMIC_RELEASE);
  clinux_tell_change(&progress->turn);
}

// MARK: - In the child

/// What rt_sigaction(2) takes: the handler comes first on every architecture but mips.
struct action {
  uint64_t handler;
  uint64_t rest[7];
};

/// No signal is handled any more; what is ignored stays ignored, as execve has it.
static void remove_handlers(void) {
  const struct action none = {0};
  for (int number = 1; number < NSIG; number++) {
    struct action action = {0};
    if (syscall(SYS_rt_sigaction, number, 0, &action, sizeof(uint64_t)) == 0 &&
        action.handler != (uintptr_t)SIG_DFL && action.handler != (uintptr_t)SIG_IGN)
      syscall(SYS_rt_sigaction, number, &none, 0, sizeof(uint64_t));
  }
}

/// Gives the turn to the parent, and waits for the next one of this process.
static enum clinux_turn hand_over(volatile struct clinux_progress *progress,
                                  enum clinux_turn turn) {
  clinux_give_turn(progress, turn);
  enum clinux_turn next;
  do next = clinux_await_turn(progress, turn);
  while (next == turn);
  return next;
}

static void __attribute__((noreturn))
become(struct clinux_launch *launch, const sigset_t *mask, int32_t ignores_children, pid_t parent) {
  volatile struct clinux_progress *progress = launch->progress;
  progress->step = CLINUX_RESET_SIGNALS;
  // Nobody is there to give the turn any more if the parent is killed meanwhile.
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid() != parent) clinux_give_up(progress, CLINUX_RESET_SIGNALS, ECHILD);
  remove_handlers();
  if (ignores_children) {
    const struct action ignored = {.handler = (uintptr_t)SIG_IGN};
    syscall(SYS_rt_sigaction, SIGCHLD, &ignored, 0, sizeof(uint64_t));
  }

  enum clinux_turn turn = hand_over(progress, CLINUX_PARENT_ATTACHES);
  if (turn == CLINUX_CHILD_SHOWS) {
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    hand_over(progress, CLINUX_PARENT_ATTACHES_AGAIN);
  } else if (turn == CLINUX_CHILD_OFFERS) {
    progress->number = syscall(SYS_ptrace, PTRACE_TRACEME, 0, 0, 0) == 0 ? 0 : errno;
    hand_over(progress, CLINUX_PARENT_IS_ASKED);
    progress->number = 0;
  }

  prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0);
  if (sigprocmask(SIG_SETMASK, mask, 0) != 0)
    clinux_give_up(progress, CLINUX_RESET_SIGNALS, errno);
  struct clinux_refusal refusal = clinux_launch(launch);
  clinux_give_up(progress, refusal.step, refusal.number);
}

// MARK: - In the parent

int64_t clinux_supervise(struct clinux_launch *launch, const sigset_t *mask,
                         int32_t ignores_children) {
  volatile struct clinux_progress *progress = launch->progress;
  progress->listener = -1;
  progress->turn = CLINUX_CHILD_STARTS;
  pid_t parent = getpid();
  int64_t process = clinux_clone(CLONE_FILES, 0);
  if (process == 0) become(launch, mask, ignores_children, parent);
  return process;
}

int32_t clinux_take_stop(int32_t process) {
  siginfo_t info = {0};
  int result = waitid(P_PID, (id_t)process, &info, WSTOPPED | WNOHANG);
  return result == 0 && info.si_pid != 0 ? info.si_status : 0;
}

int32_t clinux_occupy_standard_descriptors(void) {
  for (int number = 0; number <= 2; number++) {
    if (fcntl(number, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest number that is free, which is this one.
    if (open("/dev/null", O_RDWR | O_CLOEXEC) != number) return errno != 0 ? errno : EBADF;
  }
  return 0;
}

// MARK: - Descriptors

// From Linux 5.9; headers may be older.
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef CLOSE_RANGE_UNSHARE
#define CLOSE_RANGE_UNSHARE 2
#endif

int32_t clinux_fork(void) {
  pid_t process = fork();
  return process < 0 ? -errno : process;
}

void clinux_keep_descriptors(const int32_t *kept, size_t count) {
  uint32_t next = 0;
  for (size_t i = 0; i <= count; i++) {
    uint32_t end = i < count ? (uint32_t)kept[i] : UINT32_MAX;
    if (next < end) syscall(SYS_close_range, next, end - 1, CLOSE_RANGE_UNSHARE);
    next = end + 1;
  }
  // So that no other file gets these numbers. They are free now, unless nothing was closed.
  for (int number = 0; number <= 2; number++) {
    if (fcntl(number, F_GETFD) >= 0) continue;
    int file = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (file > 2) close(file);
  }
}

// MARK: - Answering

// From Linux 5.0, 5.5 and 6.6; headers may be older.
#define NOTIFICATION_RECEIVE _IOWR('!', 0, struct clinux_notification)
#define NOTIFICATION_SEND _IOWR('!', 1, struct answer)
#define NOTIFICATION_IS_VALID _IOW('!', 2, uint64_t)
#define NOTIFICATION_IS_VALID_ONCE _IOR('!', 2, uint64_t)
#define NOTIFICATION_SET_FLAGS _IOW('!', 4, uint64_t)
#define WAKES_SYNCHRONOUSLY 1UL
#define CONTINUES 1U

/// `struct seccomp_notif_resp`.
struct answer {
  uint64_t identifier;
  int64_t value;
  int32_t error;
  uint32_t flags;
};

int32_t clinux_receive_notification(int32_t listener, struct clinux_notification *notification) {
  int result;
  do {
    // The kernel wants it to be empty.
    memset(notification, 0, sizeof *notification);
    result = ioctl(listener, NOTIFICATION_RECEIVE, notification);
  } while (result < 0 && errno == EINTR);
  return result < 0 ? errno : 0;
}

static int32_t send_answer(int32_t listener, struct answer answer) {
  int result;
  do result = ioctl(listener, NOTIFICATION_SEND, &answer);
  while (result < 0 && errno == EINTR);
  return result < 0 ? errno : 0;
}

int32_t clinux_answer_notification(int32_t listener, uint64_t identifier, int32_t number) {
  return send_answer(listener, (struct answer){.identifier = identifier, .error = -number});
}

int32_t clinux_continue_notification(int32_t listener, uint64_t identifier) {
  return send_answer(listener, (struct answer){.identifier = identifier, .flags = CONTINUES});
}

int32_t clinux_is_notification_valid(int32_t listener, uint64_t identifier) {
  if (ioctl(listener, NOTIFICATION_IS_VALID, &identifier) == 0) return 1;
  // The number had the wrong direction before Linux 5.17.
  return errno != ENOENT && ioctl(listener, NOTIFICATION_IS_VALID_ONCE, &identifier) == 0;
}

void clinux_wake_synchronously(int32_t listener) {
  ioctl(listener, NOTIFICATION_SET_FLAGS, WAKES_SYNCHRONOUSLY);
}
