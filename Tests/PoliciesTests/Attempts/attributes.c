/// What belongs to a file besides its content: permissions, owner, times, attributes.
#include "attempts.h"

#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/xattr.h>
#include <utime.h>

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif
#ifndef SYS_setxattrat
#define SYS_setxattrat 463
#define SYS_removexattrat 466
#endif
#ifndef SYS_file_setattr
#define SYS_file_setattr 469
#endif

static int victim(void) { return open("victim", O_RDONLY); }

ATTEMPT(attributes, chmod) { return end(chmod("victim", 0600)); }
ATTEMPT(attributes, chmod_setuid) { return end(chmod("victim", 04755)); }
ATTEMPT(attributes, chmod_setgid) { return end(chmod("victim", 02755)); }
ATTEMPT(attributes, fchmod) { return end(fchmod(victim(), 0600)); }
ATTEMPT(attributes, fchmod_setuid) { return end(fchmod(victim(), 04755)); }
ATTEMPT(attributes, fchmod_wide) { return end(syscall(SYS_fchmod, victim(), 0x100000000 | 06755)); }
ATTEMPT(attributes, fchmodat) { return end(syscall(SYS_fchmodat, AT_FDCWD, "victim", 06755)); }
ATTEMPT(attributes, fchmodat2) { return end(syscall(SYS_fchmodat2, AT_FDCWD, "victim", 06755, 0)); }
ATTEMPT(attributes, fchmodat2_descriptor) {
  return end(syscall(SYS_fchmodat2, victim(), "", 0600, AT_EMPTY_PATH));
}
ATTEMPT(attributes, chmod_folder) { return end(chmod("folder", 01777)); }
ATTEMPT(attributes, chown) { return end(chown("victim", getuid(), getgid())); }
ATTEMPT(attributes, chown_to_nobody) { return end(chown("victim", 65534, 65534)); }
ATTEMPT(attributes, fchown) { return end(fchown(victim(), getuid(), getgid())); }
ATTEMPT(attributes, lchown) { return end(lchown("victim", getuid(), getgid())); }
ATTEMPT(attributes, fchownat) { return end(fchownat(AT_FDCWD, "victim", getuid(), getgid(), 0)); }
ATTEMPT(attributes, fchownat_descriptor) {
  return end(fchownat(victim(), "", getuid(), getgid(), AT_EMPTY_PATH));
}
ATTEMPT(attributes, setxattr) { return end(setxattr("victim", "user.new", "x", 1, 0)); }
ATTEMPT(attributes, lsetxattr) { return end(lsetxattr("victim", "user.new", "x", 1, 0)); }
ATTEMPT(attributes, fsetxattr) { return end(fsetxattr(victim(), "user.new", "x", 1, 0)); }
ATTEMPT(attributes, setxattrat) {
  struct { uint64_t value; uint32_t size, flags; } value = {(uintptr_t)"x", 1, 0};
  return end(syscall(SYS_setxattrat, AT_FDCWD, "victim", 0, "user.new", &value, sizeof value));
}
ATTEMPT(attributes, setxattr_access_list) {
  static const uint32_t list[] = {2, 7 << 16 | 1, ~0u, 4 << 16 | 4, ~0u, 4 << 16 | 0x20, ~0u};
  return end(setxattr("victim", "system.posix_acl_access", list, sizeof list, 0));
}
ATTEMPT(attributes, setxattr_capability) {
  static const uint32_t capability[5] = {0x02000001, 1};
  return end(setxattr("victim", "security.capability", capability, sizeof capability, 0));
}
ATTEMPT(attributes, removexattr) { return end(removexattr("victim", "user.old")); }
ATTEMPT(attributes, lremovexattr) { return end(lremovexattr("victim", "user.old")); }
ATTEMPT(attributes, fremovexattr) { return end(fremovexattr(victim(), "user.old")); }
ATTEMPT(attributes, removexattrat) {
  return end(syscall(SYS_removexattrat, AT_FDCWD, "victim", 0, "user.old"));
}
#ifdef SYS_utime
ATTEMPT(attributes, utime) { return end(syscall(SYS_utime, "victim", NULL)); }
ATTEMPT(attributes, utimes) { return end(syscall(SYS_utimes, "victim", NULL)); }
ATTEMPT(attributes, futimesat) { return end(syscall(SYS_futimesat, AT_FDCWD, "victim", NULL)); }
#endif
ATTEMPT(attributes, utimensat) { return end(utimensat(AT_FDCWD, "victim", NULL, 0)); }
ATTEMPT(attributes, utimensat_link) {
  return end(utimensat(AT_FDCWD, "victim", NULL, AT_SYMLINK_NOFOLLOW));
}
ATTEMPT(attributes, futimens) { return end(futimens(victim(), NULL)); }
ATTEMPT(attributes, file_setattr) {
  struct { uint64_t xflags; uint32_t extent, fields, project, cow; } attributes = {0x80};
  return end(syscall(SYS_file_setattr, AT_FDCWD, "victim", &attributes, sizeof attributes, 0));
}

