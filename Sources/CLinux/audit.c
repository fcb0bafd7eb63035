#define _GNU_SOURCE
#include "audit.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int64_t close_failing(int descriptor) {
  int number = errno;
  close(descriptor);
  return -(int64_t)number;
}

int64_t clinux_listen_to_audit(int32_t size) {
  int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
  if (descriptor < 0) return -(int64_t)errno;
  // Beyond net.core.rmem_max for those who may.
  if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  const struct sockaddr_nl address = {.nl_family = AF_NETLINK,
                                      .nl_groups = 1U << (AUDIT_NLGRP_READLOG - 1)};
  if (bind(descriptor, (const struct sockaddr *)&address, sizeof address) != 0)
    return close_failing(descriptor);
  return descriptor;
}

int64_t clinux_receive_audit(int32_t descriptor, void *bytes, size_t count) {
  for (;;) {
    struct sockaddr_nl sender = {0};
    socklen_t size = sizeof sender;
    ssize_t length = recvfrom(descriptor, bytes, count, MSG_DONTWAIT | MSG_TRUNC,
                              (struct sockaddr *)&sender, &size);
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) return -(int64_t)errno;
    // Number 0 is the kernel; others with CAP_NET_ADMIN can write to the socket as well.
    if (size == sizeof sender && sender.nl_pid == 0) return length;
  }
}

int64_t clinux_audit_overruns(int32_t descriptor) {
  uint32_t memory[SK_MEMINFO_VARS] = {0};
  socklen_t size = sizeof memory;
  if (getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, memory, &size) != 0) return -(int64_t)errno;
  return size > SK_MEMINFO_DROPS * sizeof *memory ? (int64_t)memory[SK_MEMINFO_DROPS] : -EOPNOTSUPP;
}

int64_t clinux_audit_lost(void) {
  int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
  if (descriptor < 0) return -(int64_t)errno;
  const struct timeval patience = {.tv_usec = 500000};
  const struct nlmsghdr question = {
      .nlmsg_len = sizeof question, .nlmsg_type = AUDIT_GET, .nlmsg_flags = NLM_F_REQUEST};
  struct {
    struct nlmsghdr header;
    struct audit_status status;
  } answer;
  memset(&answer, 0, sizeof answer);
  if (setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0 ||
      send(descriptor, &question, sizeof question, 0) < 0)
    return close_failing(descriptor);
  ssize_t length = recv(descriptor, &answer, sizeof answer, 0);
  if (length < 0) return close_failing(descriptor);
  close(descriptor);
  // Anything else is a refusal.
  const size_t least = offsetof(struct audit_status, lost) + sizeof answer.status.lost;
  if ((size_t)length < sizeof answer.header + least || answer.header.nlmsg_type != AUDIT_GET)
    return -EPERM;
  return answer.status.lost;
}
