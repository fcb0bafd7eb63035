/// Namespaces and mounts: what a process sees of the machine.
#include "attempts.h"

#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/wait.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif

ATTEMPT(namespaces, unshare_user) { return end(unshare(CLONE_NEWUSER)); }
ATTEMPT(namespaces, unshare_mount) { return end(unshare(CLONE_NEWNS)); }
ATTEMPT(namespaces, unshare_network) { return end(unshare(CLONE_NEWNET)); }
ATTEMPT(namespaces, unshare_process) { return end(unshare(CLONE_NEWPID)); }
ATTEMPT(namespaces, unshare_ipc) { return end(unshare(CLONE_NEWIPC)); }
ATTEMPT(namespaces, unshare_host) { return end(unshare(CLONE_NEWUTS)); }
ATTEMPT(namespaces, unshare_control) { return end(unshare(CLONE_NEWCGROUP)); }
ATTEMPT(namespaces, unshare_time) { return end(unshare(CLONE_NEWTIME)); }
ATTEMPT(namespaces, unshare_files) { return end(unshare(CLONE_FILES | CLONE_FS)); }

static int cloned(unsigned long flags) {
#ifdef __s390x__
  long child = syscall(SYS_clone, NULL, flags, NULL, NULL, NULL);
#else
  long child = syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
#endif
  if (child == 0) _exit(0);
  return child < 0 ? errno : end(waitpid(child, NULL, __WALL));
}
ATTEMPT(namespaces, clone_user) { return cloned(SIGCHLD | CLONE_NEWUSER); }
ATTEMPT(namespaces, clone_mount) { return cloned(SIGCHLD | CLONE_NEWNS); }
ATTEMPT(namespaces, clone_network) { return cloned(SIGCHLD | CLONE_NEWNET); }
ATTEMPT(namespaces, clone_process) { return cloned(SIGCHLD | CLONE_NEWPID); }
ATTEMPT(namespaces, clone_ipc) { return cloned(SIGCHLD | CLONE_NEWIPC); }
ATTEMPT(namespaces, clone_host) { return cloned(SIGCHLD | CLONE_NEWUTS); }
ATTEMPT(namespaces, clone_control) { return cloned(SIGCHLD | CLONE_NEWCGROUP); }
ATTEMPT(namespaces, clone_user_wide) { return cloned(0x100000000 | SIGCHLD | CLONE_NEWUSER); }
ATTEMPT(namespaces, clone_plain) { return cloned(SIGCHLD); }
ATTEMPT(namespaces, clone_parent) { return cloned(CLONE_PARENT | SIGCHLD) == EPERM ? EPERM : 0; }

static int cloned3(unsigned long flags) {
  struct clone_args arguments = {.flags = flags, .exit_signal = SIGCHLD};
  long child = syscall(SYS_clone3, &arguments, sizeof arguments);
  if (child == 0) _exit(0);
  return child < 0 ? errno : end(waitpid(child, NULL, 0));
}
ATTEMPT(namespaces, clone3_plain) { return cloned3(0); }
ATTEMPT(namespaces, clone3_user) { return cloned3(CLONE_NEWUSER); }
ATTEMPT(namespaces, clone3_time) { return cloned3(CLONE_NEWTIME); }

ATTEMPT(namespaces, setns_file) {
  return end(setns(open("/proc/self/ns/uts", O_RDONLY), CLONE_NEWUTS));
}
ATTEMPT(namespaces, setns_process) {
  return end(setns(syscall(SYS_pidfd_open, place.neighbour, 0), CLONE_NEWUTS));
}
ATTEMPT(namespaces, setns_from_process) {
  int process = syscall(SYS_pidfd_open, place.neighbour, 0);
  int names = ioctl(process, 0xff0a /* PIDFD_GET_UTS_NAMESPACE */, 0);
  return names < 0 ? errno : end(setns(names, 0));
}
ATTEMPT(namespaces, setns_wrong) { return reach(setns(-1, 0), EBADF); }

ATTEMPT(namespaces, chroot) { return end(chroot("folder")); }
ATTEMPT(namespaces, pivot_root) { return reach(syscall(SYS_pivot_root, ".", "/none"), ENOENT); }
ATTEMPT(namespaces, mount_memory) {
  if (!place.isolated) return impossible("no mount namespace of its own");
  return end(mount("none", "folder", "tmpfs", 0, NULL));
}
ATTEMPT(namespaces, mount_bind) {
  if (!place.isolated) return impossible("no mount namespace of its own");
  return end(mount("empty", "folder", NULL, MS_BIND, NULL));
}
ATTEMPT(namespaces, mount_again) {
  return reach(mount(NULL, "none", NULL, MS_REMOUNT, NULL), ENOENT);
}
ATTEMPT(namespaces, unmount) { return reach(umount2("none", MNT_DETACH), ENOENT); }
ATTEMPT(namespaces, fsopen) { return end(syscall(SYS_fsopen, "tmpfs", 0)); }
ATTEMPT(namespaces, fsconfig) { return reach(syscall(SYS_fsconfig, -1, 0, NULL, NULL, 0), EINVAL); }
ATTEMPT(namespaces, fsmount) { return reach(syscall(SYS_fsmount, -1, 0, 0), EBADF); }
ATTEMPT(namespaces, fspick) { return reach(syscall(SYS_fspick, AT_FDCWD, "none", 0), ENOENT); }
ATTEMPT(namespaces, move_mount) {
  return reach(syscall(SYS_move_mount, -1, "", -1, "", 0x44), EBADF);
}
ATTEMPT(namespaces, open_tree) { return end(syscall(SYS_open_tree, AT_FDCWD, ".", 0)); }
ATTEMPT(namespaces, open_tree_copy) { return end(syscall(SYS_open_tree, AT_FDCWD, ".", 1)); }
ATTEMPT(namespaces, open_tree_attr) {
  return end(syscall(467 /* open_tree_attr */, AT_FDCWD, ".", 0, NULL, 0));
}
ATTEMPT(namespaces, mount_setattr) {
  uint64_t attributes[4] = {1};
  return reach(syscall(SYS_mount_setattr, -1, "", 0x1000, attributes, sizeof attributes), EBADF);
}
ATTEMPT(namespaces, statmount) {
  return reach(syscall(457 /* statmount */, NULL, NULL, 0, 0), EFAULT);
}
ATTEMPT(namespaces, listmount) {
  return reach(syscall(458 /* listmount */, NULL, NULL, 0, 0), EFAULT);
}
