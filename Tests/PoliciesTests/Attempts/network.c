/// Sockets, and what reaches a network without one.
#include "attempts.h"

#include <arpa/inet.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

static int made(int family, int type, int protocol) { return end(socket(family, type, protocol)); }
static struct sockaddr_in here(int port) {
  struct sockaddr_in address = {AF_INET, htons(port), {htonl(INADDR_LOOPBACK)}, {0}};
  return address;
}
static int bound(int type) {
  struct sockaddr_in address = here(0);
  int file = socket(AF_INET, type, 0);
  if (file < 0 || bind(file, (void *)&address, sizeof address)) return -1;
  return file;
}

ATTEMPT(network, inet_stream) { return made(AF_INET, SOCK_STREAM, 0); }
ATTEMPT(network, inet_datagram) { return made(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0); }
ATTEMPT(network, inet_raw) { return made(AF_INET, SOCK_RAW, IPPROTO_ICMP); }
ATTEMPT(network, inet_raw_headers) { return made(AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_RAW); }
ATTEMPT(network, inet_packet) { return made(AF_INET, SOCK_PACKET, htons(3)); }
ATTEMPT(network, inet_ping) { return made(AF_INET, SOCK_DGRAM, IPPROTO_ICMP); }
ATTEMPT(network, inet_multipath) { return made(AF_INET, SOCK_STREAM, 262 /* MPTCP */); }
ATTEMPT(network, inet_associations) { return made(AF_INET, SOCK_SEQPACKET, IPPROTO_SCTP); }
ATTEMPT(network, inet_wide_family) {
  return end(syscall(SYS_socket, 0x100000000 | AF_INET, SOCK_STREAM, 0));
}
ATTEMPT(network, inet_wide_type) {
  return end(syscall(SYS_socket, AF_INET, 0x100000000 | SOCK_RAW, IPPROTO_RAW));
}
ATTEMPT(network, inet6_stream) { return made(AF_INET6, SOCK_STREAM, 0); }
ATTEMPT(network, inet6_raw) { return made(AF_INET6, SOCK_RAW, IPPROTO_RAW); }
ATTEMPT(network, inet_pair) {
  int ends[2];
  return reach(socketpair(AF_INET, SOCK_STREAM, 0, ends), EOPNOTSUPP);
}
ATTEMPT(network, packet_raw) { return made(AF_PACKET, SOCK_RAW, htons(3)); }
ATTEMPT(network, packet_datagram) { return made(AF_PACKET, SOCK_DGRAM, 0); }
ATTEMPT(network, packet_pair) {
  int ends[2];
  return reach(socketpair(AF_PACKET, SOCK_RAW, 0, ends), EOPNOTSUPP);
}
ATTEMPT(network, netlink_route) { return made(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE); }
ATTEMPT(network, netlink_pair) {
  int ends[2];
  return reach(socketpair(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE, ends), EOPNOTSUPP);
}
ATTEMPT(network, netlink_diagnosis) { return made(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG); }
ATTEMPT(network, netlink_events) { return made(AF_NETLINK, SOCK_DGRAM, NETLINK_KOBJECT_UEVENT); }
ATTEMPT(network, netlink_generic) { return made(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC); }
ATTEMPT(network, netlink_filter) { return made(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER); }
ATTEMPT(network, netlink_audit) { return made(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT); }
ATTEMPT(network, alg) { return made(AF_ALG, SOCK_SEQPACKET, 0); }
ATTEMPT(network, alg_pair) {
  int ends[2];
  return end(socketpair(AF_ALG, SOCK_SEQPACKET, 0, ends));
}
ATTEMPT(network, vsock) { return made(AF_VSOCK, SOCK_STREAM, 0); }
ATTEMPT(network, vsock_wide) {
  return end(syscall(SYS_socket, 0x100000000 | AF_VSOCK, SOCK_STREAM, 0));
}
ATTEMPT(network, vsock_pair) {
  int ends[2];
  return reach(socketpair(AF_VSOCK, SOCK_STREAM, 0, ends), EOPNOTSUPP);
}
ATTEMPT(network, tipc) { return made(AF_TIPC, SOCK_SEQPACKET, 0); }
ATTEMPT(network, tipc_pair) {
  int ends[2];
  return end(socketpair(AF_TIPC, SOCK_SEQPACKET, 0, ends));
}
ATTEMPT(network, bluetooth) { return made(AF_BLUETOOTH, SOCK_RAW, 1); }
ATTEMPT(network, can) { return made(AF_CAN, SOCK_RAW, 1); }
ATTEMPT(network, key) { return made(AF_KEY, SOCK_RAW, 2); }
ATTEMPT(network, express) { return made(44 /* AF_XDP */, SOCK_RAW, 0); }
ATTEMPT(network, qualcomm) { return made(42 /* AF_QIPCRTR */, SOCK_DGRAM, 0); }
ATTEMPT(network, multiplexor) { return made(41 /* AF_KCM */, SOCK_SEQPACKET, 0); }
ATTEMPT(network, shared_memory_tcp) { return made(43 /* AF_SMC */, SOCK_STREAM, 0); }
ATTEMPT(network, point_to_point) { return made(AF_PPPOX, SOCK_STREAM, 0); }
ATTEMPT(network, reliable) { return made(AF_RDS, SOCK_SEQPACKET, 0); }
ATTEMPT(network, remote_calls) { return made(AF_RXRPC, SOCK_DGRAM, AF_INET); }
ATTEMPT(network, radio) { return made(AF_AX25, SOCK_DGRAM, 0); }
ATTEMPT(network, near_field) { return made(AF_NFC, SOCK_SEQPACKET, 0); }
ATTEMPT(network, phone) { return made(AF_PHONET, SOCK_DGRAM, 0); }
ATTEMPT(network, sensors) { return made(AF_IEEE802154, SOCK_DGRAM, 0); }
ATTEMPT(network, appletalk) { return made(AF_APPLETALK, SOCK_DGRAM, 0); }
ATTEMPT(network, x25) { return made(AF_X25, SOCK_SEQPACKET, 0); }
ATTEMPT(network, link_control) { return made(AF_LLC, SOCK_STREAM, 0); }
ATTEMPT(network, management) { return made(45 /* AF_MCTP */, SOCK_DGRAM, 0); }

