#ifndef CLINUX_STEPS_H
#define CLINUX_STEPS_H

#include "launch.h"

// What the files share that carry the steps of a launch out.

/// Says which step begins, if somebody wants to know.
static inline void begin(const struct clinux_launch *launch, enum clinux_step step, size_t filter) {
  if (launch->progress == 0) return;
  launch->progress->step = step;
  launch->progress->filter = (int32_t)filter;
}

/// Changes who the target is and what it has; whether that succeeded.
int clinux_make_changes(const struct clinux_launch *launch, struct clinux_refusal *refusal)
    __attribute__((visibility("hidden")));

#endif
