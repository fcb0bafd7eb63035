/// The folders, and what is open and known at the start.
#include "stage.h"

#include <arpa/inet.h>
#include <grp.h>
#include <mqueue.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdbool.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>

static uint64_t *before;

void fail(const char *what) {
  perror(what);
  clean();
  _exit(94);
}

/// Where the command is open, for not every user may reach it by its path.
enum { command_file = 42 };

/// Opens what is given to the attempts, under its number.
static void give(int file, int number) {
  if (file < 0 || dup2(file, number) != number) fail("descriptor");
  close(file);
}

void become(const char *user, const char *folder, const char *command) {
  if (command) give(open(command, O_RDONLY), command_file);
  place.isolated = geteuid() == 0
      && unshare(CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS) == 0
      && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
  if (place.isolated) {
    struct ifreq loop = {.ifr_name = "lo"};
    loop.ifr_flags = IFF_UP | IFF_RUNNING;
    if (ioctl(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), SIOCSIFFLAGS, &loop)) fail("lo");
  }
  // Disks are slow, and some keep more of a file than memory does.
  if (place.isolated && mount("attempts", folder, "tmpfs", 0, "size=64m")) fail("tmpfs");
  if (chdir(folder)) fail(folder);
  if (strcmp(user, "-")) {
    int number = atoi(user);
    if (chown(".", number, number)) fail(folder);
    if (setgroups(0, NULL) || setresgid(number, number, number)
        || setresuid(number, number, number))
      fail("user");
  }
  // Who becomes another user would else be closed to that user's own processes.
  prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  struct rlimit core;
  if (getrlimit(RLIMIT_CORE, &core)) fail("limit");
  char pattern[16] = "";
  int file = open("/proc/sys/kernel/core_pattern", O_RDONLY);
  if (file < 0 || read(file, pattern, sizeof pattern - 1) < 0) fail("core_pattern");
  close(file);
  place.dumps = core.rlim_max != 0 && !strcmp(pattern, "core\n");
  core.rlim_cur = 0;
  if (setrlimit(RLIMIT_CORE, &core)) fail("limit");
}

static void put(const char *name, const char *text, mode_t mode) {
  int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0 || write(file, text, strlen(text)) < 0 || fchmod(file, mode)) fail(name);
  close(file);
}

static const char *folder(const struct attempt *attempt) {
  static char path[128];
  snprintf(path, sizeof path, "%s", attempt->name);
  *strchr(path, '/') = '.';
  return path;
}

static void furnish(const struct attempt *attempt) {
  static const char *const kinds[] = {"files", "attributes", "descriptors",
                                      "dumps", "entries",    "programs"};
  bool isFull = false;
  for (size_t n = 0; n < sizeof kinds / sizeof *kinds; n++)
    isFull |= strncmp(attempt->name, kinds[n], strlen(kinds[n])) == 0;
  if (mkdir(folder(attempt), 0755) || chdir(folder(attempt))) fail(attempt->name);
  if (mkdir("folder", 0755) || mkdir("empty", 0755)) fail("folder");
  if (!isFull) {
    if (chdir("..")) fail("..");
    return;
  }
  put("victim", "precious\n", 0644);
  setxattr("victim", "user.old", "x", 1, 0);
  put("core", "precious\n", 0600);
  put("script", "#!/bin/true\n", 0755);
  put("folder/inside", "precious\n", 0644);
  if (chdir("..")) fail("..");
}

// MARK: - What a folder is

static uint64_t mix(uint64_t hash, const void *bytes, size_t count) {
  for (const unsigned char *byte = bytes; count--; byte++) hash = (hash ^ *byte) * 0x100000001b3;
  return hash;
}
/// The time of the last change tells of every change to an inode, and the size of those to content.
static uint64_t hash(uint64_t hash, const char *path) {
  struct stat status;
  if (lstat(path, &status)) return mix(hash, "none", 4);
  hash = mix(hash, path, strlen(path));
  hash = mix(hash, &status.st_ctim, sizeof status.st_ctim);
  hash = mix(hash, &status.st_size, sizeof status.st_size);
  return mix(hash, &status.st_ino, sizeof status.st_ino);
}
static uint64_t picture(const struct attempt *attempt) {
  static const char *const names[] = {"", "victim", "core", "script", "folder", "empty",
                                      "folder/inside", "new"};
  uint64_t value = 0xcbf29ce484222325;
  char path[192];
  for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
    snprintf(path, sizeof path, "%s/%s", folder(attempt), names[n]);
    value = hash(value, path);
  }
  return value;
}
void review(const struct attempt *const *first, const struct attempt *const *end) {
  for (size_t n = 0; first + n < end; n++)
    if (picture(first[n]) != before[n]) printf("changed %s\n", first[n]->name);
  fflush(stdout);
}

