/// The traps of policies that are known, and what is done about each.
enum LintCatalogue {
  /// A trap, and the rule that finds it, the mistake that the loader reports, or why there is none.
  static let rows: [(trap: String, answer: String)] = [
    // ABIs and numbers
    ("a filter that does not compare `arch`", "`arch-unchecked`"),
    (
      "other ABIs end in allow",
      "`arch-unchecked`; an error when the policy is read: `foreign-allowed`"
    ),
    ("x32 is laxer than x86_64", "`x32-laxer`"),
    (
      "numbers 512 to 547, which were x32 entry points before Linux 5.4",
      "`kernel-missing` (with `kernel` they are newer, and refused)"
    ),
    ("a 32-bit ABI is listed and conditions lose their force", "`multiplexer-open`"),
    ("`socketcall` is open", "`multiplexer-open`"),
    ("`ipc` is open", "`multiplexer-open`"),
    ("a call by its number", "`bare-number`; an error when the policy is read: `number-needs-abi`"),
    ("a name that the listed ABIs lack, and a denial of it", "`absent-calls`"),
    ("an unknown name", "an error when the policy is read: `unknown-syscall`"),
    (
      "only one of a pair of calls with 32 and 64 bits of time",
      "`needs-enosys`, `relative-left-open`"
    ),
    (
      "arguments in other registers on other ABIs",
      "an error when the policy is read: `register-needs-abi`; conditions by name mean the right "
        + "register everywhere"
    ),
    ("number -1 is killed", "`skipped-call-killed`; a policy always answers it with ENOSYS"),
    (
      "the linked libseccomp lacks a name",
      "no rule: a program is used only when it is proved; what the backend cannot express is an "
        + "error of its own"
    ),
    // Arguments
    ("a comparison of more bits than the kernel uses", "`width-overridden`"),
    (
      "a wide parameter that the kernel truncates",
      "`width-overridden`; conditions know the widths of clone's flags and mmap's prot and flags"
    ),
    ("a negative constant with two images", "`width-overridden`"),
    ("a value that does not fit", "an error when the policy is read: `out-of-range`"),
    ("orders of signed arguments", "no rule: orders have the argument's own sign"),
    ("a value outside of its mask", "an error when the policy is read: `value-outside-mask`"),
    ("a mask of 0", "an error when the policy is read: `mask-zero`"),
    ("a condition that always or never holds", "`constant-condition`"),
    ("flags compared for equality", "`flags-compared-whole`"),
    ("a list of what flags may not be, which one flag more is not in", "`flags-compared-whole`"),
    ("a mask of several bits that must all be set", "`all-bits-needed`"),
    ("an address compared", "`pointer-compared`"),
    ("a relative with the same parameters in memory", "`relative-left-open`"),
    ("one argument twice in a rule", "an error when the policy is read: `same-argument`"),
    (
      "an argument that the call does not have",
      "an error when the policy is read: `no-such-argument`"
    ),
    ("a descriptor denied by its number", "`descriptor-denied`"),
    (
      "a condition on a size, which is looked at before it is used",
      "no rule: true of every size, and nothing can be done about it"
    ),
    // Relatives of calls
    ("a family with a gap", "`relative-left-open`"),
    ("io_uring is open", "`io-uring-open`"),
    ("clone3 refused with anything but ENOSYS", "`needs-enosys`"),
    ("clone3 hides the flags that clone is denied", "`relative-left-open`"),
    ("openat2 hides flags and modes", "`relative-left-open`"),
    ("a new relative is missing from a list of what is allowed", "`needs-enosys`"),
    ("EPERM for what is newer than the policy", "`kernel-missing`"),
    ("a kernel that is far newer than the policy", "`kernel-behind`"),
    ("a gap in the mount calls", "`relative-left-open`"),
    ("a gap in the chmod calls", "`relative-left-open`"),
    ("uretprobe and uprobe are killed", "no rule: the kernel lets no filter see them"),
    // Grants
    ("ptrace", "`grants-tracing`"),
    ("memory and descriptors of other processes", "`grants-process-access`"),
    ("io_uring", "`io-uring-open`"),
    (
      "bpf, perf_event_open, userfaultfd, modules, kexec",
      "`grants-kernel-surface`, `grants-kernel-replacement`"
    ),
    ("open_by_handle_at", "`grants-file-handles`"),
    ("user namespaces", "`grants-user-namespaces`"),
    ("the mount family", "`grants-mounts`"),
    ("ioctl with TIOCSTI and TIOCLINUX", "`terminal-injection`"),
    ("keyrings", "`grants-keyrings`"),
    ("personality", "`grants-personality`"),
    ("memory that is executable", "`writable-code`, where a policy claims to deny it"),
    (
      "execveat with memfd_create",
      "no rule: execve of /proc/self/fd does the same, so a policy that allows programs says "
        + "nothing by leaving it out"
    ),
    ("seccomp and prctl(PR_SET_SECCOMP)", "no rule: further filters can only take away more"),
    (
      "prctl without condition",
      "no rule: almost every program needs it, and without capabilities its options change little "
        + "but the process itself"
    ),
    ("sockets of risky families", "`grants-risky-sockets`"),
    (
      "signals to other processes",
      "no rule: almost every policy allows them, and a condition cannot tell the own process"
    ),
    ("obsolete calls", "`grants-obsolete-calls`"),
    ("administration", "`grants-administration`"),
    ("reading files and sending them", "no rule: true of almost every policy"),
    (
      "setuid and its like",
      "no rule: without capabilities they do nothing, and those are a matter of the launch"
    ),
    // Actions
    (
      "an error number above 4095",
      "an error when the policy is read: `errno-range`; `action-without-meaning`"
    ),
    ("error 0", "an error when the policy is read: `unsafe-errno`"),
    ("trap without a handler", "`trap-without-handler`"),
    ("trace without a tracer", "`trace-without-tracer`"),
    ("notify without a supervisor", "`notify-without-supervisor`"),
    ("notify decided on memory", "`notify-without-supervisor`"),
    (
      "notify on what the launcher needs",
      "`notify-without-supervisor`; the launcher has its own exceptions"
    ),
    ("kill-thread", "`kill-thread`"),
    ("the default allows", "`default-allows`"),
    ("the default logs", "`default-logs`"),
    ("data on actions that have none", "an error when the policy is read: `unknown-key`"),
    (
      "an unknown action",
      "an error when the policy is read: `unknown-action`; `action-without-meaning`"
    ),
    ("an action newer than the kernel", "no rule: `run` asks the kernel and says so"),
    ("kill hides the cause", "no rule: true of every policy that kills"),
    ("a flag that only a supervisor can use", "`unusable-flag`"),
    ("a flag that switches off a mitigation", "`speculation-allowed`"),
    // Structure
    ("a rule twice", "`repeated-call`"),
    ("a shadowed rule", "`shadowed-rule`, `repeated-call`"),
    ("dead instructions", "`unreached-instruction`"),
    ("conditions that overlap and disagree", "`overlapping-rules`"),
    ("a rule that does what the default does", "`without-effect`"),
    ("no rules, no default", "`empty-policy`; an error when the policy is read: `missing-default`"),
    ("too long a program", "`program-length`"),
    ("a hot call that runs the filter", "`hot-call-filtered`"),
    ("a key twice", "an error when the policy is read: `json-duplicate-key`"),
    ("an unknown key", "an error when the policy is read: `unknown-key`"),
    (
      "rules whose order matters",
      "`shadowed-rule`; the first rule that decides counts, and that is said"
    ),
    (
      "a group that is empty on an ABI",
      "`absent-calls`; an error when the policy is read: `names-nothing`"
    ),
    ("a condition that restricts nothing", "`condition-without-effect`"),
    // Profiles of container engines
    ("a name that is no system call, in a profile", "`unknown-name`"),
    ("a key that loaders ignore", "`ignored-key`"),
    (
      "an argument that is named twice in a rule of a profile",
      "`split-conditions`"
    ),
    ("a rule with conditions beside one without, in a profile", "`conditions-lost`"),
    ("a denial with the action of the default beside a permission", "`equals-default`"),
    (
      "a mask of 0, a value outside of its mask, a mask without a value, in a profile",
      "`mask-misread`"
    ),
    ("a value of 64 bits where libseccomp compares 32", "`value-cut`"),
    ("libseccomp adds a rule for `socketcall` without its conditions", "`widened-by-multiplexer`"),
    ("a register that holds no argument, in a profile", "`absent-argument`"),
    ("an error beside an action that has none", "`pointless-errno`"),
    (
      "a profile that no container is under, because of `Unconfined`, `privileged`, or a wrong name",
      "`workload-unconfined`, `workload-profile-missing`"
    ),
    ("a workload without a profile", "`workload-profile-unset`"),
    ("a setting that only a container engine can use", "`pointless-setting`"),
    ("what two readers of a format take in two ways", "`other-dialect`"),
    ("a setting of a unit that filters calls, too, and drop-ins", "`unread-setting`"),
    ("a capability or architecture that is spelt as nobody spells it", "`unknown-requirement`"),
    (
      "rules of a profile that overlap and disagree",
      "an error when the policy is read: `conflicting-rules`"
    ),
    // Start-up
    ("no execve for the launcher", "no rule: the launcher brings its own permission"),
    ("no exit_group", "`end-blocked`"),
    ("no rt_sigreturn", "`signal-return-blocked`"),
    ("no restart_syscall", "`restart-blocked`"),
    ("the calls of the dynamic linker", "`start-up-blocked`"),
    ("the calls of threads", "`threads-blocked`, `needs-enosys`"),
    ("only one of fork, vfork and clone", "`fork-blocked`"),
    ("calls that the vDSO answers", "`vdso-call`"),
    ("calls that libc and runtimes only try are killed", "`start-up-blocked`, `probe-killed`"),
    ("a set-user-id target", "no rule: a matter of the launch, not of the policy"),
    // The host
    ("no_new_privs is off", "no rule: `run` always sets it"),
    ("root with capabilities as the target", "no rule: a matter of the launch"),
    ("inherited descriptors", "no rule: a matter of the launch"),
    ("dangerous variables in the environment", "no rule: a matter of the launch"),
    ("a terminal is inherited", "`terminal-injection`"),
    ("others can write to the policy", "`policy-writable`; `run` as root refuses it"),
    ("more than one thread", "no rule: `run` has one"),
    ("an old kernel", "no rule: `run` asks the kernel"),
    ("other processes of the user next door", "`grants-process-access`"),
    ("a compiled filter where the target can write", "no rule: `run` compiles anew each time"),
    ("going on unconfined when a policy fails", "no rule: any failure ends the launch"),
    (
      "output through a symbolic link",
      "no rule: `compile` replaces files and does not follow links; `base-outside` for input"
    ),
  ]
}
