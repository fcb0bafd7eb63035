/// The terminal, and with it the shell that started the program.
#include "attempts.h"

#include <linux/tty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>

static int master = -1;
/// The other end of a new terminal.
static int terminal(void) {
  int locked = 0;
  master = open("/dev/ptmx", O_RDWR | O_NOCTTY);
  if (master < 0 || ioctl(master, TIOCSPTLCK, &locked) < 0) return -1;
  return ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
}
static int own(void) {
  int file = terminal();
  if (file < 0 || ioctl(file, TIOCSCTTY, 0) < 0) return -1;
  return file;
}

ATTEMPT(terminal, open) { return end(terminal()); }
ATTEMPT(terminal, open_reading) { return end(open("/dev/ptmx", O_RDONLY | O_NOCTTY)); }
ATTEMPT(terminal, control) { return end(own()); }
ATTEMPT(terminal, type) {
  int file = own();
  return file < 0 ? errno : end(ioctl(file, TIOCSTI, "x"));
}
ATTEMPT(terminal, type_wide) {
  int file = own();
  return file < 0 ? errno : end(syscall(SYS_ioctl, file, 0xffffffff00000000 | TIOCSTI, "x"));
}
ATTEMPT(terminal, type_anywhere) { return command(TIOCSTI); }
ATTEMPT(terminal, paste) { return command(TIOCLINUX); }
ATTEMPT(terminal, paste_wide) { return command(0x100000000 | TIOCLINUX); }
ATTEMPT(terminal, discipline) {
  int file = terminal(), none = N_NULL;
  return file < 0 ? errno : end(ioctl(file, TIOCSETD, &none));
}
ATTEMPT(terminal, discipline_network) {
  int file = terminal(), line = N_SLIP;
  return file < 0 ? errno : end(ioctl(file, TIOCSETD, &line));
}
ATTEMPT(terminal, discipline_anywhere) { return command(TIOCSETD); }
ATTEMPT(terminal, settings) {
  struct termios settings;
  int file = terminal();
  if (file < 0 || tcgetattr(file, &settings)) return errno;
  return end(tcsetattr(file, TCSANOW, &settings));
}
ATTEMPT(terminal, size) {
  struct winsize size = {1, 1, 1, 1};
  int file = terminal();
  return file < 0 ? errno : end(ioctl(file, TIOCSWINSZ, &size));
}
ATTEMPT(terminal, ask_size) {
  struct winsize size;
  return reach(ioctl(given_file, TIOCGWINSZ, &size), ENOTTY);
}
