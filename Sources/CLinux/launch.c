#include "CLinux.h"

#include <linux/audit.h>
#include <signal.h>
#include <sys/statvfs.h>

const unsigned long clinux_st_noexec = ST_NOEXEC;

// MARK: - Raw calls

// The last calls carry keys in all six registers, which no wrapper of libc passes on, and filters
// see the address that they come from: one place, so that the calls can be shown to the filters
// beforehand exactly as they will be made.

#if defined(__x86_64__)
const uint32_t clinux_audit_architecture = AUDIT_ARCH_X86_64;
__asm__(".pushsection .text\n"
        ".globl clinux_last_call, clinux_last_call_end\n"
        ".hidden clinux_last_call, clinux_last_call_end\n"
        ".type clinux_last_call, @function\n"
        "clinux_last_call:\n"
        "  movq %rdi, %rax\n"
        "  movq %rsi, %rdi\n"
        "  movq %rdx, %rsi\n"
        "  movq %rcx, %rdx\n"
        "  movq %r8, %r10\n"
        "  movq %r9, %r8\n"
        "  movq 8(%rsp), %r9\n"
        "  syscall\n"
        "clinux_last_call_end:\n"
        "  ret\n"
        ".size clinux_last_call, . - clinux_last_call\n"
        ".popsection\n");
#define KNOWS_LAST_CALL 1
#elif defined(__aarch64__)
const uint32_t clinux_audit_architecture = AUDIT_ARCH_AARCH64;
__asm__(".pushsection .text\n"
        ".globl clinux_last_call, clinux_last_call_end\n"
        ".hidden clinux_last_call, clinux_last_call_end\n"
        ".type clinux_last_call, %function\n"
        "clinux_last_call:\n"
        "  mov x8, x0\n"
        "  mov x0, x1\n"
        "  mov x1, x2\n"
        "  mov x2, x3\n"
        "  mov x3, x4\n"
        "  mov x4, x5\n"
        "  mov x5, x6\n"
        "  svc #0\n"
        "clinux_last_call_end:\n"
        "  ret\n"
        ".size clinux_last_call, . - clinux_last_call\n"
        ".popsection\n");
#define KNOWS_LAST_CALL 1
#elif defined(__riscv) && __riscv_xlen == 64
const uint32_t clinux_audit_architecture = AUDIT_ARCH_RISCV64;
#elif defined(__s390x__)
const uint32_t clinux_audit_architecture = AUDIT_ARCH_S390X;
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
const uint32_t clinux_audit_architecture = AUDIT_ARCH_PPC64LE;
#else
const uint32_t clinux_audit_architecture = 0;
#endif

#ifdef KNOWS_LAST_CALL
/// A system call with six register values; what the kernel returns, -errno on failure.
int64_t clinux_last_call(int64_t number, uint64_t a0, uint64_t a1, uint64_t a2, uint64_t a3,
                         uint64_t a4, uint64_t a5) __attribute__((visibility("hidden")));
extern const char clinux_last_call_end[] __attribute__((visibility("hidden")));

uint64_t clinux_last_call_address(void) { return (uintptr_t)clinux_last_call_end; }
#else
#define clinux_last_call clinux_syscall

uint64_t clinux_last_call_address(void) { return 0; }
#endif

// MARK: - Reporting under a filter

/// Appends as much of a text as there is room for.
static size_t append(const struct clinux_launch *launch, size_t length, const char *text) {
  while (*text != 0 && length < launch->message_capacity) launch->message[length++] = *text++;
  return length;
}

/// Says why a call failed and ends the process, with calls that carry the keys.
static void __attribute__((noreturn))
fail(const struct clinux_launch *launch, const struct clinux_report *report, int64_t result) {
  int32_t number = (int32_t)-result;
  const struct clinux_explanation *explanation = report->explanations;
  const struct clinux_explanation *last = explanation + report->explanation_count - 1;
  while (explanation != last && explanation->number != number) explanation++;

  const char *name = clinux_errno_name(number);
  size_t length = append(launch, 0, report->beginning);
  length = append(launch, length, explanation->text);
  if (name != 0) {
    length = append(launch, length, " (");
    length = append(launch, length, name);
    length = append(launch, length, ")");
  }
  length = append(launch, length, "\n");

  const uint64_t *keys = launch->keys;
  for (size_t written = 0; written < length;) {
    int64_t count = clinux_last_call(SYS_write, 2, (uintptr_t)(launch->message + written),
                                     length - written, keys[0], keys[1], keys[2]);
    if (count == -EINTR) continue;
    // Nobody listens, or a filter refuses: the status says it alone.
    if (count <= 0) break;
    written += (size_t)count;
  }
  // The kernel takes the lowest 8 bits for the status, the filter knows the call by the others.
  clinux_last_call(SYS_exit_group, (keys[0] & ~(uint64_t)0xff) | (uint8_t)explanation->status, 0,
                   0, 0, 0, 0);
  // An outer filter refuses even that. The process must not run on, half launched: the
  // instruction's signal ends it.
  for (;;) __builtin_trap();
}

// MARK: - Launching

/// Takes the handlers away that would run when a launch traps, under the filter and in its way.
///
/// For the target it changes nothing: execve would do the same, and what is ignored stays ignored.
static void remove_trap_handlers(void) {
  static const int numbers[] = {SIGILL, SIGTRAP};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    struct sigaction action;
    if (sigaction(numbers[i], 0, &action) == 0 && action.sa_handler != SIG_IGN)
      signal(numbers[i], SIG_DFL);
  }
}

static int64_t prctl_call(uint64_t option, uint64_t a, uint64_t b) {
  return clinux_last_call(SYS_prctl, option, a, b, 0, 0, 0);
}

struct clinux_refusal clinux_launch(const struct clinux_launch *launch) {
  const uint64_t *keys = launch->keys;
  const struct clinux_filter *filter = launch->filters;
  const struct clinux_filter *end = filter + launch->filter_count;
  remove_trap_handlers();

  // First no_new_privs: without it the kernel takes a filter from root alone, and a set-user-id
  // target could be led astray by a filter that fakes the results of its calls. What counts is
  // that it is set: an outer filter may refuse to set it again, or fake that it was done.
  int64_t result = prctl_call(PR_SET_NO_NEW_PRIVS, 1, 0);
  if (prctl_call(PR_GET_NO_NEW_PRIVS, 0, 0) != 1)
    return (struct clinux_refusal){CLINUX_SET_NO_NEW_PRIVILEGES, (int32_t)-result};

  // The first filter, as late as possible: this call and all before it are still free. The keys
  // stay out of it, nobody asks for them yet.
  if (launch->uses_prctl)
    result = prctl_call(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, (uintptr_t)&filter->program);
  else
    result = clinux_last_call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, filter->flags,
                              (uintptr_t)&filter->program, 0, 0, 0);
  if (result != 0)
    return (struct clinux_refusal){CLINUX_INSTALL_FIRST_FILTER, (int32_t)-result};

  // From here on every call is judged: there is no way back to the caller, and only calls with
  // the keys are sure to pass.
  for (filter++; filter != end; filter++) {
    result = clinux_last_call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, filter->flags,
                              (uintptr_t)&filter->program, keys[0], keys[1], keys[2]);
    if (result != 0) fail(launch, &filter->report, result);
  }

  // On success the kernel discards this memory, and the keys with it.
  result = clinux_last_call(SYS_execve, (uintptr_t)launch->path, (uintptr_t)launch->arguments,
                            (uintptr_t)launch->environment, keys[0], keys[1], keys[2]);
  fail(launch, &launch->report, result);
}
