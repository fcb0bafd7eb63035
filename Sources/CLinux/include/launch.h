#ifndef CLINUX_LAUNCH_H
#define CLINUX_LAUNCH_H

#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>

// The last steps of a launch, in C because nothing may happen between them but what is written
// here: under a filter, no allocation, no release and no runtime may make a call of its own, and
// the keys may go nowhere but where this code puts them.

/// The `AUDIT_ARCH_…` value of this machine; 0 where the launcher does not know it.
extern const uint32_t clinux_audit_architecture;

/// The value of `instruction_pointer` that a filter sees in the last calls; 0 where the launcher
/// does not know it.
uint64_t clinux_last_call_address(void);

/// The flag of statvfs(3) for file systems that are mounted with `noexec`.
extern const unsigned long clinux_st_noexec;

/// The flag of open(2) for a descriptor that only says which file it is.
extern const int32_t clinux_o_path;

/// Draws random numbers; 0, or an error number. Does not wait for ever: an outer filter may fake
/// every answer.
int32_t clinux_random(void *bytes, size_t count);

/// Lets no other process of the user look into this one; 0, or an error number. See prctl(2),
/// `PR_SET_DUMPABLE`; execve undoes it.
int32_t clinux_conceal_process(void);

/// What is said of one error number, and the status that the process ends with.
struct clinux_explanation {
  int32_t number;
  int32_t status;
  const char *text;
};

/// How the failure of a call is reported: beginning, the explanation of the error number, and the
/// number's name in parentheses. The last explanation holds for every other number.
struct clinux_report {
  const char *beginning;
  const struct clinux_explanation *explanations;
  size_t explanation_count;
};

/// A program with the flags to install it with.
struct clinux_filter {
  struct sock_fprog program;
  uint64_t flags;
  struct clinux_report report;
};

/// An instruction that compares with bits of a key.
struct clinux_key_slot {
  uint16_t filter;
  uint16_t instruction;
  /// Which half of which key: 0 and 1 are the lower and the upper half of the first.
  uint32_t half;
  /// The bits of the half that are compared.
  uint32_t mask;
};

/// What the registers hold in a last call. The last three arguments are the keys, or 0.
struct clinux_registers {
  int64_t number;
  uint64_t arguments[3];
  uint64_t keys[3];
};

/// How far a launch has come in a child, in memory that the child shares with its parent: a filter
/// cannot keep it from writing there.
struct clinux_progress {
  /// The step that the child has begun, an `enum clinux_step`.
  int32_t step;
  /// Which filter the step is about, from 0.
  int32_t filter;
  /// Whether the step has failed.
  int32_t has_failed;
  /// Why, an error number; 0 where no call failed.
  int32_t number;
  /// The number that the listener has in the child's table of descriptors; -1 until there is one.
  int32_t listener;
  /// Whose turn it is where child and parent have to wait for each other, an `enum clinux_turn`.
  int32_t turn;
};

/// A limit of resources, see setrlimit(2).
struct clinux_limit {
  int32_t resource;
  uint64_t soft;
  uint64_t hard;
};

/// What the target is to find changed. All of it is done before the first filter.
struct clinux_changes {
  /// The directory that it starts in; null where that is the launcher's.
  const char *directory;
  /// Whether no descriptors but the standard ones stay open.
  int32_t closes_descriptors;
  /// Whether it leads a session of its own.
  int32_t starts_session;
  /// Whether it is killed when the thread that started it ends.
  int32_t dies_with_parent;
  /// Whether it has the groups below and no others.
  int32_t sets_groups;
  const uint32_t *groups;
  size_t group_count;
  /// Its group and user; -1 where they stay.
  int64_t group;
  int64_t user;
  const struct clinux_limit *limits;
  size_t limit_count;
};

/// All that the last steps need. Everything that is pointed to must stay where it is.
struct clinux_launch {
  const char *path;
  char *const *arguments;
  char *const *environment;
  struct clinux_filter *filters;
  size_t filter_count;
  /// Where the keys have their places in the programs; none where no call needs them.
  const struct clinux_key_slot *slots;
  size_t slot_count;
  /// Whether there is, or may be, a filter already, which could fake the answers of calls.
  int32_t is_filtered;
  /// Whether the only filter is installed with prctl(2), for want of seccomp(2).
  int32_t uses_prctl;
  struct clinux_report report;
  struct clinux_changes changes;
  /// Room for a message.
  char *message;
  size_t message_capacity;
  /// The program that is being installed: one place for all, so that their calls look the same.
  struct sock_fprog program;
  /// The registers of calls without keys.
  struct clinux_registers registers;
  /// Where a child says how far it has come; null where a failure is written to standard error.
  volatile struct clinux_progress *progress;
};

/// A step of a launch. The first ones are a child's, or change what it was asked to; those that can be refused end with the
/// installation of the first filter.
enum clinux_step {
  CLINUX_RESET_SIGNALS,
  CLINUX_PLACE_DESCRIPTORS,
  CLINUX_CLOSE_DESCRIPTORS,
  CLINUX_ENTER_DIRECTORY,
  CLINUX_START_SESSION,
  CLINUX_SET_IDENTITY,
  CLINUX_SET_LIMITS,
  CLINUX_SET_NO_NEW_PRIVILEGES,
  CLINUX_CONCEAL_PROCESS,
  CLINUX_CONCEAL_KEYS,
  CLINUX_DRAW_KEYS,
  CLINUX_TRY_FILTER,
  CLINUX_INSTALL_FIRST_FILTER,
  CLINUX_INSTALL_FURTHER_FILTER,
  CLINUX_EXECUTE,
};

/// Why a launch failed while no filter was installed yet; no number where no call failed.
struct clinux_refusal {
  enum clinux_step step;
  int32_t number;
  /// The thread that the filter could not be put on; 0 where that is not the reason.
  int32_t thread;
};

/// Sets no_new_privs, draws the keys, installs the filters on the calling thread, and becomes the
/// target.
///
/// Where the flags of a filter ask for a listener, `progress` says which descriptor it is.
///
/// Returns only while no filter is installed but one that allows everything; later failures end
/// the process.
struct clinux_refusal clinux_launch(struct clinux_launch *launch);

/// Sets no_new_privs and installs the only filter of a plan on all threads of the process.
///
/// The filter has no places for keys. After a failure nothing is installed but, under outer filters, a
/// filter that allows everything; no_new_privs may be set.
///
/// @return The step that failed; `CLINUX_EXECUTE` where none did.
struct clinux_refusal clinux_confine(struct clinux_launch *launch);

/// The name of an error number, as `EPERM`; null where it has none.
const char *clinux_errno_name(int32_t number);

#endif
