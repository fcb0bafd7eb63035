#define _GNU_SOURCE
#include "CStartup.h"

#include <CLinux.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

// What has to be done before Swift's runtime starts, which takes more for granted than a launcher
// may: it finds its own path, it gets random numbers, there is memory. Part of the program only,
// for the library has no say in how a process starts.

extern char **environ;

// MARK: - Ending

/// The status of a launcher that failed, and that of any other command; see `ExitStatus`.
enum { LAUNCH_FAILED = 125, UNUSABLE = 2 };

static void complain(const char *text) {
  size_t length = strlen(text);
  while (length > 0) {
    ssize_t count = write(2, text, length);
    if (count <= 0) return;
    text += count;
    length -= (size_t)count;
  }
}

// MARK: - Crashes of a launcher

/// Whoever waits for a launch must not take a crash of sekat for one of the command.
static void report_crash(int number, siginfo_t *info, void *context) {
  (void)context;
  // Somebody else has sent it: it is no crash, and does what it would do without this handler.
  if (info->si_code <= 0 && info->si_pid != getpid()) {
    signal(number, SIG_DFL);
    raise(number);
    return;
  }
  switch (number) {
  case SIGSEGV:
  case SIGBUS:
    complain("sekat: crashed before anything was started: the limits of memory or of the stack are"
             " too low, or sekat has a defect\n");
    break;
  default:
    complain("sekat: gave up before anything was started: the limits of memory are too low, or"
             " sekat has a defect\n");
  }
  _exit(LAUNCH_FAILED);
}

/// Reports crashes from here to the launch, on a stack of its own.
static void catch_crashes(void) {
  static char room[32768];
  stack_t stack = {.ss_sp = room, .ss_size = sizeof room};
  if (sigaltstack(&stack, 0) != 0) return;
  struct sigaction action = {.sa_sigaction = report_crash,
                             .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    struct sigaction before;
    // What is ignored stays so for the command.
    if (sigaction(numbers[i], 0, &before) == 0 && before.sa_handler == SIG_DFL)
      sigaction(numbers[i], &action, 0);
  }
}

// MARK: - The path of the runtime

static char **given_environment;

/// The runtime looks for its tool that explains crashes, and where it is linked into the program it
/// ends the process if /proc does not say where the program is. It does not look if it is told.
static void tell_path_of_runtime(void) {
  char path[1];
  if (getenv("SWIFT_BACKTRACE") != 0 || readlink("/proc/self/exe", path, sizeof path) > 0) return;
  given_environment = environ;
  if (setenv("SWIFT_BACKTRACE", "enable=no,swift-backtrace=/", 1) != 0) given_environment = 0;
}

void cstartup_restore_environment(void) {
  if (given_environment != 0) environ = given_environment;
}

// MARK: - Before everything else

static void begin(int count, char **words) {
  int isLaunch = count > 1 && strcmp(words[1], "run") == 0;
  if (isLaunch) {
    // At once: who has opened /proc/PID/mem before may go on reading it.
    clinux_conceal_process();
    // Who wants to see the crash says so to the runtime, which has handlers of its own.
    if (getenv("SWIFT_BACKTRACE") == 0) catch_crashes();
  }
  // The runtime asks for random numbers until it has them, for ever if a filter fakes the answer.
  char byte;
  int32_t number = clinux_random(&byte, 1);
  if (number == EINTR || number == EIO) {
    complain("sekat: cannot get random numbers: an outer filter only pretends to do it\n");
    _exit(isLaunch ? LAUNCH_FAILED : UNUSABLE);
  }
  tell_path_of_runtime();
}

/// Runs before all initializers, those of libraries included.
__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **) = begin;
