#ifndef CLINUX_SPAWN_H
#define CLINUX_SPAWN_H

#include "launch.h"

// Children of a process that goes on. Everything between the child's first instruction and execve is
// here and in launch.c: the parent may have threads, so its child can rely on no lock and no runtime.

/// What a child is to be.
struct clinux_spawn {
  /// What it becomes; `progress` is memory that is shared with it.
  struct clinux_launch *launch;
  /// What its standard input, output and error are; -1 where they are the parent's.
  int32_t streams[3];
  /// The end of a pipe that the child closes when it becomes the command, or ends.
  int32_t signal_end;
};

/// A child that was made.
struct clinux_child {
  int32_t process;
  /// A descriptor for it, see pidfd_open(2); -1 where the kernel has none.
  int32_t descriptor;
  /// Why there is none; 0 where there is one.
  int32_t number;
};

/// Makes a child, which becomes the command or ends.
///
/// It has no signal blocked, handled or ignored, and no descriptors but the three.
struct clinux_child clinux_spawn(struct clinux_spawn *spawn);

/// A copy of the process, as fork(2) makes one, with nothing of libc around it.
///
/// @param flags What is shared, and what else is asked for; see clone(2).
/// @param descriptor Where `CLONE_PIDFD` puts a descriptor for the child; null without.
/// @return 0 in the child; its number, or -errno.
int64_t clinux_clone(uint64_t flags, int32_t *descriptor);

/// A step of a child that fails before it has a filter: says so, and ends the process.
void __attribute__((noreturn))
clinux_give_up(volatile struct clinux_progress *progress, enum clinux_step step, int32_t number);

/// Has all descriptors but the standard ones closed with execve; 0, or an error number.
int32_t clinux_close_others(void);

/// Memory that a child will share with its parent; null, and errno, where there is none.
struct clinux_progress *clinux_share_progress(void);

/// Gives the memory back.
void clinux_release_progress(struct clinux_progress *progress);

/// How a child ended.
struct clinux_ending {
  /// 0, or an error number: `ECHILD` where somebody else has waited for it, `EAGAIN` where it runs.
  int32_t number;
  /// Whether a signal ended it.
  int32_t is_signal;
  /// The signal or the status.
  int32_t value;
};

/// Waits for a child.
///
/// @param keeps Whether it stays to be waited for again.
/// @param waits Whether to wait where it has not ended yet.
struct clinux_ending clinux_wait(int32_t process, int32_t descriptor, int32_t keeps,
                                 int32_t waits);

/// Sends a signal to a child that has not been waited for; 0, or an error number.
int32_t clinux_send_signal(int32_t process, int32_t descriptor, int32_t signal);

/// Writes to a pipe without the signal that ends a process whose reader is gone; the number of bytes,
/// or -errno.
int64_t clinux_write_quietly(int32_t descriptor, const void *bytes, size_t count);

/// Waits for a child on a thread of its own and closes its descriptor, so that it does not stay as a
/// zombie when nobody is interested in it any more; 0, or an error number.
int32_t clinux_abandon(int32_t process, int32_t descriptor);

#endif
