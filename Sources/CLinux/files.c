#define _GNU_SOURCE
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/vfs.h>
#include <sys/xattr.h>

int clinux_open_path(int folder, const char *name, int flags) {
  return openat(folder, name, O_PATH | O_CLOEXEC | flags);
}

int64_t clinux_file_system(int descriptor) {
  struct statfs status;
  return fstatfs(descriptor, &status) == -1 ? -(int64_t)errno : (int64_t)status.f_type;
}

int64_t clinux_attribute(int descriptor, const char *name, void *bytes, size_t count) {
  int64_t length = fgetxattr(descriptor, name, bytes, count);
  return length == -1 ? -(int64_t)errno : length;
}
