import SourceDiagnostics
import Testing

@testable import PolicyLint

@Suite struct StartUpBlockedTests {
  @Test func `arch_prctl`() throws {
    try expectFindings(
      of: StartUpBlocked.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣{ "errno": "EPERM" }, "kernel": "6.18",
          "rules": [{ "syscalls": ["read"] }] }
        """,
      ["1️⃣": "a program cannot start: 'arch_prctl'"])
  }

  @Test func `glibc`() throws {
    try expectFindings(
      of: StartUpBlocked.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"kill-process", "kernel": "6.18",
          "rules": [{ "syscalls": ["arch_prctl", "set_tid_address", "brk", "mprotect", "readlink", "getrandom"] }] }
        """,
      ["1️⃣": "linked with glibc cannot start: 'set_robust_list', 'rseq' and 'prlimit64'"])
  }

  @Test func `the dynamic linker`() throws {
    try expectFindings(
      of: StartUpBlocked.self,
      in: rules(
        """
        { "syscalls": ["arch_prctl", "mprotect", "openat", "read", "pread64", "close", "newfstatat"] },
        { "syscalls": [1️⃣"mmap"], "action": { "errno": "EACCES" } }
        """),
      ["1️⃣": "a dynamically linked program cannot start: 'mmap'"])
  }

  @Test func `enough`() throws {
    try expectNothing(
      of: StartUpBlocked.self,
      in: """
        { "extends": ["builtin:default"] }
        """)
  }

  @Test func `the arguments of start-up`() throws {
    // As a sandbox for plugins might have it: nothing is executable, one descriptor is read.
    try expectFindings(
      of: StartUpBlocked.self,
      in: rules(
        """
        { "syscalls": ["arch_prctl", "mprotect", "openat", "pread64", "close", "newfstatat"] },
        { "syscalls": [1️⃣"mmap"], "where": { "prot": { "hasNone": "PROT_EXEC" } }, "else": { "errno": "EACCES" } },
        { "syscalls": ["read"], "where": { "fd": 0 } }
        """),
      [
        "1️⃣":
          "'mmap' with prot=PROT_READ|PROT_EXEC, flags=MAP_PRIVATE|MAP_FIXED|MAP_DENYWRITE, fd=3 "
          + "and 'read' with fd=3 are not allowed"
      ])
    try expectNothing(
      of: StartUpBlocked.self,
      in: rules(
        """
        { "syscalls": ["arch_prctl"], "where": { "option": "ARCH_SET_FS" } },
        { "syscalls": ["mprotect"], "where": { "prot": { "hasNone": "PROT_EXEC" } } },
        { "syscalls": ["openat"], "where": { "flags": { "is": "O_RDONLY" } } },
        { "syscalls": ["read", "pread64", "close"], "where": { "fd": { "gt": 2 } } },
        { "syscalls": ["mmap"], "where": { "prot": { "hasNone": "PROT_WRITE" } } },
        { "syscalls": ["mmap"], "where": { "prot": { "hasNone": "PROT_EXEC" } } },
        { "syscalls": ["newfstatat"] }
        """))
  }

  @Test func `32-bit programs beside others`() throws {
    try expectFindings(
      of: StartUpBlocked.self,
      in: """
        { "extends": ["builtin:default"], "architectures": ["x86_64", "i386"],
          "rules": [{ "syscalls": [1️⃣"set_thread_area"], "action": { "errno": "EPERM" } }] }
        """,
      ["1️⃣": "a program cannot start on i386: 'set_thread_area' is not allowed"])
  }

  @Test func `a call that is told not to exist has another in its place`() throws {
    func policy(_ error: String) -> String {
      """
      { "extends": ["builtin:default"], "architectures": ["x86_64", "i386"],
        "rules": [{ "syscalls": [1️⃣"statx"], "architectures": ["i386"], "action": { "errno": "\(error)" } }] }
      """
    }
    try expectNothing(of: StartUpBlocked.self, in: MarkedPolicy(policy("ENOSYS")).text)
    try expectFindings(
      of: StartUpBlocked.self, in: policy("EPERM"), ["1️⃣": "on i386: 'statx' is not allowed"])
  }

  @Test func `what later stages need is said too`() throws {
    let policy = rules(#"{ "syscalls": ["read", "write"] }"#)
    let notes = try LintOutcome(policy).findings(of: StartUpBlocked.self).flatMap(\.notes)
    #expect(
      notes.map(\.message).contains { $0.hasPrefix("a dynamically linked program needs 'mmap', ") })
  }
}
