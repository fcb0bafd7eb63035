import Testing

@testable import PolicyLint

@Suite struct TracingGrantedTests {
  @Test func `without a word`() throws {
    try expectFindings(
      of: TracingGranted.self,
      in: rules(
        """
        { "syscalls": ["read", 1️⃣"ptrace"] }
        """),
      ["1️⃣": "'ptrace' is allowed"])
  }

  @Test func `with a comment`() throws {
    try expectNothing(
      of: TracingGranted.self,
      in: rules(
        """
        { "syscalls": ["read", "ptrace"], "comment": "it is needed" }
        """))
  }

  @Test func `denied`() throws {
    try expectNothing(
      of: TracingGranted.self,
      in: rules(
        """
        { "syscalls": ["ptrace"], "action": "kill-process" }
        """))
  }

  @Test(arguments: [
    #"{ "pid": { "ne": 1 } }"#, #"{ "request": { "notIn": ["PTRACE_ATTACH", "PTRACE_SEIZE"] } }"#,
    #"{ "data": { "hasAny": "0x3" } }"#,
    #"[{ "request": "PTRACE_TRACEME" }, { "addr": { "ne": 0 } }]"#,
  ])
  func `with a condition that only leaves some out`(condition: String) throws {
    try expectFindings(
      of: TracingGranted.self,
      in: rules(
        """
        { "syscalls": [1️⃣"ptrace"], "where": \(condition) }
        """),
      ["1️⃣": "'ptrace' is allowed but for some arguments"])
    try expectNothing(
      of: TracingGranted.self,
      in: rules(
        """
        { "syscalls": ["ptrace"], "where": \(condition), "action": { "errno": "EPERM" }, "else": "allow" }
        """))
  }

  @Test(arguments: [
    #"{ "request": "PTRACE_TRACEME" }"#, #"{ "pid": { "ge": 0, "le": 100 } }"#,
    #"{ "request": ["PTRACE_TRACEME", "PTRACE_CONT"], "pid": { "ne": 1 } }"#,
    #"{ "data": { "has": "0x2" } }"#, #"{ "data": { "hasNone": "0x3" } }"#,
    #"[{ "request": "PTRACE_TRACEME" }, { "addr": 0 }]"#,
  ])
  func `with a condition that says which are meant`(condition: String) throws {
    try expectNothing(
      of: TracingGranted.self,
      in: rules(
        """
        { "syscalls": ["ptrace"], "where": \(condition) }
        """))
  }

  @Test func `with half of all numbers`() throws {
    try expectFindings(
      of: TracingGranted.self,
      in: rules(
        """
        { "syscalls": [1️⃣"ptrace"], "where": { "pid": { "gt": 0 } } }
        """),
      ["1️⃣": "say in 'where' which values are"])
  }

  @Test func `allowed by what is left`() throws {
    try expectFindings(
      of: TracingGranted.self,
      in: rules(
        """
        { "syscalls": [1️⃣"ptrace"], "where": { "request": "PTRACE_ATTACH" }, "action": { "errno": "EPERM" }, "else": "allow" }
        """),
      ["1️⃣": "'ptrace' is allowed but for some arguments"])
  }
}
