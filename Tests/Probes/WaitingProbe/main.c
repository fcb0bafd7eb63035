// Waits in one system call, and says how that has ended: `waiting-probe CALL MILLISECONDS`.
//
// The calls are made without the C library, which would hide that they were interrupted. What waits
// without a timeout is woken by a child. The last line is "CALL RESULT ERRNO MILLISECONDS".

#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int pipe_ends[2];
static int semaphore = -1;
static uint32_t *word;

/// Wakes the parent after a while, in every way that there is.
static void wake_later(int milliseconds) {
  if (fork() != 0) return;
  poll(0, 0, milliseconds);
  if (semaphore >= 0) {
    struct sembuf up = {0, 1, 0};
    semop(semaphore, &up, 1);
  }
  *word = 1;
  syscall(SYS_futex, word, FUTEX_WAKE, 1, 0, 0, 0);
  if (write(pipe_ends[1], "x", 1) != 1) _exit(1);
  _exit(0);
}

static void ignore(int number) { (void)number; }

/// Has SIGALRM come after a while.
static void alarm_later(int milliseconds) {
  struct itimerval timer = {{0, 0}, {milliseconds / 1000, milliseconds % 1000 * 1000}};
  setitimer(ITIMER_REAL, &timer, 0);
}

static int is(const char *name, const char *other) { return strcmp(name, other) == 0; }

static int epoll(void) {
  int instance = epoll_create1(0);
  struct epoll_event event = {EPOLLIN, {0}};
  epoll_ctl(instance, EPOLL_CTL_ADD, pipe_ends[0], &event);
  return instance;
}

static long sleep_for(int milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  return syscall(SYS_nanosleep, &time, 0L);
}

static long wait_with_timeout(const char *call, int milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  struct pollfd input = {pipe_ends[0], POLLIN, 0};
  struct epoll_event event;
  if (is(call, "nanosleep")) return sleep_for(milliseconds);
  if (is(call, "clock_nanosleep"))
    return syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &time, 0L);
  if (is(call, "clock_nanosleep-absolute")) {
    double end = now() + milliseconds;
    struct timespec until = {(time_t)(end / 1e3), 0};
    until.tv_nsec = (long)((end - (double)until.tv_sec * 1e3) * 1e6);
    return syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &until, 0L);
  }
  if (is(call, "futex")) return syscall(SYS_futex, word, FUTEX_WAIT, 0, &time, 0, 0);
  if (is(call, "ppoll")) return syscall(SYS_ppoll, &input, 1, &time, 0L, 8L);
  if (is(call, "pselect6")) return syscall(SYS_pselect6, 0, 0L, 0L, 0L, &time, 0L);
  if (is(call, "epoll_pwait"))
    return syscall(SYS_epoll_pwait, epoll(), &event, 1, milliseconds, 0L, 8L);
#ifdef SYS_poll
  if (is(call, "poll")) return syscall(SYS_poll, &input, 1, milliseconds);
#endif
  if (is(call, "recvfrom")) {
    int sockets[2];
    struct timeval timeout = {milliseconds / 1000, milliseconds % 1000 * 1000};
    char byte;
    socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
    setsockopt(sockets[0], SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    return syscall(SYS_recvfrom, sockets[0], &byte, 1L, 0, 0L, 0L);
  }
  errno = EINVAL;
  return -2;
}

static long wait_for_child(const char *call, int milliseconds) {
  struct pollfd input = {pipe_ends[0], POLLIN, 0};
  struct epoll_event event;
  char byte;
  if (is(call, "semtimedop-forever")) semaphore = semget(IPC_PRIVATE, 1, 0600);
  wake_later(milliseconds);
  if (is(call, "read")) return syscall(SYS_read, pipe_ends[0], &byte, 1);
  if (is(call, "wait4")) return syscall(SYS_wait4, -1, 0L, 0, 0L) > 0;
  if (is(call, "futex-forever")) return syscall(SYS_futex, word, FUTEX_WAIT, 0, 0L, 0L, 0);
  if (is(call, "ppoll-forever")) return syscall(SYS_ppoll, &input, 1, 0L, 0L, 8L);
  if (is(call, "epoll_pwait-forever"))
    return syscall(SYS_epoll_pwait, epoll(), &event, 1, -1, 0L, 8L);
  if (is(call, "semtimedop-forever")) {
    struct sembuf down = {0, -1, 0};
    long result = syscall(SYS_semtimedop, semaphore, &down, 1, 0L);
    int error = errno;
    semctl(semaphore, 0, IPC_RMID);
    errno = error;
    return result;
  }
  return wait_with_timeout(call, milliseconds);
}

/// What ends with a signal: 14 where it is taken, -1 and EINTR where it is handled.
static long wait_for_signal(const char *call, int milliseconds) {
  sigset_t signals;
  sigemptyset(&signals);
  if (is(call, "rt_sigsuspend")) {
    signal(SIGALRM, ignore);
    alarm_later(milliseconds);
    return syscall(SYS_rt_sigsuspend, &signals, 8L);
  }
  sigaddset(&signals, SIGALRM);
  sigprocmask(SIG_BLOCK, &signals, 0);
  alarm_later(milliseconds);
  return syscall(SYS_rt_sigtimedwait, &signals, 0L, 0L, 8L);
}

/// Waits for short times, as an event loop does; the result is how long the longest took.
static long tick(const char *call, int milliseconds) {
  double longest = 0;
  for (double end = now() + milliseconds; now() < end;) {
    double start = now();
    long result = wait_with_timeout(is(call, "ticks") ? "epoll_pwait" : "nanosleep", 20);
    if (result != 0) return -1;
    if (now() - start < 20) return -3;
    if (now() - start > longest) longest = now() - start;
  }
  return (long)longest;
}

/// Sleeps for very short times, and computes between them.
static long bustle(int milliseconds) {
  for (double end = now() + milliseconds; now() < end;) {
    struct timespec time = {0, 50000};
    if (syscall(SYS_nanosleep, &time, 0L) != 0) return -1;
    for (double until = now() + 0.1; now() < until;) {}
  }
  return 0;
}

static void *sleeper(void *milliseconds) {
  return (void *)sleep_for((int)(intptr_t)milliseconds);
}

static long join(int milliseconds) {
  pthread_t thread;
  void *result;
  pthread_create(&thread, 0, sleeper, (void *)(intptr_t)milliseconds);
  pthread_join(thread, &result);
  return (long)(intptr_t)result;
}

int main(int count, char **words) {
  if (count != 3 || pipe(pipe_ends) != 0) return 2;
  const char *call = words[1];
  int milliseconds = atoi(words[2]);
  word = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  double start = now();
  errno = 0;
  long result;
  if (is(call, "rt_sigsuspend") || is(call, "rt_sigtimedwait")) {
    result = wait_for_signal(call, milliseconds);
  } else if (is(call, "ticks") || is(call, "ticking-nanosleep")) {
    result = tick(call, milliseconds);
  } else if (is(call, "bustle")) {
    result = bustle(milliseconds);
  } else if (is(call, "join")) {
    result = join(milliseconds);
  } else if (is(call, "spin")) {
    while (now() < start + milliseconds) {}
    result = 0;
  } else if (strstr(call, "-forever") || is(call, "read") || is(call, "wait4")) {
    result = wait_for_child(call, milliseconds);
  } else {
    result = wait_with_timeout(call, milliseconds);
  }
  printf("%s %ld %d %d\n", call, result, result == -1 ? errno : 0, (int)(now() - start));
  return 0;
}
