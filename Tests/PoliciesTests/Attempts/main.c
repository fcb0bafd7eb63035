/// Tries every attempt, each in a process and a folder of its own.
///
/// `attempts FOLDER USER COMMAND…` prepares folders and neighbours, without a filter, and runs
/// `COMMAND… attempts --act …`, which makes the attempts; then it says which folders are no
/// longer as they were. `attempts FOLDER USER --filter FILE` makes them under a compiled filter
/// that each process installs itself, for one under which nobody makes processes. With neither,
/// nothing is forbidden, which shows what works at all. USER is a number, or `-` for the same.
#include "stage.h"

#include <errno.h>
#include <linux/filter.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

extern const struct attempt *const __start_attempts[], *const __stop_attempts[];
struct place place = {.segment = -1, .queue = -1, .semaphore = -1};
static const char *reason;
static struct sock_fprog filter;

int impossible(const char *why) {
  reason = why;
  return -1;
}

/// One line in one piece, for several processes write to the same pipe.
static void say(const struct attempt *attempt, const char *outcome) {
  char line[256];
  int length = snprintf(line, sizeof line, "%s %s\n", attempt->name, outcome);
  if (write(1, line, length) != length) _exit(99);
}

static void act(const struct attempt *attempt) {
  char path[128];
  snprintf(path, sizeof path, "%s", attempt->name);
  *strchr(path, '/') = '.';
  // What does not return is ended by the signal of the clock.
  alarm(30);
  setsid();
  umask(0);
  if (chdir(path)) return say(attempt, "impossible: no folder");
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (filter.len && prctl(PR_SET_SECCOMP, 2, &filter, 0, 0))
    return say(attempt, "impossible: no filter");
  int error = attempt->act();
  const char *name = error > 0 ? strerrorname_np(error) : NULL;
  char number[64];
  snprintf(number, sizeof number, "%d", error);
  if (error < 0) snprintf(number, sizeof number, "impossible: %s", reason);
  say(attempt, error == 0 ? "done" : name ? name : number);
}

static void act_all(void) {
  for (const struct attempt *const *next = __start_attempts; next < __stop_attempts; next++) {
    pid_t child = fork();
    if (child == 0) {
      act(*next);
      _exit(0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0) {
      say(*next, "impossible: no process");
      continue;
    }
    kill(-child, SIGKILL);
    if (!WIFSIGNALED(status)) continue;
    char outcome[32];
    snprintf(outcome, sizeof outcome, "SIG%s", sigabbrev_np(WTERMSIG(status)));
    say(*next, outcome);
  }
}

static void read_filter(const char *path) {
  static struct sock_filter instructions[4096];
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t size = read(file, instructions, sizeof instructions);
  if (size <= 0) _exit(98);
  filter = (struct sock_fprog){size / sizeof *instructions, instructions};
  close(file);
}

int main(int count, char **words) {
  if (count == 4 && !strcmp(words[1], "--act")) {
    read_place(words[2]);
    if (chdir(words[3])) return 97;
    act_all();
    return 0;
  }
  if (count < 3) return 96;
  if (count == 5 && !strcmp(words[3], "--filter")) read_filter(words[4]);
  become(words[2], words[1], count > 3 && !filter.len ? words[3] : NULL);
  prepare(__start_attempts, __stop_attempts);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    if (count == 3 || filter.len) act_all();
    else launch(words + 3, words[1]);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  review(__start_attempts, __stop_attempts);
  clean();
  return status == 0 ? 0 : 95;
}
