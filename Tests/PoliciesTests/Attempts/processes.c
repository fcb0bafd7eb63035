/// Other processes of the same user: their memory, their descriptors, their course.
#include "attempts.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>

#ifndef PR_SCHED_CORE
#define PR_SCHED_CORE 62
#endif

static int pidfd(void) { return syscall(SYS_pidfd_open, place.neighbour, 0); }
static int of_neighbour(const char *name, int flags) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%ld/%s", place.neighbour, name);
  return open(path, flags);
}
static struct iovec mine(void *address) { return (struct iovec){address, sizeof(int)}; }
static struct iovec theirs(void) { return (struct iovec){(void *)place.flag, sizeof(int)}; }

ATTEMPT(processes, trace_me) { return end(ptrace(PTRACE_TRACEME, 0, 0, 0)); }
ATTEMPT(processes, trace_attach) {
  if (ptrace(PTRACE_ATTACH, place.neighbour, 0, 0) < 0) return errno;
  waitpid(place.neighbour, NULL, __WALL);
  return end(ptrace(PTRACE_DETACH, place.neighbour, 0, 0));
}
ATTEMPT(processes, trace_seize) { return end(ptrace(PTRACE_SEIZE, place.neighbour, 0, 0)); }
ATTEMPT(processes, trace_child) {
  pid_t child = fork();
  if (child == 0) pause();
  if (child < 0) return errno;
  int outcome = end(ptrace(PTRACE_SEIZE, child, 0, 0));
  kill(child, SIGKILL);
  return outcome;
}
ATTEMPT(processes, memory_read) {
  int value;
  struct iovec here = mine(&value), there = theirs();
  return end(process_vm_readv(place.neighbour, &here, 1, &there, 1, 0));
}
ATTEMPT(processes, memory_write) {
  int value = 0;
  struct iovec here = mine(&value), there = theirs();
  return end(process_vm_writev(place.neighbour, &here, 1, &there, 1, 0));
}
ATTEMPT(processes, memory_file_write) {
  int value = 0, file = of_neighbour("mem", O_RDWR);
  return file < 0 ? errno : end(pwrite(file, &value, sizeof value, place.flag));
}
ATTEMPT(processes, memory_file_read) {
  int value, file = of_neighbour("mem", O_RDONLY);
  return file < 0 ? errno : end(pread(file, &value, sizeof value, place.flag));
}
ATTEMPT(processes, own_memory_file_write) {
  int value = 0, file = open("/proc/self/mem", O_RDWR);
  return file < 0 ? errno : end(pwrite(file, &value, sizeof value, (uintptr_t)&value));
}
ATTEMPT(processes, descriptor_take) {
  return end(syscall(SYS_pidfd_getfd, pidfd(), given_file, 0));
}
ATTEMPT(processes, descriptor_file) {
  char name[16];
  snprintf(name, sizeof name, "fd/%d", given_file);
  return of_neighbour(name, O_RDONLY) < 0 ? errno : 0;
}
ATTEMPT(processes, descriptor_file_write) {
  char name[16];
  snprintf(name, sizeof name, "fd/%d", given_file);
  return of_neighbour(name, O_WRONLY) < 0 ? errno : 0;
}
ATTEMPT(processes, descriptor_file_socket) {
  char name[16];
  snprintf(name, sizeof name, "fd/%d", given_socket);
  return of_neighbour(name, O_RDWR) < 0 ? errno : 0;
}
ATTEMPT(processes, environment) { return of_neighbour("environ", O_RDONLY) < 0 ? errno : 0; }
ATTEMPT(processes, name_write) {
  int file = of_neighbour("comm", O_WRONLY);
  return file < 0 ? errno : reach(write(file, "x", 1), EINVAL);
}
ATTEMPT(processes, badness_write) {
  int file = of_neighbour("oom_score_adj", O_WRONLY);
  return file < 0 ? errno : end(write(file, "500", 3));
}
ATTEMPT(processes, compare) {
  return end(syscall(SYS_kcmp, getpid(), place.neighbour, 0 /* FILE */, given_file, given_file));
}
ATTEMPT(processes, advise) {
  struct iovec there = {(void *)(place.flag & -4096), 4096};
  return end(syscall(SYS_process_madvise, pidfd(), &there, 1, 20 /* COLD */, 0));
}
ATTEMPT(processes, release) { return reach(syscall(SYS_process_mrelease, pidfd(), 0), EINVAL); }
ATTEMPT(processes, measure) {
  char attributes[128] = {1, 0, 0, 0, 128};
  return end(syscall(SYS_perf_event_open, attributes, place.neighbour, -1, -1, 0));
}
ATTEMPT(processes, fault_handling) { return end(syscall(SYS_userfaultfd, 0)); }
ATTEMPT(processes, fault_handling_user) { return end(syscall(SYS_userfaultfd, 1)); }
ATTEMPT(processes, fault_handling_device) {
  int device = open("/dev/userfaultfd", O_RDONLY);
  return device < 0 ? errno : end(ioctl(device, 0xaa00, 0));
}
ATTEMPT(processes, fault_handling_command) { return command(0xaa00); }
ATTEMPT(processes, pages_move) {
  return end(syscall(SYS_move_pages, place.neighbour, 0, NULL, NULL, NULL, 0));
}
ATTEMPT(processes, pages_migrate) {
  return reach(syscall(SYS_migrate_pages, place.neighbour, 0, NULL, NULL), EINVAL);
}
ATTEMPT(processes, robust_list) {
  void *head;
  size_t size;
  return end(syscall(SYS_get_robust_list, place.neighbour, &head, &size));
}
ATTEMPT(processes, notification_listener) {
  struct sock_filter allow = {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};
  struct sock_fprog program = {1, &allow};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
  return end(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program));
}
ATTEMPT(processes, stricter_filter) { return end(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)); }
ATTEMPT(processes, scheduling_cookie) {
  return end(prctl(PR_SCHED_CORE, 0 /* GET */, place.neighbour, 0, 0));
}
ATTEMPT(processes, dumpable) { return end(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)); }

