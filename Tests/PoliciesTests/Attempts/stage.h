/// What surrounds the attempts: folders, neighbours, servers; none of it is under a filter.
#ifndef STAGE_H
#define STAGE_H

#include "attempts.h"

/// Goes into namespaces of its own, where that is allowed, and becomes another user
/// in a folder; opens the command before, if there is one.
void become(const char *user, const char *folder, const char *command);
/// Makes the folders, which are in the working directory, and the neighbours.
void prepare(const struct attempt *const *first, const struct attempt *const *end);
/// Becomes a command that tries the attempts.
void launch(char **command, const char *folder);
/// Says which folders have changed.
void review(const struct attempt *const *first, const struct attempt *const *end);
/// Ends the neighbours and removes what would outlive them.
void clean(void);
/// Says what has failed, cleans up and ends.
void fail(const char *what);
/// Starts a process that answers requests, and one that may die, in the folder of the attempt
/// that lets it die.
pid_t neighbour(void), spare(void);
/// Reads what `launch` has passed on.
void read_place(const char *text);

#endif
