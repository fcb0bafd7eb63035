#ifndef CLINUX_SUPERVISE_H
#define CLINUX_SUPERVISE_H

#include "launch.h"

#include <signal.h>
#include <stdint.h>
#include <sys/signalfd.h>

// A child whose calls this process answers. It shares the table of descriptors until it becomes the
// command, so that the listener, which only the child can make, is the parent's as well: the child
// has to pass nothing on, under a filter that may let it do nothing.

/// Whose turn it is between a child that starts and its parent.
enum clinux_turn {
  /// The child is on its way.
  CLINUX_CHILD_STARTS,
  /// The child waits.
  CLINUX_PARENT_ATTACHES,
  /// The child lets others look into it, and waits. It has no keys and will have none.
  CLINUX_CHILD_SHOWS,
  /// The parent may trace it now, as others may.
  CLINUX_PARENT_ATTACHES_AGAIN,
  /// The child asks to be traced by its parent, and says in `number` whether that was refused. Nobody
  /// else may look into it meanwhile.
  CLINUX_CHILD_OFFERS,
  /// It has asked.
  CLINUX_PARENT_IS_ASKED,
  /// The child may go on.
  CLINUX_CHILD_GOES_ON,
};

/// fork(2), which Swift does not offer; the process must have one thread. The number of the child, 0 in
/// the child, or -errno.
int32_t clinux_fork(void);

/// Closes all descriptors but some, and has a table of them that no other process shares.
///
/// Both is one call of the kernel for each gap: an outer filter that only pretends to make the table
/// cannot have those of another process closed. Nothing is closed before Linux 5.9.
///
/// @param kept The descriptors to keep, in ascending order.
void clinux_keep_descriptors(const int32_t *kept, size_t count);

/// Makes a child that becomes the command of a launch as soon as it is its turn.
///
/// It has the mask of signals that is given, no handlers, and ignores what this
/// process ignores.
///
/// @param launch What it becomes; `progress` is shared memory.
/// @param mask The signals that it blocks.
/// @param ignores_children Whether it ignores SIGCHLD, which its parent cannot.
/// @return Its number, or -errno.
int64_t clinux_supervise(struct clinux_launch *launch, const sigset_t *mask,
                         int32_t ignores_children);

/// Waits for a while, or until the turn is another one.
///
/// @return Whose turn it is.
enum clinux_turn clinux_await_turn(volatile struct clinux_progress *progress, enum clinux_turn turn);

/// Says whose turn it is.
void clinux_give_turn(volatile struct clinux_progress *progress, enum clinux_turn turn);

/// The signal that a child has stopped for, told once; 0 where it has not stopped.
int32_t clinux_take_stop(int32_t process);

/// What has to be answered: `struct seccomp_notif`, see seccomp_unotify(2).
struct clinux_notification {
  uint64_t identifier;
  uint32_t thread;
  uint32_t flags;
  struct seccomp_data data;
};

/// The next call that waits for an answer; 0, or an error number.
int32_t clinux_receive_notification(int32_t listener, struct clinux_notification *notification);

/// Answers a call with an error number, 0 for success; 0, or an error number.
int32_t clinux_answer_notification(int32_t listener, uint64_t identifier, int32_t number);

/// Has the kernel carry a call out as if there had been no filter; 0, or an error number.
int32_t clinux_continue_notification(int32_t listener, uint64_t identifier);

/// Whether a call still waits: if not, its thread is gone, and what was read of its memory may be
/// another's.
int32_t clinux_is_notification_valid(int32_t listener, uint64_t identifier);

/// Has the kernel run the caller and this process in turn on one processor, where it knows that.
void clinux_wake_synchronously(int32_t listener);

/// Makes sure that the three standard descriptors are taken, by files that end with execve.
///
/// @return 0, or an error number.
int32_t clinux_occupy_standard_descriptors(void);

#endif
