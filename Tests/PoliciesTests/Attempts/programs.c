/// Starting programs, and running code that was not there at the start.
#include "attempts.h"

#include <spawn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/shm.h>
#include <sys/wait.h>

extern char **environ;
static char *const words[] = {"true", NULL};

/// Starts a program in a child: the outcome of the call, or 0 where the program came to its end.
static int started(int (*start)(void)) {
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) {
    start();
    _exit(errno);
  }
  int status;
  if (waitpid(child, &status, 0) < 0) return errno;
  return WIFEXITED(status) ? WEXITSTATUS(status) : ENOEXEC;
}
static int path(void) { return execve("/bin/true", words, environ); }
static int script(void) { return execve("script", words, environ); }
static int loader(void) {
#ifdef __x86_64__
  char *const by[] = {"ld.so", "/bin/true", NULL};
  return execve("/lib64/ld-linux-x86-64.so.2", by, environ);
#else
  return path();
#endif
}
static int at(void) { return syscall(SYS_execveat, AT_FDCWD, "/bin/true", words, environ, 0); }
static int descriptor(void) { return fexecve(open("/bin/true", O_RDONLY), words, environ); }
static int by_link(void) {
  char name[64];
  snprintf(name, sizeof name, "/proc/self/fd/%d", open("/bin/true", O_PATH));
  return execve(name, words, environ);
}
static int in_memory(void) {
  char part[4096];
  int from = open("/bin/true", O_RDONLY), to = syscall(SYS_memfd_create, "program", 1);
  for (ssize_t count; (count = read(from, part, sizeof part)) > 0;)
    if (write(to, part, count) != count) return -1;
  return syscall(SYS_execveat, to, "", words, environ, AT_EMPTY_PATH);
}
static int registers(void) {
  return syscall(SYS_execve, "/bin/true", words, environ, -1L, 0x5ea75ea75ea75ea7, 1L);
}

ATTEMPT(programs, execve) { return started(path); }
ATTEMPT(programs, execve_script) { return started(script); }
ATTEMPT(programs, execve_loader) { return started(loader); }
ATTEMPT(programs, execve_registers) { return started(registers); }
ATTEMPT(programs, execve_link) { return started(by_link); }
ATTEMPT(programs, execveat) { return started(at); }
ATTEMPT(programs, execveat_descriptor) { return started(descriptor); }
ATTEMPT(programs, execveat_memory) { return started(in_memory); }
ATTEMPT(programs, vfork) {
  pid_t child = vfork();
  if (child == 0) {
    execve("/bin/true", words, environ);
    _exit(errno);
  }
  int status;
  return child < 0 || waitpid(child, &status, 0) < 0 ? errno : WEXITSTATUS(status);
}
ATTEMPT(programs, spawn) {
  pid_t child;
  int error = posix_spawn(&child, "/bin/true", NULL, NULL, words, environ);
  if (error == 0) waitpid(child, NULL, 0);
  return error;
}
ATTEMPT(programs, shell) {
  int status = system("exit 0");
  return status < 0 ? errno : WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : EACCES;
}
#ifdef SYS_uselib
ATTEMPT(programs, uselib) { return end(syscall(SYS_uselib, "/bin/true")); }
#endif
ATTEMPT(programs, fork) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  return end(child);
}

static int mapped(unsigned long protection, int flags, int file) {
  void *memory = (void *)syscall(SYS_mmap, NULL, 4096, protection, flags, file, 0);
  return memory == MAP_FAILED ? errno : 0;
}
static void *page(void) {
  return mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
enum { all = PROT_READ | PROT_WRITE | PROT_EXEC, private = MAP_PRIVATE | MAP_ANONYMOUS };

ATTEMPT(programs, map_memory) { return mapped(PROT_READ | PROT_WRITE, private, -1); }
ATTEMPT(programs, map_code) { return mapped(all, private, -1); }
ATTEMPT(programs, map_code_wide) { return mapped(0x100000000 | all, private, -1); }
ATTEMPT(programs, map_code_file) { return mapped(PROT_READ | PROT_EXEC, MAP_PRIVATE, given_file); }
ATTEMPT(programs, map_code_shared) { return mapped(all, MAP_SHARED | MAP_ANONYMOUS, -1); }
ATTEMPT(programs, load_file) {
  int file = open("/bin/true", O_RDONLY);
  return file < 0 ? errno : mapped(PROT_READ | PROT_EXEC, MAP_PRIVATE, file);
}
ATTEMPT(programs, load_memory_file) {
  int file = syscall(SYS_memfd_create, "code", 0);
  if (file < 0 || ftruncate(file, 4096)) return errno;
  return mapped(PROT_READ | PROT_EXEC, MAP_SHARED, file);
}
ATTEMPT(programs, protect_code) { return end(mprotect(page(), 4096, all)); }
ATTEMPT(programs, protect_code_key) {
  return end(syscall(SYS_pkey_mprotect, page(), 4096, all, -1));
}
ATTEMPT(programs, protect_own_code) {
  return end(mprotect((void *)((uintptr_t)path & -4096), 4096, all));
}
ATTEMPT(programs, move_code) {
  void *memory = mremap(page(), 4096, 8192, MREMAP_MAYMOVE);
  return memory == MAP_FAILED ? errno : end(mprotect(memory, 4096, all));
}
ATTEMPT(programs, segment_code) {
  int segment = shmget(IPC_PRIVATE, 4096, 0700);
  if (segment < 0) return errno;
  void *memory = shmat(segment, NULL, SHM_EXEC);
  int outcome = memory == (void *)-1 ? errno : 0;
  shmctl(segment, IPC_RMID, NULL);
  return outcome;
}
ATTEMPT(programs, remap_pages) {
  return end(remap_file_pages(page(), 4096, 0, 0, 0)) == EPERM ? EPERM : 0;
}
ATTEMPT(programs, personality_read_is_code) { return end(personality(READ_IMPLIES_EXEC)); }
ATTEMPT(programs, personality_no_random) { return end(personality(ADDR_NO_RANDOMIZE)); }
ATTEMPT(programs, personality_wide) {
  return end(syscall(SYS_personality, 0x100000000 | READ_IMPLIES_EXEC));
}
ATTEMPT(programs, personality_ask) { return end(personality(0xffffffff)); }
ATTEMPT(programs, shadow_stack) {
  return reach(syscall(453 /* map_shadow_stack */, 0, 4096, ~0ul), EINVAL);
}
#ifdef SYS_modify_ldt
ATTEMPT(programs, modify_ldt) { return end(syscall(SYS_modify_ldt, 0, NULL, 0)); }
#endif
