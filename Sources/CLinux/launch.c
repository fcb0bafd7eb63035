#include "CLinux.h"

#include "steps.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/statvfs.h>

// From Linux 5.0 and 5.19; headers may be older.
#ifndef SECCOMP_FILTER_FLAG_NEW_LISTENER
#define SECCOMP_FILTER_FLAG_NEW_LISTENER (1UL << 3)
#endif
#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

const unsigned long clinux_st_noexec = ST_NOEXEC;
const int32_t clinux_o_path = O_PATH;

// MARK: - Raw calls

// The last calls carry keys in registers that no wrapper of libc fills, and filters see the address
// that they come from: one place, so that the calls can be shown to the filters beforehand exactly
// as they will be made. The registers are loaded from memory that others cannot read, and the keys
// never pass through the stack, which they can.

#if defined(__x86_64__)
const uint32_t clinux_audit_architecture = AUDIT_ARCH_X86_64;
__asm__(".pushsection .text\n"
        ".globl clinux_last_call, clinux_last_call_end\n"
        ".hidden clinux_last_call, clinux_last_call_end\n"
        ".type clinux_last_call, @function\n"
        "clinux_last_call:\n"
        "  movq (%rdi), %rax\n"
        "  movq 16(%rdi), %rsi\n"
        "  movq 24(%rdi), %rdx\n"
        "  movq 32(%rdi), %r10\n"
        "  movq 40(%rdi), %r8\n"
        "  movq 48(%rdi), %r9\n"
        "  movq 8(%rdi), %rdi\n"
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
        "  ldr x8, [x0]\n"
        "  ldp x1, x2, [x0, #16]\n"
        "  ldp x3, x4, [x0, #32]\n"
        "  ldr x5, [x0, #48]\n"
        "  ldr x0, [x0, #8]\n"
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
/// A system call with these registers; what the kernel returns, -errno on failure.
int64_t clinux_last_call(const struct clinux_registers *registers)
    __attribute__((visibility("hidden")));
extern const char clinux_last_call_end[] __attribute__((visibility("hidden")));

uint64_t clinux_last_call_address(void) { return (uintptr_t)clinux_last_call_end; }
#else
static int64_t clinux_last_call(const struct clinux_registers *registers) {
  return clinux_syscall(registers->number, registers->arguments[0], registers->arguments[1],
                        registers->arguments[2], registers->keys[0], registers->keys[1],
                        registers->keys[2]);
}

uint64_t clinux_last_call_address(void) { return 0; }
#endif

/// Fills the registers but for the keys, which are there, and makes the call.
static int64_t call(struct clinux_registers *registers, int64_t number, uint64_t a0, uint64_t a1,
                    uint64_t a2) {
  registers->number = number;
  registers->arguments[0] = a0;
  registers->arguments[1] = a1;
  registers->arguments[2] = a2;
  return clinux_last_call(registers);
}

static int64_t prctl_call(uint64_t option, uint64_t value) {
  struct clinux_registers registers = {0};
  return call(&registers, SYS_prctl, option, value, 0);
}

// MARK: - Reporting under a filter

/// Appends as much of a text as there is room for.
static size_t append(const struct clinux_launch *launch, size_t length, const char *text) {
  while (*text != 0 && length < launch->message_capacity) launch->message[length++] = *text++;
  return length;
}

/// Writes why a call failed to standard error.
static void write_report(const struct clinux_launch *launch, struct clinux_registers *registers,
                         const struct clinux_report *report,
                         const struct clinux_explanation *explanation, int32_t number) {
  const char *name = clinux_errno_name(number);
  size_t length = append(launch, 0, report->beginning);
  length = append(launch, length, explanation->text);
  if (name != 0) {
    length = append(launch, length, " (");
    length = append(launch, length, name);
    length = append(launch, length, ")");
  }
  length = append(launch, length, "\n");

  int interruptions = 0;
  for (size_t written = 0; written < length;) {
    int64_t count = call(registers, SYS_write, 2, (uintptr_t)(launch->message + written),
                         length - written);
    if (count == -EINTR && interruptions++ < 1000) continue;
    // Nobody listens, or a filter refuses: the status says it alone.
    if (count <= 0) break;
    written += (size_t)count;
  }
}

/// Says why a call failed and ends the process, with calls that carry the keys.
static void __attribute__((noreturn))
fail(const struct clinux_launch *launch, struct clinux_registers *registers,
     const struct clinux_report *report, int64_t result) {
  int32_t number = (int32_t)-result;
  const struct clinux_explanation *explanation = report->explanations;
  const struct clinux_explanation *last = explanation + report->explanation_count - 1;
  while (explanation != last && explanation->number != number) explanation++;

  if (launch->progress != 0) {
    launch->progress->number = number;
    launch->progress->has_failed = 1;
  } else {
    write_report(launch, registers, report, explanation, number);
  }
  // The kernel takes the lowest 8 bits for the status, the filter knows the call by the others.
  call(registers, SYS_exit_group,
       (registers->keys[0] & ~(uint64_t)0xff) | (uint8_t)explanation->status, 0, 0);
  // An outer filter refuses even that. The process must not run on, half launched: the
  // instruction's signal ends it.
  for (;;) __builtin_trap();
}

// MARK: - Secrets

// From Linux 5.14, with the same number on every architecture.
#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447
#endif

int32_t clinux_random(void *bytes, size_t count) {
  struct clinux_registers registers = {0};
  // Up to 256 bytes come at once or not at all. A signal can interrupt the wait for the kernel's
  // generator, early after the machine's start.
  for (int tries = 0; tries < 1000; tries++) {
    int64_t result = call(&registers, SYS_getrandom, (uintptr_t)bytes, count, 0);
    if (result == (int64_t)count) return 0;
    if (result != -EINTR) return result < 0 ? (int32_t)-result : EIO;
  }
  return EINTR;
}

int32_t clinux_conceal_process(void) {
  int64_t result = prctl_call(PR_SET_DUMPABLE, 0);
  if (result < 0) return (int32_t)-result;
  return prctl_call(PR_GET_DUMPABLE, 0) == 0 ? 0 : EIO;
}

/// Memory that no other process can read, not even through a descriptor of /proc/PID/mem that it
/// opened before this one was concealed; or, where the kernel has none, just memory.
static void *secret_memory(size_t size, int32_t *number) {
  *number = 0;
  int isInputOpen = fcntl(0, F_GETFD) >= 0;
  errno = 0;
  int descriptor = (int)syscall(SYS_memfd_secret, O_CLOEXEC);
  // An outer filter answers 0, and that is not the descriptor that it seems to be.
  if (descriptor == 0 && isInputOpen) {
    *number = EIO;
    return 0;
  }
  if (descriptor < 0 && (errno == ENOSYS || errno == EPERM || errno == EACCES)) {
    void *memory = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED && memory != 0) return memory;
    *number = errno;
    return 0;
  }
  // Not downgraded where a limit is in the way: a neighbour may have set it, see prlimit(2). The
  // signal of the one for the size of files must not end the process without a word.
  void *memory = MAP_FAILED;
  void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
  if (descriptor >= 0 && ftruncate(descriptor, (off_t)size) == 0)
    memory = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (memory == MAP_FAILED || memory == 0) *number = errno != 0 ? errno : EIO;
  signal(SIGXFSZ, before);
  if (descriptor >= 0) close(descriptor);
  return *number == 0 ? memory : 0;
}