/// Attributes through a descriptor that is open for reading.
static int control(const char *path, unsigned long command, long value, int error) {
  int file = open(path, O_RDONLY);
  if (file < 0) return errno;
  return reach(ioctl(file, command, &value), error);
}
static int set_flags(unsigned long garbage) {
  int file = victim(), flags = 0;
  if (ioctl(file, FS_IOC_GETFLAGS, &flags) < 0) return errno;
  flags |= FS_NODUMP_FL;
  return end(syscall(SYS_ioctl, file, garbage | FS_IOC_SETFLAGS, &flags));
}
ATTEMPT(attributes, ioctl_flags) { return set_flags(0); }
ATTEMPT(attributes, ioctl_flags_wide) { return set_flags(0x100000000); }
ATTEMPT(attributes, ioctl_fsxattr) {
  struct fsxattr attributes = {.fsx_xflags = FS_XFLAG_NODUMP};
  return end(ioctl(victim(), FS_IOC_FSSETXATTR, &attributes));
}
ATTEMPT(attributes, ioctl_version) { return control("victim", FS_IOC_SETVERSION, 7, 0); }
ATTEMPT(attributes, ioctl_version_ext4) { return control("victim", 0x40086604, 8, 0); }
ATTEMPT(attributes, ioctl_migrate_ext4) { return control("victim", 0x6609, 0, EINVAL); }
ATTEMPT(attributes, ioctl_version_read) { return control("victim", FS_IOC_GETVERSION, 0, 0); }
// These could stop the machine, or are of file systems that are not here.
ATTEMPT(attributes, ioctl_freeze) { return command(FIFREEZE); }
ATTEMPT(attributes, ioctl_thaw) { return command(FITHAW); }
ATTEMPT(attributes, ioctl_trim) { return command(FITRIM); }
ATTEMPT(attributes, ioctl_trim_wide) { return command(0x100000000 | FITRIM); }
ATTEMPT(attributes, ioctl_label) { return command(FS_IOC_SETFSLABEL); }
ATTEMPT(attributes, ioctl_shutdown) { return command(0x8004587d); }
ATTEMPT(attributes, ioctl_add_key) { return command(0xc0506617); }
ATTEMPT(attributes, ioctl_remove_key) { return command(0xc0406618); }
ATTEMPT(attributes, ioctl_remove_key_all) { return command(0xc0406619); }
ATTEMPT(attributes, ioctl_encryption) { return command(0x800c6613); }
ATTEMPT(attributes, ioctl_verity) { return command(0x40806685); }
ATTEMPT(attributes, ioctl_version_command) { return command(FS_IOC_SETVERSION); }
ATTEMPT(attributes, ioctl_version_command_ext4) { return command(0x40086604); }
ATTEMPT(attributes, ioctl_migrate_command_ext4) { return command(0x6609); }
ATTEMPT(attributes, ioctl_fat) { return command(0x40047211); }
ATTEMPT(attributes, ioctl_subvolume) { return command(0x5000940e); }
ATTEMPT(attributes, ioctl_subvolume_2) { return command(0x50009418); }
ATTEMPT(attributes, ioctl_subvolume_flags) { return command(0x4008941a); }
ATTEMPT(attributes, ioctl_snapshot) { return command(0x50009401); }
ATTEMPT(attributes, ioctl_snapshot_2) { return command(0x50009417); }
ATTEMPT(attributes, ioctl_snapshot_delete) { return command(0x5000940f); }
ATTEMPT(attributes, ioctl_snapshot_delete_2) { return command(0x5000943f); }
// What one file system changes through a descriptor for reading, and no condition names.
ATTEMPT(attributes, ioctl_defragment) { return command(0x50009402); }
