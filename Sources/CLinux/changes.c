#include "CLinux.h"

#include "steps.h"

#include <signal.h>

// What the target is to find changed. No filter is installed yet and no register holds a key, so these
// are ordinary calls; but raw ones, for those of libc change all threads and wait for them.

/// Whether a call succeeds, which an outer filter may fake.
static int succeeds(struct clinux_refusal *refusal, enum clinux_step step, int64_t result) {
  *refusal = (struct clinux_refusal){.step = step, .number = (int32_t)-result};
  return result >= 0;
}

static int64_t call(int64_t number, uint64_t a0, uint64_t a1, uint64_t a2) {
  return clinux_syscall(number, a0, a1, a2, 0, 0, 0);
}

static int enter_directory(const struct clinux_launch *launch, struct clinux_refusal *refusal) {
  if (launch->changes.directory == 0) return 1;
  begin(launch, CLINUX_ENTER_DIRECTORY, 0);
  return succeeds(refusal, CLINUX_ENTER_DIRECTORY,
                  call(SYS_chdir, (uintptr_t)launch->changes.directory, 0, 0));
}

static int close_descriptors(const struct clinux_launch *launch, struct clinux_refusal *refusal) {
  if (!launch->changes.closes_descriptors) return 1;
  begin(launch, CLINUX_CLOSE_DESCRIPTORS, 0);
  return succeeds(refusal, CLINUX_CLOSE_DESCRIPTORS, -(int64_t)clinux_close_others());
}

static int start_session(const struct clinux_launch *launch, struct clinux_refusal *refusal) {
  if (!launch->changes.starts_session) return 1;
  begin(launch, CLINUX_START_SESSION, 0);
  return succeeds(refusal, CLINUX_START_SESSION, call(SYS_setsid, 0, 0, 0));
}

static int set_identity(const struct clinux_launch *launch, struct clinux_refusal *refusal) {
  const struct clinux_changes *changes = &launch->changes;
  begin(launch, CLINUX_SET_IDENTITY, 0);
  uint64_t group = (uint64_t)changes->group, user = (uint64_t)changes->user;
  int64_t result = 0;
  if (changes->sets_groups)
    result = call(SYS_setgroups, changes->group_count, (uintptr_t)changes->groups, 0);
  if (result >= 0 && changes->group >= 0) result = call(SYS_setresgid, group, group, group);
  if (result >= 0 && changes->user >= 0) result = call(SYS_setresuid, user, user, user);
  // An outer filter may have faked it, and then the target would have more than it should.
  if (result >= 0 && ((changes->group >= 0 && getegid() != (gid_t)group) ||
                      (changes->user >= 0 && geteuid() != (uid_t)user)))
    result = -EIO;
  return succeeds(refusal, CLINUX_SET_IDENTITY, result);
}

static int set_limits(const struct clinux_launch *launch, struct clinux_refusal *refusal) {
  const struct clinux_changes *changes = &launch->changes;
  begin(launch, CLINUX_SET_LIMITS, 0);
  for (size_t i = 0; i < changes->limit_count; i++) {
    const struct clinux_limit *limit = &changes->limits[i];
    uint64_t values[2] = {limit->soft, limit->hard};
    int64_t result =
        clinux_syscall(SYS_prlimit64, 0, (uint64_t)limit->resource, (uintptr_t)values, 0, 0, 0);
    if (!succeeds(refusal, CLINUX_SET_LIMITS, result)) return 0;
  }
  return 1;
}

int clinux_make_changes(const struct clinux_launch *launch, struct clinux_refusal *refusal) {
  // The limits come last: they could be in the way.
  if (!enter_directory(launch, refusal) || !close_descriptors(launch, refusal) ||
      !start_session(launch, refusal) || !set_identity(launch, refusal) ||
      !set_limits(launch, refusal))
    return 0;
  // Another user resets this, so it comes after that.
  if (launch->changes.dies_with_parent) prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  return 1;
}