ATTEMPT(network, connect) {
  struct sockaddr_in address = here(place.port);
  int file = socket(AF_INET, SOCK_STREAM, 0);
  return file < 0 ? errno : end(connect(file, (void *)&address, sizeof address));
}
ATTEMPT(network, send) {
  struct sockaddr_in address = here(place.port);
  int file = socket(AF_INET, SOCK_DGRAM, 0);
  return file < 0 ? errno : end(sendto(file, "x", 1, 0, (void *)&address, sizeof address));
}
ATTEMPT(network, send_fast) {
  struct sockaddr_in address = here(place.port);
  int file = socket(AF_INET, SOCK_STREAM, 0);
  if (file < 0) return errno;
  return end(sendto(file, "x", 1, MSG_FASTOPEN, (void *)&address, sizeof address));
}
ATTEMPT(network, bind) { return end(bound(SOCK_STREAM)); }
ATTEMPT(network, listen) {
  int file = bound(SOCK_STREAM);
  return file < 0 ? errno : end(listen(file, 1));
}
ATTEMPT(network, listen_anywhere) { return reach(listen(given_file, 1), ENOTSOCK); }
ATTEMPT(network, accept) { return reach(accept(given_file, NULL, NULL), ENOTSOCK); }
ATTEMPT(network, accept4) { return reach(accept4(given_file, NULL, NULL, 0), ENOTSOCK); }
ATTEMPT(network, receive) {
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  char byte;
  int file = bound(SOCK_DGRAM);
  if (file < 0 || getsockname(file, (void *)&address, &length)) return errno;
  if (sendto(file, "x", 1, 0, (void *)&address, length) < 0) return errno;
  return end(recv(file, &byte, 1, 0));
}
ATTEMPT(network, connect_to_itself) {
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  int file = bound(SOCK_STREAM);
  if (file < 0 || getsockname(file, (void *)&address, &length)) return errno;
  return end(connect(file, (void *)&address, length));
}
ATTEMPT(network, repair) {
  int file = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  return file < 0 ? errno : end(setsockopt(file, IPPROTO_TCP, TCP_REPAIR, &on, sizeof on));
}
ATTEMPT(network, given_socket) { return end(write(given_socket, "x", 1)); }
ATTEMPT(network, given_socket_send) { return end(send(given_socket, "x", 1, 0)); }