/// What is secret: the registers of the last calls, and the programs.
struct secrets {
  struct clinux_registers registers;
  struct sock_filter instructions[];
};

/// Draws the keys and puts them into the programs; the registers that hold them, or null.
static struct clinux_registers *draw_keys(struct clinux_launch *launch,
                                          struct clinux_filter *filters,
                                          struct clinux_refusal *refusal) {
  *refusal = (struct clinux_refusal){.step = CLINUX_CONCEAL_PROCESS,
                                     .number = clinux_conceal_process()};
  if (refusal->number != 0) return 0;

  size_t count = 0;
  for (size_t i = 0; i < launch->filter_count; i++) count += filters[i].program.len;
  refusal->step = CLINUX_CONCEAL_KEYS;
  struct secrets *secrets = secret_memory(
      sizeof *secrets + count * sizeof *secrets->instructions, &refusal->number);
  if (secrets == 0) return 0;

  struct sock_filter *next = secrets->instructions;
  for (size_t i = 0; i < launch->filter_count; i++) {
    struct sock_fprog *program = &filters[i].program;
    for (size_t j = 0; j < program->len; j++) next[j] = program->filter[j];
    program->filter = next;
    next += program->len;
  }

  refusal->step = CLINUX_DRAW_KEYS;
  refusal->number = clinux_random(secrets->registers.keys, sizeof secrets->registers.keys);
  if (refusal->number != 0) return 0;
  for (size_t i = 0; i < launch->slot_count; i++) {
    const struct clinux_key_slot *slot = &launch->slots[i];
    filters[slot->filter].program.filter[slot->instruction].k =
        (uint32_t)(secrets->registers.keys[slot->half / 2] >> slot->half % 2 * 32) & slot->mask;
  }
  return &secrets->registers;
}

