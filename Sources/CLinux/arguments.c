#include "CLinux.h"

// The words of the command line as the kernel put them on the stack. Swift's runtime looks for them
// in /proc, and has none where that cannot be opened: no descriptor is free, an outer filter denies
// open, nothing is mounted.

static int32_t count = -1;
static char *const *words = 0;

#ifdef __GLIBC__
// glibc passes to initializers what main will get, also in objects that are loaded later.
__attribute__((constructor)) static void keep_arguments(int argc, char **argv) {
  count = argc;
  words = argv;
}
#endif

int32_t clinux_argument_count(void) { return count; }

const char *clinux_argument(int32_t index) { return words[index]; }
