// Makes calls that are denied, with arguments that whoever looks at them waits for for ever, and says how
// long other calls of the process take meanwhile: `hostile-probe userfault|fuse [SECONDS|none]`. The last
// line is "SECONDS ERRNO": of ten mkdir(2) that another thread makes; with `none` no call is made. Status
// 77 means that the kernel does not provide such memory to this user.
//
// Or makes such calls in 64 threads, or in as many processes as it may have: `hostile-probe threads|forks
// SECONDS`. The last line is the number of calls. Status 9 means that one of them was carried out.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, UNAVAILABLE = 77 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void need(int condition, const char *what) {
  if (condition) return;
  perror(what);
  exit(UNAVAILABLE);
}

/// Pages whose faults nobody handles.
static char *unserved_pages(size_t count) {
  int descriptor = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
  need(descriptor >= 0, "userfaultfd");
  struct uffdio_api api = {.api = UFFD_API};
  need(ioctl(descriptor, UFFDIO_API, &api) == 0, "UFFDIO_API");
  char *pages =
      mmap(0, count * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct uffdio_register registration = {.range = {(uintptr_t)pages, count * PAGE},
                                         .mode = UFFDIO_REGISTER_MODE_MISSING};
  need(ioctl(descriptor, UFFDIO_REGISTER, &registration) == 0, "UFFDIO_REGISTER");
  return pages;
}

static void answer(int device, uint64_t unique, const void *bytes, size_t count) {
  char room[1024] = {0};
  struct fuse_out_header header = {.len = (uint32_t)(sizeof header + count), .unique = unique};
  memcpy(room, &header, sizeof header);
  memcpy(room + sizeof header, bytes, count);
  if (write(device, room, header.len) < 0) perror("write to /dev/fuse");
}

static void refuse(int device, uint64_t unique) {
  const struct fuse_out_header header = {sizeof header, -ENOSYS, unique};
  if (write(device, &header, sizeof header) < 0) perror("write to /dev/fuse");
}

/// Serves a file system of one file, but for reading it.
static void *serve(void *context) {
  int device = (int)(intptr_t)context;
  static char room[1 << 20];
  const struct fuse_attr attributes = {
      .ino = 2, .size = 64 * PAGE, .mode = S_IFREG | 0644, .nlink = 1, .blksize = PAGE};
  while (read(device, room, sizeof room) > 0) {
    const struct fuse_in_header *header = (const struct fuse_in_header *)room;
    switch (header->opcode) {
    case FUSE_INIT: {
      struct fuse_init_out out = {.major = 7, .minor = 31, .max_write = 1 << 17};
      answer(device, header->unique, &out, sizeof out);
      break;
    }
    case FUSE_LOOKUP: {
      struct fuse_entry_out out = {
          .nodeid = 2, .entry_valid = 100, .attr_valid = 100, .attr = attributes};
      answer(device, header->unique, &out, sizeof out);
      break;
    }
    case FUSE_GETATTR: {
      struct fuse_attr_out out = {.attr_valid = 100, .attr = attributes};
      answer(device, header->unique, &out, sizeof out);
      break;
    }
    case FUSE_OPEN: {
      struct fuse_open_out out = {.fh = 1};
      answer(device, header->unique, &out, sizeof out);
      break;
    }
    case FUSE_READ: break;
    case FUSE_FORGET: break;
    default: refuse(device, header->unique);
    }
  }
  return 0;
}

/// Pages of a file that nobody reads for the kernel.
static char *unread_pages(size_t count) {
  need(unshare(CLONE_NEWNS) == 0, "unshare");
  need(mount(0, "/", 0, MS_REC | MS_PRIVATE, 0) == 0, "mount /");
  int device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
  need(device >= 0, "/dev/fuse");
  char options[100];
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
  need(mount("none", "/mnt", "fuse", MS_NOSUID | MS_NODEV, options) == 0, "mount fuse");
  pthread_t thread;
  pthread_create(&thread, 0, serve, (void *)(intptr_t)device);
  int file = open("/mnt/file", O_RDONLY | O_CLOEXEC);
  need(file >= 0, "open /mnt/file");
  char *pages = mmap(0, count * PAGE, PROT_READ, MAP_SHARED, file, 0);
  need(pages != MAP_FAILED, "mmap");
  close(file);
  return pages;
}

enum { THREADS = 12 };

/// The threads that are about to make a call, or have made one.
static _Atomic pid_t callers[THREADS];
static _Atomic int caller_count;

/// Whether a thread sleeps, as it does in a call that nobody has answered, or has ended.
static int is_asleep(pid_t thread) {
  char path[64], text[512] = "";
  snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread);
  FILE *file = fopen(path, "r");
  if (file == 0) return 1;
  size_t count = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  const char *end = strrchr(text, ')');
  return count == 0 || (end != 0 && strchr("SDZX", end[2]) != 0);
}

static void await_calls(void) {
  while (caller_count < THREADS) usleep(1000);
  for (int i = 0; i < THREADS; i++)
    while (callers[i] == 0 || !is_asleep(callers[i])) usleep(1000);
}

static void *call(void *path) {
  callers[caller_count++] = (pid_t)syscall(SYS_gettid);
  syscall(SYS_mkdirat, AT_FDCWD, path, 0777);
  return 0;
}

static double end;
static volatile uint64_t *calls;

static void *call_on(void *context) {
  (void)context;
  while (now() < end) {
    if (syscall(SYS_mkdirat, AT_FDCWD, "bad", 0777) == 0 || errno == EEXIST) _exit(9);
    __atomic_fetch_add(calls, 1, __ATOMIC_RELAXED);
  }
  return 0;
}

static int call_in_threads(void) {
  enum { THREADS = 64 };
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) need(pthread_create(&threads[i], 0, call_on, 0) == 0, "thread");
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], 0);
  return 0;
}

/// Forks as often as it can; the first process comes back last.
static int call_in_processes(void) {
  pid_t first = getpid();
  while (now() < end) {
    if (syscall(SYS_mkdirat, AT_FDCWD, "bad", 0777) == 0 || errno == EEXIST) _exit(9);
    __atomic_fetch_add(calls, 1, __ATOMIC_RELAXED);
    if (fork() < 0) usleep(1000);
  }
  if (getpid() != first) _exit(0);
  usleep(300000);
  return 0;
}

int main(int count, char **words) {
  calls = mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (count == 3) end = now() + atof(words[2]);
  int isInThreads = count == 3 && strcmp(words[1], "threads") == 0;
  if (isInThreads || (count == 3 && strcmp(words[1], "forks") == 0)) {
    int status = isInThreads ? call_in_threads() : call_in_processes();
    printf("%llu\n", (unsigned long long)*calls);
    return status;
  }
  const char *kind = count > 1 ? words[1] : "";
  char *pages = 0;
  if (strcmp(kind, "userfault") == 0) pages = unserved_pages(THREADS);
  if (strcmp(kind, "fuse") == 0) pages = unread_pages(THREADS);
  // Whoever asks whether there is such memory has nobody to deny the calls: they would wait for ever.
  if (count == 3 && strcmp(words[2], "none") == 0) return 0;
  pthread_t thread;
  for (int i = 0; pages != 0 && i < THREADS; i++)
    pthread_create(&thread, 0, call, pages + i * PAGE);
  if (pages != 0) await_calls();
  double start = now();
  for (int i = 0; i < 10; i++) syscall(SYS_mkdirat, AT_FDCWD, "bad", 0777);
  printf("%.3f %d\n", now() - start, errno);
  fflush(stdout);
  if (count > 2) sleep((unsigned)atoi(words[2]));
  return 0;
}
