/// The machine: its clock, its name, its modules, its keys, its users.
#include "attempts.h"

#include <linux/capability.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/quota.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <time.h>
#include <grp.h>

// What would stop or change the machine has arguments that the kernel refuses after it has asked
// for the permission.
ATTEMPT(machine, reboot) { return reach(syscall(SYS_reboot, 0, 0, 0, NULL), EINVAL); }
ATTEMPT(machine, kexec_load) { return reach(syscall(SYS_kexec_load, 0, 99, NULL, 0x80), EINVAL); }
#ifdef SYS_kexec_file_load
ATTEMPT(machine, kexec_file_load) {
  return reach(syscall(SYS_kexec_file_load, -1, -1, 0, NULL, 0x100), EINVAL);
}
#endif
ATTEMPT(machine, module_load) { return reach(syscall(SYS_init_module, NULL, 0, NULL), ENOEXEC); }
ATTEMPT(machine, module_load_file) { return reach(syscall(SYS_finit_module, -1, "", 0), EBADF); }
ATTEMPT(machine, module_delete) { return reach(syscall(SYS_delete_module, "none", 0), ENOENT); }
ATTEMPT(machine, program_load) { return reach(syscall(SYS_bpf, 5, (uint64_t[16]){0}, 128), E2BIG); }
ATTEMPT(machine, program_map) {
  uint32_t attributes[32] = {2, 4, 4, 1};
  return end(syscall(SYS_bpf, 0, attributes, sizeof attributes));
}
ATTEMPT(machine, clock_set_day) {
  struct timeval wrong = {0, -1};
  return reach(syscall(SYS_settimeofday, &wrong, NULL), EINVAL);
}
ATTEMPT(machine, clock_set) {
  struct timespec wrong = {0, -1};
  return reach(syscall(SYS_clock_settime, CLOCK_REALTIME, &wrong), EINVAL);
}
ATTEMPT(machine, clock_adjust) {
  struct timex change = {.modes = ADJ_TICK, .tick = 1};
  return reach(adjtimex(&change), EINVAL);
}
ATTEMPT(machine, clock_adjust_by_name) {
  struct timex change = {.modes = ADJ_TICK, .tick = 1};
  return reach(clock_adjtime(CLOCK_REALTIME, &change), EINVAL);
}
ATTEMPT(machine, clock_ask_adjustment) {
  struct timex ask = {0};
  return end(adjtimex(&ask));
}
ATTEMPT(machine, clock_read) {
  struct timespec now;
  return end(syscall(SYS_clock_gettime, CLOCK_REALTIME, &now));
}
ATTEMPT(machine, clock_sleep) {
  struct timespec moment = {0, 1000};
  return end(nanosleep(&moment, NULL));
}
ATTEMPT(machine, timer) { return end(timerfd_create(CLOCK_MONOTONIC, 0)); }
ATTEMPT(machine, host_name) {
  if (!place.isolated) return impossible("no UTS namespace of its own");
  return end(sethostname("attempt", 7));
}
ATTEMPT(machine, domain_name) {
  if (!place.isolated) return impossible("no UTS namespace of its own");
  return end(setdomainname("attempt", 7));
}
ATTEMPT(machine, uname) {
  struct utsname names;
  return end(uname(&names));
}
ATTEMPT(machine, log_read) {
  char text[256];
  return end(syscall(SYS_syslog, 3, text, sizeof text));
}
ATTEMPT(machine, log_size) { return end(syscall(SYS_syslog, 10, NULL, 0)); }
ATTEMPT(machine, log_level) { return reach(syscall(SYS_syslog, 8, NULL, 99), EINVAL); }
ATTEMPT(machine, swap_on) { return reach(syscall(SYS_swapon, "none", 0), ENOENT); }
ATTEMPT(machine, swap_off) { return reach(syscall(SYS_swapoff, "none"), ENOENT); }
ATTEMPT(machine, accounting) { return reach(acct("none"), ENOENT); }
ATTEMPT(machine, quota) { return reach(quotactl(QCMD(Q_SYNC, USRQUOTA), "none", 0, NULL), ENOENT); }
ATTEMPT(machine, quota_descriptor) {
  return reach(syscall(SYS_quotactl_fd, -1, 0, 0, NULL), EBADF);
}
ATTEMPT(machine, hang_up) { return end(vhangup()); }
#ifdef __x86_64__
ATTEMPT(machine, port_level) { return end(syscall(SYS_iopl, 3)); }
ATTEMPT(machine, port_access) { return end(syscall(SYS_ioperm, 0x80, 1, 1)); }
ATTEMPT(machine, file_systems) { return end(syscall(SYS_sysfs, 3)); }
ATTEMPT(machine, old_statistics) { return reach(syscall(SYS_ustat, 0xffff, NULL), EINVAL); }
ATTEMPT(machine, thread_register) {
  unsigned long base;
  return end(syscall(SYS_arch_prctl, 0x1003 /* ARCH_GET_FS */, &base));
}
#endif
ATTEMPT(machine, key_control) { return end(syscall(SYS_keyctl, 0, -4, 1)); }
ATTEMPT(machine, key_add) { return end(syscall(SYS_add_key, "user", "sekat-attempt", "x", 1, -1)); }
ATTEMPT(machine, key_request) {
  return reach(syscall(SYS_request_key, "user", "sekat-none", NULL, 0), 126);
}
ATTEMPT(machine, watch_all) { return end(syscall(SYS_fanotify_init, 0, O_RDONLY)); }
ATTEMPT(machine, watch_mark) {
  return reach(syscall(SYS_fanotify_mark, -1, 1, 1UL, AT_FDCWD, "."), EBADF);
}
ATTEMPT(machine, memory_policy) { return end(syscall(SYS_set_mempolicy, 0, NULL, 0)); }
ATTEMPT(machine, memory_policy_ask) {
  return end(syscall(SYS_get_mempolicy, NULL, NULL, 0, NULL, 0));
}
ATTEMPT(machine, memory_bind) { return end(syscall(SYS_mbind, 0x10000, 0, 0, NULL, 0, 0)); }
ATTEMPT(machine, memory_home) {
  return end(syscall(450 /* set_mempolicy_home_node */, 0x10000, 0, 0, 0));
}
ATTEMPT(machine, memory_poison) {
  return reach(madvise((void *)0x10000, 4096, 100 /* HWPOISON */), EFAULT);
}
ATTEMPT(machine, memory_offline) {
  return reach(madvise((void *)0x10000, 4096, 101 /* SOFT_OFFLINE */), EFAULT);
}
ATTEMPT(machine, memory_lock) {
  void *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return end(mlock(page, 4096));
}
ATTEMPT(machine, memory_secret) { return end(syscall(SYS_memfd_secret, 0)); }
ATTEMPT(machine, memory_file) { return end(syscall(SYS_memfd_create, "x", 0)); }
ATTEMPT(machine, memory_forget) {
  void *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return end(madvise(page, 4096, MADV_DONTNEED));
}
ATTEMPT(machine, security_attributes) {
  return reach(syscall(459 /* lsm_get_self_attr */, 100, NULL, NULL, 0), EINVAL);
}
ATTEMPT(machine, security_modules) {
  return reach(syscall(461 /* lsm_list_modules */, NULL, NULL, 1), EINVAL);
}
ATTEMPT(machine, landlock) { return end(syscall(SYS_landlock_create_ruleset, NULL, 0, 1)); }
ATTEMPT(machine, user_root) { return end(setuid(0)); }
ATTEMPT(machine, user_same) { return end(setuid(getuid())); }
ATTEMPT(machine, groups) { return end(setgroups(0, NULL)); }
ATTEMPT(machine, capability_gain) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct all[2] = {{~0u, ~0u, ~0u}, {~0u, ~0u, ~0u}};
  return end(syscall(SYS_capset, &header, all));
}
ATTEMPT(machine, own_name) { return end(prctl(PR_SET_NAME, "attempt", 0, 0, 0)); }
ATTEMPT(machine, random) {
  char byte;
  return end(syscall(SYS_getrandom, &byte, 1, 0));
}
ATTEMPT(machine, identity) { return end(getuid()); }
