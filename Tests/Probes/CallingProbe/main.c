// Makes system calls of which nothing comes, and keeps what they were given: `calling-probe FOLDER`.
//
// Each call of the list is made once, between two calls of getpriority(2) that no other part makes.
// Then the file `registers` appears in the folder, with a line for each: its number and six registers.
// The process lives, with all that the registers lead to, until the file `end` appears there.

#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <net/if.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <termios.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define NOWHERE "/nowhere/at/all"
#define ADDRESS(value) ((uint64_t)(uintptr_t)(value))

struct call {
  uint64_t number;
  uint64_t registers[6];
};

static struct call calls[128];
static int count;

static void add(uint64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e) {
  calls[count++] = (struct call){number, {a, b, c, d, e, 0}};
}

static void add_files(int folder) {
  uint64_t here = (uint64_t)(int64_t)AT_FDCWD;
  uint64_t path = ADDRESS(NOWHERE);
  static char longest[300];
  memset(longest, 'x', sizeof longest - 1);
  add(SYS_openat, here, path, O_RDONLY | O_CLOEXEC, 0777, 0);
  add(SYS_openat, here, path, O_WRONLY | O_CREAT | O_TRUNC, 0644, 0);
  add(SYS_openat, (uint32_t)AT_FDCWD, path, O_RDWR | O_APPEND | O_SYNC | O_NOFOLLOW, 0, 0);
  add(SYS_openat, (uint64_t)folder, ADDRESS("say \"no\" \\ yes"), O_PATH | O_DIRECTORY, 0, 0);
  add(SYS_openat, (uint64_t)folder, ADDRESS(longest), O_RDONLY, 0, 0);
  add(SYS_openat, here, 0, O_RDONLY, 0, 0);
  add(SYS_openat, here, 0x10, O_RDONLY, 0, 0);
  add(SYS_mkdirat, here, path, 0755, 0, 0);
  add(SYS_mknodat, here, path, S_IFIFO | 0600, 0, 0);
  add(SYS_unlinkat, here, path, AT_REMOVEDIR, 0, 0);
  add(SYS_linkat, here, path, (uint64_t)folder, ADDRESS(NOWHERE "/new"), AT_SYMLINK_FOLLOW);
  add(SYS_symlinkat, ADDRESS("the target"), here, path, 0, 0);
  add(SYS_renameat2, here, path, here, ADDRESS(NOWHERE "2"), 1);
  add(SYS_fchmodat, here, path, 04755, 0, 0);
  add(SYS_fchownat, here, path, (uint32_t)-1, 1000, AT_SYMLINK_NOFOLLOW);
  add(SYS_faccessat, here, path, R_OK | X_OK, 0, 0);
  add(SYS_faccessat, here, path, F_OK, 0, 0);
  add(SYS_truncate, path, 4096, 0, 0, 0);
  add(SYS_chdir, path, 0, 0, 0, 0);
  add(SYS_setxattr, path, ADDRESS("user.note"), 0, 0, 1);
  add(SYS_mount, ADDRESS("none"), path, ADDRESS("no-such-system"), MS_NOSUID | MS_RDONLY,
      ADDRESS("size=1m"));
  add(SYS_umount2, path, MNT_DETACH, 0, 0, 0);
#ifdef SYS_open
  add(SYS_open, path, O_RDWR | O_CREAT | O_EXCL, 0600, 0, 0);
  add(SYS_rename, path, ADDRESS(NOWHERE "3"), 0, 0, 0);
#endif
  static struct open_how how = {
      .flags = O_WRONLY | O_CREAT, .mode = 0640, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
  add(SYS_openat2, here, path, ADDRESS(&how), sizeof how, 0);
}

static void add_sockets(int sockets[2]) {
  static struct sockaddr_un local = {AF_UNIX, NOWHERE "/socket"};
  static struct sockaddr_un abstract = {AF_UNIX, "\0a name"};
  static struct sockaddr_in inet = {.sin_family = AF_INET};
  static struct sockaddr_in6 inet6 = {.sin6_family = AF_INET6};
  static struct sockaddr_nl netlink = {.nl_family = AF_NETLINK, .nl_pid = 77, .nl_groups = 0x11};
  inet.sin_port = htons(8080);
  inet.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  inet6.sin6_port = htons(443);
  inet_pton(AF_INET6, "fe80::1:2", &inet6.sin6_addr);
  uint64_t descriptor = (uint64_t)sockets[0];
  add(SYS_connect, descriptor, ADDRESS(&local), sizeof local, 0, 0);
  add(SYS_connect, descriptor, ADDRESS(&abstract), offsetof(struct sockaddr_un, sun_path) + 7, 0, 0);
  add(SYS_connect, descriptor, ADDRESS(&inet), sizeof inet, 0, 0);
  add(SYS_connect, descriptor, ADDRESS(&inet6), sizeof inet6, 0, 0);
  add(SYS_bind, descriptor, ADDRESS(&netlink), sizeof netlink, 0, 0);
  add(SYS_connect, descriptor, 0x10, 16, 0, 0);
  add(SYS_socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP, 0, 0);
  add(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_AUDIT, 0, 0);
  add(SYS_shutdown, (uint64_t)-1, SHUT_WR, 0, 0, 0);
}

static void add_processes(void) {
  static struct clone_args clone = {
      .flags = CLONE_THREAD | CLONE_VM | CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = 9};
  static struct timespec time = {0, 1500};
  static char *words[] = {"one", "two words", "", "4", "5", "6", "7", "8", "9", 0};
  add(SYS_clone3, ADDRESS(&clone), sizeof clone, 0, 0, 0);
  add(SYS_execve, ADDRESS(NOWHERE), ADDRESS(words + 2), 0, 0, 0);
  add(SYS_execveat, (uint64_t)-1, ADDRESS("tool"), ADDRESS(words + 7), 0, AT_SYMLINK_NOFOLLOW);
  add(SYS_prctl, PR_SET_NAME, ADDRESS("calling"), 0, 0, 0);
  add(SYS_prctl, PR_SET_PDEATHSIG, SIGUSR1, 0, 0, 0);
  add(SYS_prctl, PR_CAPBSET_READ, 21, 0, 0, 0);
  add(SYS_memfd_create, ADDRESS("notes"), MFD_CLOEXEC, 0, 0, 0);
  add(SYS_nanosleep, ADDRESS(&time), 0, 0, 0, 0);
  add(SYS_kill, 1 << 30, SIGTERM, 0, 0, 0);
  add(SYS_tgkill, (uint32_t)-1, 5, SIGKILL, 0, 0);
  add(SYS_setns, (uint64_t)-1, CLONE_NEWNET, 0, 0, 0);
  add(SYS_unshare, 1, 0, 0, 0, 0);
  add(SYS_mmap, 0, 0, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, (uint64_t)-1);
  add(SYS_mprotect, 0x1000, 4096, PROT_NONE, 0, 0);
  add(SYS_fcntl, (uint64_t)-1, F_SETFD, FD_CLOEXEC, 0, 0);
  add(SYS_fcntl, (uint64_t)-1, F_SETFL, O_RDWR | O_NONBLOCK, 0, 0);
  add(SYS_ioctl, 0, TIOCSTI, ADDRESS(&time), 0, 0);
  add(SYS_lseek, (uint64_t)-1, (uint64_t)-5, SEEK_END, 0, 0);
}

/// Calls that take many kinds of constants, and do nothing with descriptors and addresses like these.
static void add_constants(void) {
  uint64_t here = (uint64_t)(int64_t)AT_FDCWD;
  uint64_t none = (uint64_t)-1;
  uint64_t path = ADDRESS(NOWHERE);
  static struct sockaddr_in inet = {.sin_family = AF_INET};
  inet.sin_port = htons(53);
  calls[count++] = (struct call){
      SYS_sendto, {none, 0, 0, MSG_NOSIGNAL | MSG_DONTWAIT, ADDRESS(&inet), sizeof inet}};
  add(SYS_recvfrom, none, 0x10, 5, MSG_PEEK | MSG_TRUNC, 0);
  add(SYS_accept4, none, 0, 0, SOCK_NONBLOCK, 0);
  add(SYS_setsockopt, none, SOL_SOCKET, SO_REUSEADDR, 0, 0);
  add(SYS_getsockopt, none, IPPROTO_TCP, 11, 0, 0);
  add(SYS_fallocate, none, 1 | 2, 4096, 8192, 0);
  add(SYS_inotify_add_watch, none, path, 0x100 | 0x200, 0, 0);
  add(SYS_epoll_ctl, none, 2, none, 0, 0);
  add(SYS_timerfd_create, 1, 04000, 0, 0, 0);
  add(SYS_madvise, 0x1000, 4096, 4, 0, 0);
  add(SYS_msync, 0x1000, 4096, 4, 0, 0);
  add(SYS_mlock2, 0x1000, 4096, 1, 0, 0);
  add(SYS_mremap, 0x1000, 4096, 8192, 1, 0);
  add(SYS_statx, here, path, AT_SYMLINK_NOFOLLOW, 0x200 | 2, 0);
  add(SYS_newfstatat, here, path, 0, AT_EMPTY_PATH, 0);
  add(SYS_utimensat, here, path, 0, AT_SYMLINK_NOFOLLOW, 0);
  add(SYS_getrandom, 0, 0, 1, 0, 0);
  add(SYS_waitid, 1, 1 << 30, 0, 4 | 1, 0);
  add(SYS_sched_get_priority_max, 1, 0, 0, 0, 0);
  add(SYS_prlimit64, 1 << 30, RLIMIT_NOFILE, 0, 0, 0);
  add(SYS_flock, none, 2 | 4, 0, 0, 0);
  add(SYS_splice, none, 0, none, 0, 4096);
  add(SYS_fcntl, none, 1033, 8 | 1, 0, 0);
  add(SYS_dup3, none, 5, O_CLOEXEC, 0, 0);
  add(SYS_close_range, 1 << 30, 1 << 30, 4, 0, 0);
  add(SYS_open_tree, none, ADDRESS("tree"), 1 | O_CLOEXEC, 0, 0);
  add(SYS_move_mount, none, ADDRESS("a"), none, ADDRESS("b"), 4);
  add(SYS_fsopen, ADDRESS("no-such-system"), 1, 0, 0, 0);
  add(SYS_pidfd_send_signal, none, SIGHUP, 0, 0, 0);
  add(SYS_seccomp, 1000, 0, 0, 0, 0);
  add(SYS_renameat2, none, ADDRESS("a"), none, ADDRESS("b"), 2 | 0x100);
  add(SYS_swapoff, path, 0, 0, 0, 0);
  add(SYS_pivot_root, path, path, 0, 0, 0);
  add(SYS_chroot, path, 0, 0, 0, 0);
}

static int file_exists(const char *folder, const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return access(path, F_OK) == 0;
}

static int report(const char *folder) {
  char draft[4096], path[4096];
  snprintf(draft, sizeof draft, "%s/draft", folder);
  snprintf(path, sizeof path, "%s/registers", folder);
  FILE *file = fopen(draft, "w");
  if (!file) return 1;
  fprintf(file, "%d\n", getpid());
  for (int index = 0; index < count; index++) {
    fprintf(file, "%lu", (unsigned long)calls[index].number);
    for (int place = 0; place < 6; place++)
      fprintf(file, " %lx", (unsigned long)calls[index].registers[place]);
    fprintf(file, "\n");
  }
  return fclose(file) != 0 || rename(draft, path) != 0;
}

int main(int words, char **arguments) {
  if (words != 2) return 2;
  int folder = open(arguments[1], O_RDONLY | O_DIRECTORY);
  int sockets[2];
  if (folder < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0) return 1;
  add_files(folder);
  add_sockets(sockets);
  add_processes();
  add_constants();
  getpriority(PRIO_PROCESS, 0);
  for (int index = 0; index < count; index++) {
    uint64_t *own = calls[index].registers;
    syscall((long)calls[index].number, own[0], own[1], own[2], own[3], own[4], own[5]);
  }
  getpriority(PRIO_PROCESS, 0);
  if (report(arguments[1]) != 0) return 1;
  for (int left = 20000; left > 0 && !file_exists(arguments[1], "end"); left--) usleep(1000);
  return 0;
}