static int local(const char *name, size_t length, int type) {
  struct sockaddr_un address = {AF_UNIX, {0}};
  memcpy(address.sun_path, name, length);
  int file = socket(AF_UNIX, type, 0);
  if (file < 0) return -1;
  return connect(file, (void *)&address, sizeof(sa_family_t) + length) < 0 ? -1 : file;
}
static int abstract(const char *kind, int type) {
  char name[64];
  int length = snprintf(name, sizeof name, "_sekat-%s-%ld", kind, place.neighbour);
  name[0] = 0;
  return local(name, length, type);
}
ATTEMPT(network, local_pair) {
  int ends[2];
  return end(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}
ATTEMPT(network, local_connect) { return end(abstract("stream", SOCK_STREAM)); }
ATTEMPT(network, local_bind) {
  struct sockaddr_un address = {AF_UNIX, "new"};
  int file = socket(AF_UNIX, SOCK_STREAM, 0);
  return file < 0 ? errno : end(bind(file, (void *)&address, sizeof address));
}
ATTEMPT(network, local_bind_abstract) {
  struct sockaddr_un address = {AF_UNIX, ""};
  int file = socket(AF_UNIX, SOCK_STREAM, 0);
  return file < 0 ? errno : end(bind(file, (void *)&address, sizeof(sa_family_t)));
}
ATTEMPT(network, local_listen) {
  struct sockaddr_un address = {AF_UNIX, ""};
  int file = socket(AF_UNIX, SOCK_STREAM, 0);
  if (file < 0 || bind(file, (void *)&address, sizeof(sa_family_t))) return errno;
  return end(listen(file, 1));
}
/// Takes what the neighbour sends on request: a socket, and a file open for writing.
static int handed(int *socket, int *file) {
  struct sockaddr_un mine = {AF_UNIX, ""};
  struct sockaddr_un theirs = {AF_UNIX, ""};
  char *name = theirs.sun_path;
  int length = snprintf(name, sizeof theirs.sun_path, "_sekat-asked-%ld", place.neighbour);
  name[0] = 0;
  int talk = syscall(SYS_socket, AF_UNIX, SOCK_DGRAM, 0);
  if (talk < 0 || bind(talk, (void *)&mine, sizeof(sa_family_t))) return errno;
  if (sendto(talk, "x", 1, 0, (void *)&theirs, sizeof(sa_family_t) + length) < 0) return errno;
  char byte, control[CMSG_SPACE(2 * sizeof(int))];
  struct iovec part = {&byte, 1};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
                           .msg_controllen = sizeof control};
  if (recvmsg(talk, &message, 0) < 0) return errno;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (!header || header->cmsg_type != SCM_RIGHTS) return EPROTO;
  memcpy(socket, CMSG_DATA(header), sizeof(int));
  memcpy(file, CMSG_DATA(header) + sizeof(int), sizeof(int));
  return 0;
}
ATTEMPT(network, handed_socket) {
  int socket, file;
  return handed(&socket, &file) ?: end(write(socket, "x", 1));
}
ATTEMPT(network, handed_file) {
  int socket, file;
  return handed(&socket, &file) ?: end(write(file, "x", 1));
}

static int interface(int file) {
  struct ifreq request = {.ifr_name = "sekat0"};
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  return end(ioctl(file, TUNSETIFF, &request));
}
ATTEMPT(network, tunnel) {
  if (!place.isolated) return impossible("no network namespace of its own");
  int file = open("/dev/net/tun", O_RDWR);
  return file < 0 ? errno : interface(file);
}
ATTEMPT(network, tunnel_reading) {
  if (!place.isolated) return impossible("no network namespace of its own");
  int file = open("/dev/net/tun", O_RDONLY);
  return file < 0 ? errno : interface(file);
}
ATTEMPT(network, tunnel_anywhere) { return command(TUNSETIFF); }
ATTEMPT(network, tunnel_wide) { return command(0x100000000 | TUNSETIFF); }
ATTEMPT(network, guest_network) { return command(0x4008af30); }
ATTEMPT(network, guest_vsock) { return command(0x4004af61); }
ATTEMPT(network, interface_flags) {
  if (!place.isolated) return impossible("no network namespace of its own");
  struct ifreq request = {.ifr_name = "lo"};
  request.ifr_flags = IFF_UP;
  int file = socket(AF_UNIX, SOCK_DGRAM, 0);
  return file < 0 ? errno : end(ioctl(file, SIOCSIFFLAGS, &request));
}
ATTEMPT(network, interface_ask) {
  struct ifreq request = {.ifr_name = "lo"};
  int file = socket(AF_UNIX, SOCK_DGRAM, 0);
  return file < 0 ? errno : end(ioctl(file, SIOCGIFFLAGS, &request));
}
ATTEMPT(network, netlink_change) {
  if (!place.isolated) return impossible("no network namespace of its own");
  struct { struct nlmsghdr header; struct ifinfomsg link; } ask = {
      {sizeof ask, RTM_SETLINK, NLM_F_REQUEST | NLM_F_ACK, 1, 0}, {.ifi_index = 1}};
  struct { struct nlmsghdr header; struct nlmsgerr error; } answer;
  int file = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  if (file < 0 || send(file, &ask, sizeof ask, 0) < 0) return errno;
  if (recv(file, &answer, sizeof answer, 0) < 0) return errno;
  return -answer.error.error;
}