ATTEMPT(processes, signal_kill) { return end(kill(place.neighbour, SIGUSR1)); }
ATTEMPT(processes, signal_tkill) { return end(syscall(SYS_tkill, place.neighbour, SIGUSR1)); }
ATTEMPT(processes, signal_tgkill) {
  return end(syscall(SYS_tgkill, place.neighbour, place.neighbour, SIGUSR1));
}
ATTEMPT(processes, signal_queue) {
  siginfo_t information = {.si_code = SI_QUEUE};
  return end(syscall(SYS_rt_sigqueueinfo, place.neighbour, SIGUSR1, &information));
}
ATTEMPT(processes, signal_thread_queue) {
  siginfo_t information = {.si_code = SI_QUEUE};
  long process = place.neighbour;
  return end(syscall(SYS_rt_tgsigqueueinfo, process, process, SIGUSR1, &information));
}
ATTEMPT(processes, signal_pidfd) {
  int process = pidfd();
  return process < 0 ? errno : end(syscall(SYS_pidfd_send_signal, process, SIGUSR1, NULL, 0));
}
ATTEMPT(processes, signal_owner) {
  int ends[2];
  if (pipe(ends)) return errno;
  return end(fcntl(ends[0], F_SETOWN, place.neighbour)) ?: end(fcntl(ends[0], F_SETSIG, SIGUSR1));
}
ATTEMPT(processes, signal_child) {
  pid_t child = fork();
  if (child == 0) pause();
  return child < 0 ? errno : end(kill(child, SIGKILL));
}
ATTEMPT(processes, signal_self) { return end(raise(SIGCHLD)); }
ATTEMPT(processes, limit) {
  struct rlimit limit;
  if (prlimit(place.neighbour, RLIMIT_NOFILE, NULL, &limit)) return errno;
  return end(prlimit(place.neighbour, RLIMIT_NOFILE, &limit, NULL));
}
ATTEMPT(processes, own_limit) {
  struct rlimit limit = {64, 64};
  return end(setrlimit(RLIMIT_NOFILE, &limit));
}
ATTEMPT(processes, own_limit_ask) {
  struct rlimit limit;
  return end(getrlimit(RLIMIT_NOFILE, &limit));
}
ATTEMPT(processes, priority) { return end(setpriority(PRIO_PROCESS, place.neighbour, 1)); }
ATTEMPT(processes, affinity) {
  cpu_set_t set;
  if (sched_getaffinity(place.neighbour, sizeof set, &set)) return errno;
  return end(sched_setaffinity(place.neighbour, sizeof set, &set));
}
ATTEMPT(processes, scheduler) {
  struct sched_param parameter = {0};
  return end(sched_setscheduler(place.neighbour, SCHED_OTHER, &parameter));
}
ATTEMPT(processes, scheduler_parameter) {
  struct sched_param parameter = {0};
  return end(sched_setparam(place.neighbour, &parameter));
}
ATTEMPT(processes, scheduler_attributes) {
  uint32_t attributes[12] = {48};
  return end(syscall(SYS_sched_setattr, place.neighbour, attributes, 0));
}
ATTEMPT(processes, input_priority) {
  return end(syscall(SYS_ioprio_set, 1, place.neighbour, 2 << 13 | 7));
}
