/// Other ways into the kernel than the machine's own numbers.
#include "attempts.h"

#include <sys/mman.h>

ATTEMPT(entries, native) { return end(syscall(SYS_getpid)); }
ATTEMPT(entries, number_minus_one) { return reach(syscall(-1), 0) == ENOSYS ? ENOSYS : 0; }
ATTEMPT(entries, number_unknown) { return end(syscall(9999)); }
ATTEMPT(entries, number_wide) { return end(syscall(0x100000000 | SYS_getppid)); }
ATTEMPT(entries, number_wide_denied) {
  return reach(syscall(0x100000000 | SYS_setns, -1, 0), EBADF);
}

#ifdef __x86_64__
/// The 32-bit entry. Its pointers are 32 bits wide, so what it opens must lie low in memory.
static long low(long number, long first, long second, long third) {
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(first), "c"(second), "d"(third)
                   : "memory", "r8", "r9", "r10", "r11");
  if (result < 0 && result > -4096) {
    errno = -result;
    return -1;
  }
  return result;
}
static long text(const char *word) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT;
  char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (page == MAP_FAILED) return 0;
  return (long)strcpy(page, word);
}
ATTEMPT(entries, i386_getpid) { return end(low(20, 0, 0, 0)); }
ATTEMPT(entries, i386_open) { return end(low(5, text("victim"), O_WRONLY, 0)); }
ATTEMPT(entries, i386_creat) { return end(low(8, text("new"), 04755, 0)); }
ATTEMPT(entries, i386_chmod) { return end(low(15, text("victim"), 04755, 0)); }
ATTEMPT(entries, i386_fork) {
  long child = low(2, 0, 0, 0);
  if (child == 0) _exit(0);
  return end(child);
}
ATTEMPT(entries, i386_socketcall) {
  int *arguments = (int *)text("");
  arguments[0] = 2, arguments[1] = 2, arguments[2] = 0;
  return end(low(102, 1, (long)arguments, 0));
}
ATTEMPT(entries, i386_socket) { return end(low(359, 2, 2, 0)); }
ATTEMPT(entries, i386_ptrace) { return reach(low(26, 0x4206, 0x7fffffff, 0), ESRCH); }
ATTEMPT(entries, i386_execve) { return reach(low(11, text("none"), 0, 0), ENOENT); }
ATTEMPT(entries, i386_unshare) { return end(low(310, 0x10000000, 0, 0)); }
ATTEMPT(entries, x32_getpid) { return end(syscall(0x40000000 | SYS_getpid)); }
ATTEMPT(entries, x32_open) { return end(syscall(0x40000000 | SYS_open, "victim", O_WRONLY)); }
ATTEMPT(entries, x32_execve) { return end(syscall(0x40000000 | 520, "none", 0, 0)); }
ATTEMPT(entries, x32_wide) { return end(syscall(0x140000000 | SYS_socket, 2, 2, 0)); }
ATTEMPT(entries, old_x32_execve) { return end(syscall(520, "none", 0, 0)); }
ATTEMPT(entries, old_x32_ptrace) { return end(syscall(521, 0, 0, 0)); }
#endif