// MARK: - What is prepared

/// A socket on 127.0.0.1 with the port of `place`, or a new one.
static int served(int type) {
  struct sockaddr_in address = {AF_INET, htons(place.port), {htonl(INADDR_LOOPBACK)}, {0}};
  socklen_t length = sizeof address;
  int file = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  if (bind(file, (void *)&address, length)) fail("port");
  if (getsockname(file, (void *)&address, &length)) fail("port");
  place.port = ntohs(address.sin_port);
  return file;
}

static const char *queue(void) {
  static char text[64];
  snprintf(text, sizeof text, "/sekat-attempt-old-%ld", place.neighbour);
  return text;
}

void prepare(const struct attempt *const *first, const struct attempt *const *end) {
  for (const struct attempt *const *next = first; next < end; next++) furnish(*next);
  put("given", "", 0644);
  if (listen(served(SOCK_STREAM), 64)) fail("listen");
  served(SOCK_DGRAM);
  struct sockaddr_in address = {AF_INET, htons(place.port), {htonl(INADDR_LOOPBACK)}, {0}};
  int talk = socket(AF_INET, SOCK_DGRAM, 0);
  if (connect(talk, (void *)&address, sizeof address)) fail("connect");
  give(talk, given_socket);
  give(open("given", O_RDWR), given_file);
  if (ftruncate(given_file, 4096)) fail("given");
  place.neighbour = neighbour();
  place.spare = spare();
  place.key = 0x5ea70000 | (getpid() & 0xffff);
  place.segment = shmget(place.key, 4096, IPC_CREAT | 0600);
  place.queue = msgget(IPC_PRIVATE, 0600);
  place.semaphore = semget(IPC_PRIVATE, 1, 0600);
  mqd_t messages = mq_open(queue(), O_CREAT | O_RDWR, 0600, NULL);
  if (place.segment < 0 || place.queue < 0 || place.semaphore < 0 || messages < 0) fail("ipc");
  mq_close(messages);
  before = calloc(end - first, sizeof *before);
  for (size_t n = 0; first + n < end; n++) before[n] = picture(first[n]);
}

void clean(void) {
  shmctl(place.segment, IPC_RMID, NULL);
  msgctl(place.queue, IPC_RMID, NULL);
  semctl(place.semaphore, 0, IPC_RMID);
  mq_unlink(queue());
  if (place.neighbour) kill(place.neighbour, SIGKILL);
  if (place.spare) kill(place.spare, SIGKILL);
  while (wait(NULL) > 0) {}
}

// MARK: - Launching

void launch(char **command, const char *folder) {
  char *words[64], numbers[256], path[4096], by[64];
  size_t count = 0;
  while (command[count] && count < 56) words[count] = command[count], count++;
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length < 0) fail("executable");
  path[length] = 0;
  const long *values = (const long *)&place;
  size_t used = 0;
  for (size_t n = 0; n < sizeof place / sizeof(long); n++)
    used += snprintf(numbers + used, sizeof numbers - used, "%ld ", values[n]);
  words[count++] = path;
  words[count++] = "--act";
  words[count++] = numbers;
  words[count++] = (char *)folder;
  words[count] = NULL;
  snprintf(by, sizeof by, "/proc/self/fd/%d", command_file);
  execv(by, words);
  perror("cannot start the command");
}

void read_place(const char *text) {
  long *values = (long *)&place;
  char *rest = (char *)text;
  for (size_t n = 0; n < sizeof place / sizeof(long); n++) values[n] = strtol(rest, &rest, 10);
}
