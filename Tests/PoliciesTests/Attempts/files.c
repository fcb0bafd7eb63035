/// Files by their names: opened for writing, created, removed, renamed.
#include "attempts.h"

#include <linux/openat2.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

static int opened(const char *path, int flags) { return end(open(path, flags, 0644)); }
static int through_link(int flags, int again) {
  char path[64];
  int file = open("victim", flags);
  if (file < 0) return errno;
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  return opened(path, again);
}

ATTEMPT(files, open_write) { return opened("victim", O_WRONLY); }
ATTEMPT(files, open_read_write) { return opened("victim", O_RDWR); }
ATTEMPT(files, open_truncate) { return opened("victim", O_RDONLY | O_TRUNC); }
ATTEMPT(files, open_create) { return opened("new", O_RDONLY | O_CREAT); }
ATTEMPT(files, open_exclusive) { return opened("new", O_RDONLY | O_CREAT | O_EXCL); }
ATTEMPT(files, open_append) { return opened("victim", O_WRONLY | O_APPEND); }
ATTEMPT(files, open_direct) { return opened("victim", O_WRONLY | O_SYNC | O_CLOEXEC | O_NOFOLLOW); }
ATTEMPT(files, open_mode_3) { return opened("victim", 3); }
ATTEMPT(files, open_temporary) { return opened(".", O_TMPFILE | O_RDWR); }
ATTEMPT(files, open_temporary_write) { return opened(".", O_TMPFILE | O_WRONLY | O_EXCL); }
ATTEMPT(files, open_create_setuid) { return end(open("new", O_RDONLY | O_CREAT, 04755)); }
ATTEMPT(files, open_link_reopened) { return through_link(O_RDONLY, O_WRONLY); }
ATTEMPT(files, open_path_reopened) { return through_link(O_PATH, O_RDWR); }
ATTEMPT(files, open_by_root_link) {
  char path[4096] = "/proc/self/root", *folder = path + strlen(path);
  if (!getcwd(folder, sizeof path - 64)) return errno;
  return opened(strcat(path, "/victim"), O_WRONLY);
}
ATTEMPT(files, openat_wide_flags) {
  return end(syscall(SYS_openat, AT_FDCWD, "victim", 0x100000000 | O_WRONLY, 0));
}
ATTEMPT(files, openat_wide_truncate) {
  return end(syscall(SYS_openat, AT_FDCWD, "victim", 0x7fffffff00000000 | O_TRUNC, 0));
}
ATTEMPT(files, openat_folder) {
  int folder = open("folder", O_RDONLY | O_DIRECTORY);
  return folder < 0 ? errno : end(openat(folder, "inside", O_WRONLY));
}
ATTEMPT(files, openat2_write) {
  struct open_how how = {.flags = O_WRONLY};
  return end(syscall(SYS_openat2, AT_FDCWD, "victim", &how, sizeof how));
}
ATTEMPT(files, openat2_create) {
  struct open_how how = {.flags = O_RDONLY | O_CREAT, .mode = 04755};
  return end(syscall(SYS_openat2, AT_FDCWD, "new", &how, sizeof how));
}
ATTEMPT(files, creat) { return end(creat("new", 0644)); }
ATTEMPT(files, creat_existing) { return end(creat("victim", 0644)); }
ATTEMPT(files, truncate) { return end(truncate("victim", 0)); }
ATTEMPT(files, truncate_descriptor_link) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", open("victim", O_RDONLY));
  return end(truncate(path, 3));
}
ATTEMPT(files, mkdir) { return end(mkdir("new", 0755)); }
ATTEMPT(files, mkdir_sticky) { return end(mkdir("new", 01777)); }
ATTEMPT(files, mkdirat) { return end(mkdirat(AT_FDCWD, "new", 02755)); }
ATTEMPT(files, mknod_file) { return end(mknod("new", S_IFREG | 04755, 0)); }
ATTEMPT(files, mknod_pipe) { return end(mknod("new", S_IFIFO | 0644, 0)); }
ATTEMPT(files, mknod_socket) { return end(mknod("new", S_IFSOCK | 0644, 0)); }
ATTEMPT(files, mknodat_pipe) { return end(mknodat(AT_FDCWD, "new", S_IFIFO | 0644, 0)); }
ATTEMPT(files, mknodat_device) { return end(mknodat(AT_FDCWD, "new", S_IFCHR | 0600, 0x103)); }
ATTEMPT(files, rmdir) { return end(rmdir("empty")); }
ATTEMPT(files, unlink) { return end(unlink("victim")); }
ATTEMPT(files, unlinkat) { return end(unlinkat(AT_FDCWD, "victim", 0)); }
ATTEMPT(files, unlinkat_folder) { return end(unlinkat(AT_FDCWD, "empty", AT_REMOVEDIR)); }
ATTEMPT(files, remove_open) {
  int file = open("victim", O_RDONLY);
  return file < 0 ? errno : end(remove("victim"));
}
ATTEMPT(files, rename) { return end(rename("victim", "new")); }
ATTEMPT(files, rename_over) { return end(rename("core", "victim")); }
ATTEMPT(files, renameat) { return end(renameat(AT_FDCWD, "victim", AT_FDCWD, "new")); }
ATTEMPT(files, renameat2_keeping) {
  return end(syscall(SYS_renameat2, AT_FDCWD, "victim", AT_FDCWD, "new", 1 /* NOREPLACE */));
}
ATTEMPT(files, renameat2_exchange) {
  return end(syscall(SYS_renameat2, AT_FDCWD, "victim", AT_FDCWD, "folder", 2 /* EXCHANGE */));
}
ATTEMPT(files, link) { return end(link("victim", "new")); }
ATTEMPT(files, linkat) { return end(linkat(AT_FDCWD, "victim", AT_FDCWD, "new", 0)); }
ATTEMPT(files, linkat_descriptor) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", open("victim", O_RDONLY));
  return end(linkat(AT_FDCWD, path, AT_FDCWD, "new", AT_SYMLINK_FOLLOW));
}
ATTEMPT(files, linkat_empty_path) {
  return end(linkat(open("victim", O_PATH), "", AT_FDCWD, "new", AT_EMPTY_PATH));
}
ATTEMPT(files, symlink) { return end(symlink("victim", "new")); }
ATTEMPT(files, symlinkat) { return end(symlinkat("victim", AT_FDCWD, "new")); }
ATTEMPT(files, open_read) { return opened("victim", O_RDONLY); }
ATTEMPT(files, open_path) { return opened("victim", O_PATH); }
ATTEMPT(files, open_device) { return opened("/dev/null", O_RDWR); }
ATTEMPT(files, read_folder) {
  char entries[4096];
  int folder = open(".", O_RDONLY | O_DIRECTORY);
  return folder < 0 ? errno : end(syscall(SYS_getdents64, folder, entries, sizeof entries));
}
ATTEMPT(files, access) { return end(access("victim", R_OK)); }
ATTEMPT(files, readlink) {
  char target[64];
  return end(readlink("/proc/self/exe", target, sizeof target));
}
ATTEMPT(files, chdir) { return end(chdir("folder")); }
ATTEMPT(files, stat) {
  struct stat status;
  return end(fstatat(AT_FDCWD, "victim", &status, 0));
}
ATTEMPT(files, stat_empty_flag) {
  struct stat status;
  return end(fstatat(AT_FDCWD, "victim", &status, AT_EMPTY_PATH));
}
ATTEMPT(files, statx_empty_flag) {
  struct statx status;
  return end(statx(AT_FDCWD, "victim", AT_EMPTY_PATH, STATX_SIZE, &status));
}
ATTEMPT(files, shared_memory_object) {
  char name[64];
  snprintf(name, sizeof name, "/sekat-attempt-%ld", (long)getpid());
  int file = shm_open(name, O_CREAT | O_RDWR, 0600);
  if (file < 0) return errno;
  return end(shm_unlink(name));
}
ATTEMPT(files, root_program_pattern) {
  return opened("/proc/sys/kernel/core_pattern", O_WRONLY);
}
ATTEMPT(files, root_memory_device) { return opened("/dev/mem", O_RDWR); }
ATTEMPT(files, root_memory_device_read) { return opened("/dev/mem", O_RDONLY); }
