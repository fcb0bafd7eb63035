// Asks the kernel what it makes of filters. Tests write jobs to its standard input and read the
// answers from its standard output; all numbers are in the machine's own order of bytes.
//
//   syscall-probe verify    answers for each program with the error number of seccomp(2), or 0
//   syscall-probe decide    installs programs and makes calls, and answers what came of each
//   syscall-probe entries   answers which ways into the kernel there are
//
// Filters stay for the life of a process, so each is installed in a child, which says what it saw
// in shared memory and ends with an invalid instruction: it makes no call that is not asked for.

#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// MARK: - Ways into the kernel

/// A call through the machine's own entry; what the kernel returned.
int64_t probe_native(uint32_t number, const uint64_t arguments[6]);
/// Where a filter sees that call come from.
extern const char probe_native_end[];

#if defined(__x86_64__)
/// A call through the 32-bit entry, `int $0x80`.
int64_t probe_i386(uint32_t number, const uint64_t arguments[6]);
extern const char probe_i386_end[];

__asm__(".text\n"
        ".globl probe_native, probe_native_end\n"
        "probe_native:\n"
        "  movl %edi, %eax\n"
        "  movq %rsi, %r11\n"
        "  movq (%r11), %rdi\n"
        "  movq 8(%r11), %rsi\n"
        "  movq 16(%r11), %rdx\n"
        "  movq 24(%r11), %r10\n"
        "  movq 32(%r11), %r8\n"
        "  movq 40(%r11), %r9\n"
        "  syscall\n"
        "probe_native_end:\n"
        "  ret\n"
        ".globl probe_i386, probe_i386_end\n"
        "probe_i386:\n"
        "  pushq %rbx\n"
        "  pushq %rbp\n"
        "  movl %edi, %eax\n"
        "  movq %rsi, %r11\n"
        "  movq (%r11), %rbx\n"
        "  movq 8(%r11), %rcx\n"
        "  movq 16(%r11), %rdx\n"
        "  movq 24(%r11), %rsi\n"
        "  movq 32(%r11), %rdi\n"
        "  movq 40(%r11), %rbp\n"
        "  int $0x80\n"
        "probe_i386_end:\n"
        "  cltq\n"
        "  popq %rbp\n"
        "  popq %rbx\n"
        "  ret\n");
#elif defined(__aarch64__)
__asm__(".text\n"
        ".globl probe_native, probe_native_end\n"
        "probe_native:\n"
        "  mov w8, w0\n"
        "  mov x9, x1\n"
        "  ldp x0, x1, [x9]\n"
        "  ldp x2, x3, [x9, #16]\n"
        "  ldp x4, x5, [x9, #32]\n"
        "  svc #0\n"
        "probe_native_end:\n"
        "  ret\n");
#endif

enum entry { NATIVE, I386 };

struct call {
  uint32_t entry;
  uint32_t number;
  uint64_t arguments[6];
};

static int64_t make(const struct call *call) {
#if defined(__x86_64__)
  if (call->entry == I386) return probe_i386(call->number, call->arguments);
#endif
  return probe_native(call->number, call->arguments);
}

// MARK: - Input and output

static void fail(const char *what) {
  fprintf(stderr, "syscall-probe: %s: %s\n", what, strerror(errno));
  exit(2);
}

/// Reads so many bytes; whether there were any. An end in between is a mistake.
static int take(void *buffer, size_t size) {
  size_t count = fread(buffer, 1, size, stdin);
  if (count == size) return 1;
  if (count != 0 || ferror(stdin)) fail("the input ends too early");
  return 0;
}

static void give(const void *buffer, size_t size) {
  if (fwrite(buffer, 1, size, stdout) != size) fail("cannot answer");
}

static void *allocate(size_t size) {
  void *block = malloc(size + 1);
  if (block == 0) fail("no memory");
  return block;
}

/// Reads a program: its length and its instructions.
static int take_program(struct sock_fprog *program) {
  uint32_t length;
  if (!take(&length, sizeof length)) return 0;
  program->len = (uint16_t)length;
  program->filter = allocate(length * sizeof *program->filter);
  if (length != 0 && !take(program->filter, length * sizeof *program->filter))
    fail("a program is missing");
  return 1;
}

static void *share(size_t size) {
  void *block = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED) fail("no shared memory");
  return block;
}

// MARK: - Children

