#ifndef CSTARTUP_H
#define CSTARTUP_H

/// Gives the variables back that were there when the process started; see startup.c.
void cstartup_restore_environment(void);

#endif
