/// What can be done with descriptors, and through them with what they belong to.
#include "attempts.h"

#include <linux/aio_abi.h>
#include <linux/fs.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>

static int victim(void) { return open("victim", O_RDONLY); }

ATTEMPT(descriptors, write_given) { return end(write(given_file, "x", 1)); }
ATTEMPT(descriptors, truncate_given) { return end(ftruncate(given_file, 1)); }
ATTEMPT(descriptors, chmod_given) { return end(fchmod(given_file, 0600)); }
ATTEMPT(descriptors, allocate_given) { return end(fallocate(given_file, 0, 0, 64)); }
ATTEMPT(descriptors, map_given) {
  void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, given_file, 0);
  return memory == MAP_FAILED ? errno : 0;
}
ATTEMPT(descriptors, read_given) {
  char byte;
  return end(pread(given_file, &byte, 1, 0));
}
ATTEMPT(descriptors, seek_given) { return end(lseek(given_file, 0, SEEK_SET)); }
ATTEMPT(descriptors, stat_given) {
  struct stat status;
  return end(fstat(given_file, &status));
}
ATTEMPT(descriptors, sync_given) { return end(fsync(given_file)); }
ATTEMPT(descriptors, poll_given) {
  struct pollfd wait = {given_file, POLLIN, 0};
  return end(poll(&wait, 1, 0));
}
ATTEMPT(descriptors, duplicate_given) { return end(dup2(given_file, 60)); }
ATTEMPT(descriptors, append_flag_given) { return end(fcntl(given_file, F_SETFL, O_APPEND)); }
ATTEMPT(descriptors, close_given) { return end(close(given_file)); }
ATTEMPT(descriptors, close_range) { return end(syscall(SYS_close_range, 50, 60, 0)); }

// The kernel refuses these by itself: the descriptor is open for reading only.
ATTEMPT(descriptors, write_reading) { return end(write(victim(), "x", 1)); }
ATTEMPT(descriptors, pwritev2_reading) {
  struct iovec part = {"x", 1};
  return end(pwritev2(victim(), &part, 1, 0, 0));
}
ATTEMPT(descriptors, truncate_reading) { return end(ftruncate(victim(), 0)); }
ATTEMPT(descriptors, allocate_reading) { return end(fallocate(victim(), 0, 0, 64)); }
ATTEMPT(descriptors, sendfile_reading) { return end(sendfile(victim(), victim(), NULL, 4)); }
ATTEMPT(descriptors, copy_range_reading) {
  return end(copy_file_range(victim(), NULL, victim(), NULL, 4, 0));
}
ATTEMPT(descriptors, splice_reading) {
  int ends[2];
  if (pipe(ends) || write(ends[1], "x", 1) < 0) return errno;
  return end(splice(ends[0], NULL, victim(), NULL, 1, 0));
}
ATTEMPT(descriptors, map_reading) {
  void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, victim(), 0);
  return memory == MAP_FAILED ? errno : 0;
}
ATTEMPT(descriptors, protect_reading) {
  void *memory = mmap(NULL, 4096, PROT_READ, MAP_SHARED, victim(), 0);
  if (memory == MAP_FAILED) return errno;
  return end(mprotect(memory, 4096, PROT_READ | PROT_WRITE));
}
ATTEMPT(descriptors, punch_reading) {
  void *memory = mmap(NULL, 4096, PROT_READ, MAP_SHARED, victim(), 0);
  if (memory == MAP_FAILED) return errno;
  return end(madvise(memory, 4096, MADV_REMOVE));
}
ATTEMPT(descriptors, clone_reading) { return end(ioctl(victim(), FICLONE, victim())); }
ATTEMPT(descriptors, submit_reading) {
  aio_context_t context = 0;
  if (syscall(SYS_io_setup, 1, &context)) return errno;
  struct iocb write = {.aio_lio_opcode = IOCB_CMD_PWRITE, .aio_fildes = victim(),
                       .aio_buf = (uintptr_t)"x", .aio_nbytes = 1}, *writes[] = {&write};
  return end(syscall(SYS_io_submit, context, 1, writes));
}

ATTEMPT(descriptors, submit_given) {
  aio_context_t context = 0;
  if (syscall(SYS_io_setup, 1, &context)) return errno;
  struct iocb write = {.aio_lio_opcode = IOCB_CMD_PWRITE, .aio_fildes = given_file,
                       .aio_buf = (uintptr_t)"x", .aio_nbytes = 1}, *writes[] = {&write};
  return end(syscall(SYS_io_submit, context, 1, writes));
}
ATTEMPT(descriptors, lock_file) { return end(flock(victim(), LOCK_EX | LOCK_NB)); }
ATTEMPT(descriptors, lock_range) {
  struct flock lock = {.l_type = F_RDLCK};
  return end(fcntl(victim(), F_SETLK, &lock));
}
ATTEMPT(descriptors, lock_description) {
  struct flock lock = {.l_type = F_RDLCK};
  return end(fcntl(victim(), F_OFD_SETLK, &lock));
}
ATTEMPT(descriptors, lease) { return end(fcntl(victim(), F_SETLEASE, F_RDLCK)); }
ATTEMPT(descriptors, notify_folder) {
  return end(fcntl(open(".", O_RDONLY), F_NOTIFY, DN_ACCESS | DN_CREATE));
}
ATTEMPT(descriptors, inotify) {
  return end(inotify_add_watch(inotify_init1(0), ".", IN_ALL_EVENTS));
}
ATTEMPT(descriptors, write_hint) {
  uint64_t hint = 2;
  return end(fcntl(victim(), F_SET_RW_HINT, &hint));
}
ATTEMPT(descriptors, read_ahead) { return end(readahead(victim(), 0, 4096)); }
ATTEMPT(descriptors, sync_all) { return end(syncfs(victim())); }
ATTEMPT(descriptors, pipe) {
  int ends[2];
  return end(pipe(ends));
}
ATTEMPT(descriptors, eventfd) { return end(eventfd(0, 0)); }
ATTEMPT(descriptors, ring_setup) {
  char parameters[120] = {0};
  return end(syscall(SYS_io_uring_setup, 2, parameters));
}
ATTEMPT(descriptors, ring_enter) {
  return reach(syscall(SYS_io_uring_enter, -1, 0, 0, 0, NULL, 0), EBADF);
}
ATTEMPT(descriptors, ring_register) {
  return reach(syscall(SYS_io_uring_register, -1, 0, NULL, 0), EINVAL);
}
ATTEMPT(descriptors, handle_name) {
  struct { struct file_handle handle; char rest[128]; } file = {{.handle_bytes = 128}};
  int mount;
  return end(name_to_handle_at(AT_FDCWD, "victim", &file.handle, &mount, 0));
}
ATTEMPT(descriptors, handle_open) {
  struct { struct file_handle handle; char rest[128]; } file = {{.handle_bytes = 8}};
  return reach(open_by_handle_at(-1, &file.handle, O_RDWR), EBADF);
}
ATTEMPT(descriptors, handle_open_xfs) { return command(0xc038586b); }
ATTEMPT(descriptors, handle_open_xfs_wide) { return command(0x1c038586b); }
