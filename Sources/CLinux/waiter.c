#include "CLinux.h"

#include "waiter.h"

#include <linux/futex.h>
#include <sched.h>
#include <signal.h>

void clinux_start_waiter(struct waiter *waiter) {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_mutex_init(&waiter->lock, 0);
  pthread_cond_init(&waiter->changed, &attributes);
  pthread_condattr_destroy(&attributes);
}

struct timespec clinux_deadline(int32_t milliseconds) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  time.tv_sec += milliseconds / 1000;
  time.tv_nsec += milliseconds % 1000 * 1000000L;
  if (time.tv_nsec >= 1000000000L) {
    time.tv_nsec -= 1000000000L;
    time.tv_sec++;
  }
  return time;
}

int clinux_await_news(struct waiter *waiter, const struct timespec *deadline) {
  if (deadline == 0) return pthread_cond_wait(&waiter->changed, &waiter->lock) == 0;
  return pthread_cond_timedwait(&waiter->changed, &waiter->lock, deadline) == 0;
}

int clinux_is_left(const struct timespec *deadline, struct timespec *left) {
  struct timespec now = clinux_deadline(0);
  left->tv_sec = deadline->tv_sec - now.tv_sec;
  left->tv_nsec = deadline->tv_nsec - now.tv_nsec;
  if (left->tv_nsec < 0) {
    left->tv_nsec += 1000000000L;
    left->tv_sec--;
  }
  return left->tv_sec >= 0 && (left->tv_sec > 0 || left->tv_nsec > 0);
}

void clinux_await_change(const volatile int32_t *word, int32_t known,
                         const struct timespec *patience) {
  // An outer filter may refuse it: then the time passes here.
  if (syscall(SYS_futex, word, FUTEX_WAIT, known, patience, 0, 0) < 0 && errno != EAGAIN &&
      errno != EINTR && errno != ETIMEDOUT)
    sched_yield();
}

void clinux_tell_change(volatile int32_t *word) {
  syscall(SYS_futex, word, FUTEX_WAKE, 1, 0, 0, 0);
}

int32_t clinux_start_thread(void *(*work)(void *), void *context) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 65536);
  int32_t number = pthread_create(&thread, &attributes, work, context);
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, 0);
  return number;
}