// MARK: - Launching

/// Takes a handler away. For the target it changes nothing: execve would do the same, and what is
/// ignored stays ignored.
static void remove_handler(int number) {
  struct sigaction action;
  if (sigaction(number, 0, &action) == 0 && action.sa_handler != SIG_IGN &&
      action.sa_handler != SIG_DFL)
    signal(number, SIG_DFL);
}

/// Takes the handlers away that would run when a launch traps or crashes, under the filter and in
/// its way; and where there are keys all others, which would find them in the registers on their
/// stack.
static void remove_handlers(int hasKeys) {
  static const int numbers[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) remove_handler(numbers[i]);
  for (int number = 1; hasKeys && number < NSIG; number++) remove_handler(number);
}

/// Installs a program.
static int64_t install(struct clinux_launch *launch, struct clinux_registers *registers,
                       struct sock_fprog program, uint64_t flags) {
  launch->program = program;
  uintptr_t address = (uintptr_t)&launch->program;
  if (launch->uses_prctl)
    return call(registers, SYS_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, address);
  int64_t result = call(registers, SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, address);
  if (result < 0 || (flags & SECCOMP_FILTER_FLAG_NEW_LISTENER) == 0) return result;
  // The standard descriptors are taken, so this is an outer filter that answers 0.
  if (result <= 2) return -EIO;
  launch->progress->listener = (int32_t)result;
  return 0;
}

/// What the answer to an installation says that is not 0: an error number, or a thread that could
/// not be put under the filter.
static struct clinux_refusal refusal_of_installation(int64_t result) {
  return (struct clinux_refusal){.step = CLINUX_INSTALL_FIRST_FILTER,
                                 .number = result < 0 ? (int32_t)-result : 0,
                                 .thread = result > 0 ? (int32_t)result : 0};
}

/// Sets no_new_privs.
///
/// Without it the kernel takes a filter from root alone, and a set-user-id target could be led
/// astray by a filter that fakes the results of its calls. What counts is that it is set: an outer
/// filter may refuse to set it again, or fake that it was done.
static int set_no_new_privileges(struct clinux_refusal *refusal) {
  int64_t result = prctl_call(PR_SET_NO_NEW_PRIVS, 1);
  *refusal = (struct clinux_refusal){.step = CLINUX_SET_NO_NEW_PRIVILEGES,
                                     .number = (int32_t)-result};
  return prctl_call(PR_GET_NO_NEW_PRIVS, 0) == 1;
}

