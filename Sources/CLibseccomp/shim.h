#ifndef CLIBSECCOMP_H
#define CLIBSECCOMP_H

// libseccomp, and the process in which it works: it is given one job, writes what it made of it
// to a pipe, and ends. Everything that runs between fork(2) and _exit(2) is in this file, because
// a child of a process with several threads may run no Swift.

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/// A rule: a number, comparisons that must all hold, and the action, an `SCMP_ACT_…` word.
struct clibseccomp_rule {
  int32_t number;
  uint32_t action;
  uint32_t first_comparison;
  uint32_t comparison_count;
};

/// What becomes one program: rules, and the action where none matches.
struct clibseccomp_context {
  uint32_t default_action;
  uint32_t first_rule;
  uint32_t rule_count;
};

/// Contexts, and the lists that they point into.
struct clibseccomp_job {
  const struct clibseccomp_context *contexts;
  const struct clibseccomp_rule *rules;
  const struct scmp_arg_cmp *comparisons;
  uint32_t context_count;
};

/// The `code` of the records in the stream that are no instructions; `jt` says what they are.
#define CLIBSECCOMP_RECORD 0xffffu

/// What a record says.
enum clibseccomp_event {
  /// The rule with the number `k` comes next.
  CLIBSECCOMP_RULE = 1,
  /// The program is complete.
  CLIBSECCOMP_END = 2,
  /// The step failed with the errno value `jf`; nothing follows.
  CLIBSECCOMP_FAILED = 3,
};

/// Writes a record, whole: 8 bytes always fit in a pipe at once.
static inline void clibseccomp_tell(int fd, enum clibseccomp_event event, int error, uint32_t k) {
  struct sock_filter record = {CLIBSECCOMP_RECORD, (uint8_t)event, (uint8_t)error, k};
  if (write(fd, &record, sizeof record) != (ssize_t)sizeof record) _exit(1);
}

/// Makes a context with the attributes that all have; NULL if libseccomp refuses one.
static inline scmp_filter_ctx clibseccomp_open(uint32_t default_action) {
  scmp_filter_ctx context = seccomp_init(default_action);
  if (context == NULL) return NULL;
  // So that nothing is returned but what the job names.
  if (seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, default_action) != 0) return NULL;
  // A search tree over the numbers (2) instead of a list (1); a library that has none goes without.
  (void)seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2);
  return context;
}

/// Makes a context take numbers as the register carries them, x32's included; 0 or -errno.
static inline int clibseccomp_admit_x32(scmp_filter_ctx context, uint32_t default_action) {
#ifdef __x86_64__
  // Alone, x86_64 turns numbers with the x32 bit away before it looks at rules. An x32 without
  // rules by its side leaves them to the rules. It comes last, because rules can be added exactly
  // to one ABI only.
  scmp_filter_ctx x32 = clibseccomp_open(default_action);
  if (x32 == NULL) return -EINVAL;
  int error = seccomp_arch_add(x32, SCMP_ARCH_X32);
  if (error == 0) error = seccomp_arch_remove(x32, SCMP_ARCH_X86_64);
  if (error == 0) error = seccomp_merge(context, x32);
  return error;
#else
  (void)context;
  (void)default_action;
  return 0;
#endif
}

/// Compiles the contexts one after the other into the pipe.
static inline void clibseccomp_work(const struct clibseccomp_job *job, int fd) {
  // Which actions may be used is to depend on the job, not on the kernel that this runs on.
  for (unsigned level = 7; level > 0 && seccomp_api_set(level) != 0; level--) {
  }
  for (uint32_t i = 0; i < job->context_count; i++) {
    const struct clibseccomp_context *part = &job->contexts[i];
    scmp_filter_ctx context = clibseccomp_open(part->default_action);
    int error = context == NULL ? -EINVAL : 0;
    for (uint32_t r = 0; error == 0 && r < part->rule_count; r++) {
      const struct clibseccomp_rule *rule = &job->rules[part->first_rule + r];
      clibseccomp_tell(fd, CLIBSECCOMP_RULE, 0, part->first_rule + r);
      error = seccomp_rule_add_exact_array(context, rule->action, rule->number,
                                           rule->comparison_count,
                                           job->comparisons + rule->first_comparison);
    }
    if (error == 0) error = clibseccomp_admit_x32(context, part->default_action);
    if (error == 0) error = seccomp_export_bpf(context, fd);
    if (error != 0) {
      clibseccomp_tell(fd, CLIBSECCOMP_FAILED, -error, 0);
      return;
    }
    clibseccomp_tell(fd, CLIBSECCOMP_END, 0, 0);
    seccomp_release(context);
  }
}

/// Cuts the child off: one descriptor, bounded time and memory, no core file, no survivor.
static inline void clibseccomp_confine(int fd, pid_t parent, uint32_t seconds) {
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid() != parent) _exit(1);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  struct rlimit time = {seconds, seconds};
  setrlimit(RLIMIT_CPU, &time);
  struct rlimit memory = {(rlim_t)1 << 31, (rlim_t)1 << 31};
  setrlimit(RLIMIT_DATA, &memory);
#ifdef SYS_close_range
  if (fd > 0) syscall(SYS_close_range, 0u, (unsigned)fd - 1, 0u);
  syscall(SYS_close_range, (unsigned)fd + 1, ~0u, 0u);
#endif
}

/// Starts a process that does the job; its number, or -errno.
///
/// `*fd` becomes the end of the pipe that the stream comes out of: instructions of one program,
/// `CLIBSECCOMP_END`, and so on, and end of file. The job may go when this returns. The process
/// stops of its own accord after so many `seconds` of processor time, and when the thread that
/// made it ends; it must be waited for.
static inline pid_t clibseccomp_spawn(const struct clibseccomp_job *job, uint32_t seconds,
                                      int *fd) {
  int ends[2];
  // pipe2(2) is declared for _GNU_SOURCE only, with which Swift does not read the system's headers.
  if (syscall(SYS_pipe2, ends, O_CLOEXEC) != 0) return -errno;
  pid_t parent = getpid();
  // No handler of the program may run in the child.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pid_t child = fork();
  int error = errno;
  if (child == 0) {
    clibseccomp_confine(ends[1], parent, seconds);
    clibseccomp_work(job, ends[1]);
    _exit(0);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return -error;
  }
  *fd = ends[0];
  return child;
}

#endif