static pid_t start(void) {
  fflush(stdout);
  pid_t child = fork();
  if (child < 0) fail("cannot fork");
  if (child == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("no_new_privs");
  return child;
}

static int32_t install(const struct sock_fprog *program) {
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, program) == 0 ? 0 : errno;
}

static int wait_for(pid_t child) {
  int status;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) fail("cannot wait");
  return status;
}

// MARK: - Modes

static void verify(void) {
  size_t count = 0, capacity = 0;
  struct sock_fprog *programs = 0, program;
  while (take_program(&program)) {
    if (count == capacity) {
      capacity = capacity * 2 + 64;
      programs = realloc(programs, capacity * sizeof *programs);
      if (programs == 0) fail("no memory");
    }
    programs[count++] = program;
  }
  int32_t *answers = share((count + 1) * sizeof *answers);
  volatile size_t *next = share(sizeof *next);
  // A child goes on until a program is accepted, and so bound to it.
  while (*next < count) {
    pid_t child = start();
    if (child == 0) {
      while (*next < count) {
        size_t index = *next;
        answers[index] = install(&programs[index]);
        *next = index + 1;
        if (answers[index] == 0) break;
      }
      __builtin_trap();
    }
    wait_for(child);
  }
  give(answers, count * sizeof *answers);
}

/// What came of a job, before the results of its calls.
struct outcome {
  /// The error number of the first program that could not be installed.
  int32_t refusal;
  /// How the child ended, see wait(2); the probe's own end is SIGILL or SIGTRAP.
  int32_t status;
  /// How many calls came back.
  uint32_t finished;
  uint32_t call_count;
  /// Where filters see the calls of each entry come from.
  uint64_t addresses[2];
};

static void decide(void) {
  uint32_t program_count;
  while (take(&program_count, sizeof program_count)) {
    struct sock_fprog *programs = allocate(program_count * sizeof *programs);
    for (uint32_t i = 0; i < program_count; i++)
      if (!take_program(&programs[i])) fail("a program is missing");
    uint32_t call_count;
    if (!take(&call_count, sizeof call_count)) fail("the calls are missing");
    struct call *calls = allocate(call_count * sizeof *calls);
    if (call_count != 0 && !take(calls, call_count * sizeof *calls)) fail("a call is missing");

    size_t size = sizeof(struct outcome) + call_count * sizeof(int64_t);
    struct outcome *outcome = share(size);
    volatile int64_t *results = (volatile int64_t *)(outcome + 1);
    outcome->call_count = call_count;
    outcome->addresses[NATIVE] = (uintptr_t)probe_native_end;
#if defined(__x86_64__)
    outcome->addresses[I386] = (uintptr_t)probe_i386_end;
#endif
    pid_t child = start();
    if (child == 0) {
      for (uint32_t i = 0; i < program_count && outcome->refusal == 0; i++)
        outcome->refusal = install(&programs[i]);
      if (outcome->refusal == 0) {
        for (uint32_t i = 0; i < call_count; i++) {
          results[i] = make(&calls[i]);
          *(volatile uint32_t *)&outcome->finished = i + 1;
        }
      }
      __builtin_trap();
    }
    outcome->status = wait_for(child);
    give(outcome, size);
    munmap(outcome, size);
    for (uint32_t i = 0; i < program_count; i++) free(programs[i].filter);
    free(programs);
    free(calls);
  }
}

/// Whether a call without meaning comes back from an entry.
static int works(enum entry entry) {
  volatile int *returned = share(sizeof *returned);
  struct call call = {.entry = entry, .number = 0x3fffffff};
  pid_t child = start();
  if (child == 0) {
    *returned = make(&call) == -ENOSYS;
    _exit(0);
  }
  wait_for(child);
  return *returned;
}

static void entries(void) {
  uint64_t usable[2] = {works(NATIVE), 0};
#if defined(__x86_64__)
  usable[I386] = works(I386);
#endif
  give(usable, sizeof usable);
}

int main(int count, char **words) {
  // The children die on purpose; nobody wants their memory on disk.
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  // Nor a report, which the runtime that is linked in may write.
  for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
  const char *mode = count == 2 ? words[1] : "";
  if (strcmp(mode, "verify") == 0) {
    verify();
  } else if (strcmp(mode, "decide") == 0) {
    decide();
  } else if (strcmp(mode, "entries") == 0) {
    entries();
  } else {
    fprintf(stderr, "usage: syscall-probe verify|decide|entries\n");
    return 2;
  }
  return fflush(stdout) == 0 ? 0 : 2;
}