/// Finds out whether an installation is carried out, or an outer filter only answers 0.
///
/// A small filter is installed by the very call that the others will be installed by, and then
/// asked: it allows everything, but to one call it gives an answer that nobody else can know. The
/// call is one that the launcher has just made, so no outer filter minds it; it knows this one by
/// an argument that the kernel does not look at.
static struct clinux_refusal try_filter(struct clinux_launch *launch,
                                        struct clinux_registers *registers, uint64_t flags) {
  // There can be one listener only, and the answer that makes one is no 0 that could be faked.
  flags &= ~(uint64_t)(SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
  struct {
    uint64_t mark;
    uint16_t answer;
  } random = {0};
  int32_t number = clinux_random(&random, sizeof random);
  if (number != 0) return (struct clinux_refusal){.step = CLINUX_DRAW_KEYS, .number = number};
  // No errno of the kernel's, but as small as its largest.
  uint16_t answer = 2048 + random.answer % 2047;

  const uint32_t halves[2] = {(uint32_t)random.mark, (uint32_t)(random.mark >> 32)};
  const uint32_t place = offsetof(struct seccomp_data, args[5]);
  const int isBig = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 5),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, place),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, halves[isBig], 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, place + 4),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, halves[!isBig], 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | answer),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof code / sizeof *code, code};
  int64_t result = install(launch, registers, program, flags);
  if (result != 0) return refusal_of_installation(result);

  struct clinux_registers marked = {.keys = {0, 0, random.mark}};
  result = call(&marked, SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0);
  return (struct clinux_refusal){.step = CLINUX_TRY_FILTER,
                                 .number = result == -(int64_t)answer ? 0 : EIO};
}

struct clinux_refusal clinux_launch(struct clinux_launch *launch) {
  struct clinux_filter *filters = launch->filters;
  struct clinux_refusal refusal;
  // A child has none any more, and may not ask libc: a lock may be held that a thread of the parent had
  // taken.
  if (launch->progress == 0) remove_handlers(launch->slot_count > 0);

  begin(launch, CLINUX_SET_NO_NEW_PRIVILEGES, 0);
  if (!set_no_new_privileges(&refusal)) return refusal;

  // The keys as late as possible, and only if a filter asks for them.
  struct clinux_registers *registers = &launch->registers;
  if (launch->slot_count > 0) {
    begin(launch, CLINUX_DRAW_KEYS, 0);
    registers = draw_keys(launch, filters, &refusal);
    if (registers == 0) return refusal;
  }

  if (!clinux_make_changes(launch, &refusal)) return refusal;
  // The kernel decides anew who may look into a process when its user changes.
  if (launch->slot_count > 0) {
    refusal = (struct clinux_refusal){.step = CLINUX_CONCEAL_PROCESS,
                                      .number = clinux_conceal_process()};
    if (refusal.number != 0) return refusal;
  }

  // An outer filter cannot tell one installation from the other but by the flags.
  for (size_t i = 0; launch->is_filtered && i < launch->filter_count; i++) {
    size_t same = 0;
    while (filters[same].flags != filters[i].flags) same++;
    if (same < i) continue;
    begin(launch, CLINUX_TRY_FILTER, i);
    refusal = try_filter(launch, registers, filters[i].flags);
    if (refusal.number != 0 || refusal.thread != 0) return refusal;
  }

  // The first filter, as late as possible: this call and all before it are still free.
  begin(launch, CLINUX_INSTALL_FIRST_FILTER, 0);
  int64_t result = install(launch, registers, filters[0].program, filters[0].flags);
  if (result != 0) return refusal_of_installation(result);

  // From here on every call is judged: there is no way back to the caller, and only calls with
  // the keys are sure to pass.
  for (size_t i = 1; i < launch->filter_count; i++) {
    begin(launch, CLINUX_INSTALL_FURTHER_FILTER, i);
    result = install(launch, registers, filters[i].program, filters[i].flags);
    if (result != 0) fail(launch, registers, &filters[i].report, result);
  }

  // On success the kernel discards this memory, and the keys with it.
  begin(launch, CLINUX_EXECUTE, 0);
  result = call(registers, SYS_execve, (uintptr_t)launch->path, (uintptr_t)launch->arguments,
                (uintptr_t)launch->environment);
  fail(launch, registers, &launch->report, result);
}

// MARK: - Confining

struct clinux_refusal clinux_confine(struct clinux_launch *launch) {
  struct clinux_refusal refusal;
  if (!set_no_new_privileges(&refusal)) return refusal;
  const struct clinux_filter *filter = &launch->filters[0];
  if (launch->is_filtered) {
    refusal = try_filter(launch, &launch->registers, filter->flags);
    if (refusal.number != 0 || refusal.thread != 0) return refusal;
  }
  int64_t result = install(launch, &launch->registers, filter->program, filter->flags);
  if (result != 0) return refusal_of_installation(result);
  return (struct clinux_refusal){.step = CLINUX_EXECUTE};
}
