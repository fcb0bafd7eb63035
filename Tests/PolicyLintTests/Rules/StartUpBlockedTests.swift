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
        { "syscalls": ["arch_prctl", "mprotect", "openat", "read", "close", "fstat"] },
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
}
