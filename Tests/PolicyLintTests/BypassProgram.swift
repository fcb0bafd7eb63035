/// A C program that tries to do what a policy is to prevent, in the ways that findings speak of.
///
/// Its first argument is the way; it prints `through` or `stopped`, and the error number.
let bypassProgram = #"""
  #define _GNU_SOURCE
  #include <errno.h>
  #include <fcntl.h>
  #include <linux/io_uring.h>
  #include <linux/openat2.h>
  #include <linux/sched.h>
  #include <sched.h>
  #include <signal.h>
  #include <stdint.h>
  #include <stdio.h>
  #include <stdlib.h>
  #include <string.h>
  #include <sys/ioctl.h>
  #include <sys/mman.h>
  #include <sys/socket.h>
  #include <sys/syscall.h>
  #include <sys/wait.h>
  #include <unistd.h>

  static int end(long result) {
    int number = errno;
    if (result >= 0) puts("through"); else printf("stopped %d\n", number);
    return 0;
  }

  static long ring(void) {
    struct io_uring_params p;
    memset(&p, 0, sizeof p);
    int fd = syscall(SYS_io_uring_setup, 2, &p);
    if (fd < 0) return -1;
    size_t size = p.sq_off.array + p.sq_entries * 4 + p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe);
    char *sq = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_SQ_RING);
    char *cq = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_CQ_RING);
    struct io_uring_sqe *sqe = mmap(0, p.sq_entries * sizeof *sqe, PROT_READ | PROT_WRITE,
                                    MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_SQES);
    if (sq == MAP_FAILED || cq == MAP_FAILED || sqe == MAP_FAILED) return -1;
    memset(sqe, 0, sizeof *sqe);
    sqe->opcode = IORING_OP_OPENAT;
    sqe->fd = AT_FDCWD;
    sqe->addr = (uintptr_t)"file";
    sqe->open_flags = O_RDONLY;
    *(unsigned *)(sq + p.sq_off.array) = 0;
    __atomic_store_n((unsigned *)(sq + p.sq_off.tail), 1, __ATOMIC_RELEASE);
    if (syscall(SYS_io_uring_enter, fd, 1, 1, IORING_ENTER_GETEVENTS, 0, 0) < 0) return -1;
    struct io_uring_cqe *cqe = (struct io_uring_cqe *)(cq + p.cq_off.cqes);
    if (cqe->res < 0) { errno = -cqe->res; return -1; }
    return cqe->res;
  }

  static long terminal(void) {
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) || unlockpt(master)) return -1;
    const char *name = ptsname(master);
    if (!name) return -1;
    int answer[2];
    if (pipe(answer)) return -1;
    pid_t child = fork();
    if (child == 0) {
      int result = -1;
      if (setsid() >= 0) {
        int slave = open(name, O_RDWR);
        if (slave >= 0 && ioctl(slave, TIOCSCTTY, 0) >= 0)
          result = ioctl(slave, TIOCSTI, "x") < 0 ? errno : 0;
      }
      _exit(write(answer[1], &result, sizeof result) != sizeof result);
    }
    int result = -1;
    if (read(answer[0], &result, sizeof result) != sizeof result) return -1;
    waitpid(child, 0, 0);
    errno = result;
    return result == 0 ? 0 : -1;
  }

  static long executable(void) {
    unsigned char *page = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return -1;
    page[0] = 0xc3;
    if (syscall(SYS_pkey_mprotect, page, 4096, PROT_READ | PROT_EXEC, -1) < 0) return -1;
    ((void (*)(void))page)();
    return 0;
  }

  int main(int count, char **words) {
    const char *way = count > 1 ? words[1] : "";
    errno = 0;
    if (!strcmp(way, "fchmodat2")) return end(syscall(452, AT_FDCWD, "file", 0644, 0));
    if (!strcmp(way, "openat2")) {
      struct open_how how = {.flags = O_RDONLY};
      return end(syscall(437, AT_FDCWD, "file", &how, sizeof how));
    }
    if (!strcmp(way, "clone3")) {
      struct clone_args args;
      memset(&args, 0, sizeof args);
      args.flags = CLONE_NEWUSER;
      args.exit_signal = SIGCHLD;
      long child = syscall(435, &args, sizeof args);
      if (child == 0) _exit(0);
      int number = errno;
      if (child > 0) waitpid(child, 0, 0);
      errno = number;
      return end(child);
    }
    if (!strcmp(way, "garbage")) return end(syscall(SYS_socket, 0x100000000 | AF_INET, SOCK_STREAM, 0));
    if (!strcmp(way, "ring")) return end(ring());
    if (!strcmp(way, "terminal")) return end(terminal());
    if (!strcmp(way, "executable")) return end(executable());
  #ifdef __x86_64__
    if (!strcmp(way, "i386")) {
      long result;
      // 20 is getpid there.
      __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "r8", "r9", "r10", "r11", "memory");
      if (result < 0) errno = -result;
      return end(result < 0 ? -1 : 0);
    }
    if (!strcmp(way, "x32")) return end(syscall(0x40000000 | SYS_getpid));
  #endif
    return 2;
  }
  """#
