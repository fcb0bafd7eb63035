/// Processes of the same user that no filter holds.
#include "stage.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

static volatile int flag;

static const char *name(const char *kind) {
  static char text[64];
  snprintf(text, sizeof text, "_sekat-%s-%ld", kind, (long)getpid());
  return text;
}
/// A socket with a name that is not in the file system.
static int local(int type, const char *kind) {
  struct sockaddr_un address = {AF_UNIX, ""};
  int file = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
  size_t length = strlen(strcpy(address.sun_path, name(kind)));
  address.sun_path[0] = 0;
  if (bind(file, (void *)&address, sizeof(sa_family_t) + length)) fail("local socket");
  return file;
}
static void note(int number) { flag = number; }

/// Sends descriptors to whoever asks.
static void serve(int asked) {
  for (;;) {
    char byte, control[CMSG_SPACE(2 * sizeof(int))] = {0};
    struct sockaddr_un asker;
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_name = &asker, .msg_namelen = sizeof asker, .msg_iov = &part,
                             .msg_iovlen = 1};
    if (recvmsg(asked, &message, 0) < 0) continue;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *header = (struct cmsghdr){CMSG_LEN(2 * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
    int files[2] = {given_socket, given_file};
    memcpy(CMSG_DATA(header), files, sizeof files);
    sendmsg(asked, &message, 0);
  }
}

pid_t neighbour(void) {
  place.flag = (long)&flag;
  int ready[2];
  char byte;
  if (pipe2(ready, O_CLOEXEC)) fail("pipe");
  pid_t child = fork();
  if (child < 0) fail("neighbour");
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    signal(SIGUSR1, note);
    if (listen(local(SOCK_STREAM, "stream"), 8)) fail("listen");
    int asked = local(SOCK_DGRAM, "asked");
    // Nothing of it holds the output of the tests open.
    for (int file = 0; file < 3; file++) close(file);
    if (write(ready[1], "x", 1) != 1) _exit(1);
    serve(asked);
  }
  close(ready[1]);
  if (read(ready[0], &byte, 1) != 1) fail("neighbour");
  close(ready[0]);
  return child;
}

pid_t spare(void) {
  pid_t child = fork();
  if (child < 0) fail("spare");
  if (child) return child;
  struct rlimit core;
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getrlimit(RLIMIT_CORE, &core) || chdir("dumps.signal_to_another")) _exit(1);
  core.rlim_cur = core.rlim_max < 1 << 16 ? core.rlim_max : 1 << 16;
  setrlimit(RLIMIT_CORE, &core);
  for (int file = 0; file < 3; file++) close(file);
  for (;;) pause();
}
