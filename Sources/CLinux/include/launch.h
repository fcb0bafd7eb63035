#ifndef CLINUX_LAUNCH_H
#define CLINUX_LAUNCH_H

#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>

// The last steps of a launch, in C because nothing may happen between them but what is written
// here: under a filter, no allocation, no release and no runtime may make a call of its own.

/// The `AUDIT_ARCH_…` value of this machine; 0 where the launcher does not know it.
extern const uint32_t clinux_audit_architecture;

/// The value of `instruction_pointer` that a filter sees in the last calls; 0 where the launcher
/// does not know it.
uint64_t clinux_last_call_address(void);

/// The flag of statvfs(3) for file systems that are mounted with `noexec`.
extern const unsigned long clinux_st_noexec;

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

/// All that the last steps need. Everything that is pointed to must stay where it is.
struct clinux_launch {
  const char *path;
  char *const *arguments;
  char *const *environment;
  const struct clinux_filter *filters;
  size_t filter_count;
  uint64_t keys[3];
  /// Whether the only filter is installed with prctl(2), for want of seccomp(2).
  int32_t uses_prctl;
  struct clinux_report report;
  /// Room for a message.
  char *message;
  size_t message_capacity;
};

/// The step that failed while no filter was installed yet.
enum clinux_step { CLINUX_SET_NO_NEW_PRIVILEGES, CLINUX_INSTALL_FIRST_FILTER };

/// Why a launch failed while no filter was installed yet.
struct clinux_refusal {
  enum clinux_step step;
  int32_t number;
};

/// Sets no_new_privs, installs the filters on the calling thread, and becomes the target.
///
/// Returns only while no filter is installed; later failures end the process.
struct clinux_refusal clinux_launch(const struct clinux_launch *launch);

/// The name of an error number, as `EPERM`; null where it has none.
const char *clinux_errno_name(int32_t number);

#endif
