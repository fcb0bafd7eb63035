/// Core files, which go over any file of their name.
#include "attempts.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static int dumped(void) {
  struct stat status;
  return stat("core", &status) == 0 && status.st_size > 100 ? 0 : ENODATA;
}

/// Dies in a child, and looks at the file.
static int dump(void) {
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) {
    signal(SIGABRT, SIG_DFL);
    raise(SIGABRT);
    _exit(0);
  }
  waitpid(child, NULL, 0);
  return dumped();
}

static int raised(int way) {
  struct rlimit limit;
  if (!place.dumps) return impossible("core files have other names here, or are off for good");
  if (getrlimit(RLIMIT_CORE, &limit)) return errno;
  limit.rlim_cur = limit.rlim_max;
  // Of a small process, and still more than the file that was there.
  if (limit.rlim_cur > 1 << 16) limit.rlim_cur = 1 << 16;
  long result = way == 0 ? setrlimit(RLIMIT_CORE, &limit)
                : way == 1 ? prlimit(getpid(), RLIMIT_CORE, &limit, NULL)
                : way == 2 ? syscall(SYS_setrlimit, RLIMIT_CORE, &limit)
                : way == 3 ? syscall(SYS_setrlimit, 0x100000000 | RLIMIT_CORE, &limit)
                           : syscall(SYS_prlimit64, 0, 0x100000000 | RLIMIT_CORE, &limit, NULL);
  return result < 0 ? errno : dump();
}
ATTEMPT(dumps, setrlimit) { return raised(0); }
ATTEMPT(dumps, prlimit) { return raised(1); }
ATTEMPT(dumps, setrlimit_call) { return raised(2); }
ATTEMPT(dumps, setrlimit_wide) { return raised(3); }
ATTEMPT(dumps, prlimit_wide) { return raised(4); }
ATTEMPT(dumps, limit_of_neighbour) {
  struct rlimit limit;
  if (prlimit(place.neighbour, RLIMIT_CORE, NULL, &limit)) return errno;
  return end(prlimit(place.neighbour, RLIMIT_CORE, &limit, NULL));
}
ATTEMPT(dumps, ask_limit) {
  struct rlimit limit;
  return end(getrlimit(RLIMIT_CORE, &limit));
}
/// The spare process is in this folder, and its limit allows a core file.
ATTEMPT(dumps, signal_to_another) {
  if (!place.dumps) return impossible("core files have other names here, or are off for good");
  if (kill(place.spare, SIGSEGV) < 0) return errno;
  for (int n = 0; n < 2000 && dumped(); n++) usleep(5000);
  return dumped();
}
