import Testing

@testable import PolicyLint

@Suite struct RestartBlockedTests {
  @Test func `a sleep`() throws {
    try expectFindings(
      of: RestartBlocked.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"kill-process", "kernel": "6.18",
          "rules": [{ "syscalls": ["nanosleep"] }] }
        """,
      ["1️⃣": "stopped in it and continued dies"])
  }

  @Test func `no sleep`() throws {
    try expectNothing(
      of: RestartBlocked.self,
      in: rules(
        """
        { "syscalls": ["read"] }
        """))
  }

  @Test func `allowed`() throws {
    try expectNothing(
      of: RestartBlocked.self,
      in: rules(
        """
        { "syscalls": ["nanosleep", "restart_syscall"] }
        """))
  }

  @Test(arguments: ["nanosleep", "clock_nanosleep", "poll", "futex"])
  func `every call that the kernel goes on with`(name: String) throws {
    try expectFindings(
      of: RestartBlocked.self,
      in: """
        { "architectures": ["x86_64"], "default": 1️⃣"kill-process", "kernel": "6.18",
          "rules": [{ "syscalls": ["\(name)"] }] }
        """,
      ["1️⃣": "'\(name)' is allowed and 'restart_syscall' is not"])
  }

  @Test func `on each ABI, with the names that calls have there`() throws {
    for name in ["clock_nanosleep_time64", "futex_time64"] {
      try expectFindings(
        of: RestartBlocked.self,
        in: """
          { "architectures": ["x86_64", "i386"], "default": 1️⃣"kill-process", "kernel": "6.18",
            "rules": [{ "syscalls": ["\(name)"] }] }
          """,
        ["1️⃣": "'\(name)' is allowed on i386 and 'restart_syscall' is not"])
    }
  }

  @Test(arguments: ["ppoll", "pselect6", "select", "epoll_wait", "futex_wait", "pause"])
  func `a call that is made again or ends`(name: String) throws {
    try expectNothing(of: RestartBlocked.self, in: rules(#"{ "syscalls": ["\#(name)"] }"#))
  }

  @Test(arguments: [
    #"{ "syscalls": ["futex"], "where": { "op": "FUTEX_WAKE" } }"#,
    #"{ "syscalls": ["clock_nanosleep"], "where": { "flags": "TIMER_ABSTIME" } }"#,
  ])
  func `a call whose arguments make it no sleep that goes on`(rule: String) throws {
    try expectNothing(of: RestartBlocked.self, in: rules(rule))
  }
}
