import SourceDiagnostics
import TestSupport
import Testing

@testable import SeccompPolicy

/// What people bring from other tools and from C, and what they are told to write instead.
@Suite struct OtherSpellingsTests {
  /// The first mistake in a policy, with what stands below it.
  private static func mistake(in text: String) -> String {
    guard let first = PolicyFixture(text).diagnose().diagnostics.first else { return "none" }
    return ([first.message] + first.notes.map(\.message)).joined(separator: "\nnote: ")
  }

  private static func rule(_ members: String) -> String {
    #"{"default": "allow", "rules": [{"action": "kill-process", \#(members)}]}"#
  }

  @Test(arguments: [
    ("deny", #"{"errno": "EPERM"}"#), ("errno", #"{"errno": "EPERM"}"#),
    ("SCMP_ACT_ERRNO", #"{"errno": "EPERM"}"#), ("EACCES", #"{"errno": "EACCES"}"#),
    ("enosys", #"{"errno": "ENOSYS"}"#),
    ("errno(5000)", #"{"errno": "EPERM"}"#), ("errno(0)", #"{"errno": "EPERM"}"#),
    ("errno(EACCES)", #"{"errno": "EACCES"}"#), ("ERRNO 13", #"{"errno": 13}"#),
    ("SCMP_ACT_ERRNO(38)", #"{"errno": 38}"#), ("kill", #""kill-process""#),
    ("SCMP_ACT_KILL", #""kill-thread""#), ("SCMP_ACT_KILL_PROCESS", #""kill-process""#),
    ("SECCOMP_RET_USER_NOTIF", #""notify""#), ("SCMP_ACT_ALLOW", #""allow""#),
    ("audit", #""log""#), ("ALLOW", #""allow""#), ("SCMP_ACT_TRACE", #"{"trace": 1}"#),
  ])
  func `a word for an action leads to the action`(word: String, right: String) {
    let text = Self.mistake(in: #"{"default": "\#(word)"}"#)
    #expect(text.hasPrefix("unknown action '\(word)'; write "), "\(text)")
    #expect(text.contains(right), "\(text)")
  }

  @Test func `a word that nobody uses is answered with all actions`() {
    let text = Self.mistake(in: #"{"default": "frobnicate"}"#)
    #expect(text == "unknown action 'frobnicate'\nnote: \(OtherSpellings.actions)")
    for word in ["allow", "log", "errno", "kill-process", "kill-thread", "trap", "trace", "notify"]
    {
      #expect(text.contains(word))
    }
  }

  @Test(arguments: [
    (#""defaultErrno": 1, "rules": [], "default_action": "allow""#, "default_action", "default"),
    (#""default": "allow", "filters": []"#, "filters", "rules"),
    (#""default": "allow", "include": ["a"]"#, "include", "extends"),
    (#""default": "allow", "arch": ["amd64"]"#, "arch", "architectures"),
    (#""default": "allow", "abis": ["amd64"]"#, "abis", "architectures"),
  ])
  func `a key of another format leads to the key`(members: String, key: String, right: String) {
    let texts = PolicyFixture("{\(members)}").diagnose().diagnostics.map(\.message)
    #expect(texts.contains("unknown key '\(key)'; did you mean '\(right)'?"), "\(texts)")
  }

  @Test(arguments: [
    ("names", "syscalls"), ("calls", "syscalls"), ("args", "where"), ("when", "where"),
    ("if", "where"), ("verdict", "action"), ("otherwise", "else"), ("arches", "architectures"),
  ])
  func `a key of another format's rules leads to the key`(key: String, right: String) {
    let text = Self.mistake(in: Self.rule(#""\#(key)": ["read"]"#))
    #expect(text == "unknown key '\(key)'; did you mean '\(right)'?")
  }

  @Test(arguments: [
    ("equals", "eq"), ("==", "eq"), ("SCMP_CMP_EQ", "eq"), ("!=", "ne"), ("not", "ne"),
    ("<", "lt"), ("lte", "le"), (">=", "ge"), ("hasAll", "has"), ("any", "hasAny"),
    ("none", "hasNone"), ("oneOf", "in"), ("noneOf", "notIn"), ("subset", "only"),
    ("SCMP_CMP_MASKED_EQ", "masked"),
  ])
  func `an operator of another format leads to the operator`(key: String, right: String) {
    let policy = Self.rule(#""syscalls": ["close"], "where": {"fd": {"\#(key)": 1}}"#)
    #expect(Self.mistake(in: policy) == "unknown key '\(key)'; did you mean '\(right)'?")
  }

  @Test func `a key that nobody uses is answered with all keys`() {
    let text = Self.mistake(in: Self.rule(#""syscalls": ["read"], "frobnicate": 1"#))
    #expect(
      text == "unknown key 'frobnicate'\nnote: the keys are 'syscalls', 'where', 'action', 'else', "
        + "'architectures', 'comment', 'lint'")
  }

  @Test(arguments: [
    ("amd64", "x86_64"), ("x86-64", "x86_64"), ("X86_64", "x86_64"), ("arm64", "aarch64"),
    ("SCMP_ARCH_X86", "i386"), ("AUDIT_ARCH_RISCV64", "riscv64"), ("i686", "i386"),
    ("armhf", "arm"), ("aarch32", "arm"), ("ppc64el", "ppc64le"),
  ])
  func `another name of an architecture leads to its name`(name: String, right: String) {
    let text = Self.mistake(in: #"{"default": "allow", "architectures": ["\#(name)"]}"#)
    #expect(text == "unknown architecture '\(name)'; did you mean '\(right)'?")
  }

  @Test(arguments: [
    ("SYS_open", "open"), ("__NR_read", "read"), ("__x64_sys_openat", "openat"),
    ("OPEN", "open"), ("fstatat", "newfstatat"), ("pread", "pread64"), ("sys_clone", "clone"),
  ])
  func `a call by another name leads to the call`(name: String, right: String) {
    let text = Self.mistake(in: Self.rule(#""syscalls": ["\#(name)"]"#))
    #expect(text == "unknown system call '\(name)'; did you mean '\(right)'?")
  }

  @Test(arguments: [
    (#""syscalls": ["@system-service", "~@mount"]"#, #"to take something out write "!@mount""#),
    (#""syscalls": ["read*"]"#, "there are no patterns"),
    (#""syscalls": ["read, write"]"#, #"each call is an entry of its own: "read", "write""#),
    (#""syscalls": ["chmod"], "where": {"mode": "0899"}"#, "neither octal"),
    (#""syscalls": ["open"], "where": {"filename": "etc/passwd"}"#, "never the text"),
    (#""syscalls": "read""#, #"'syscalls' must be a list, not a string; write ["read"]"#),
    (#""syscalls": ["chmod"], "where": {"mode": "0755"}"#, #"write "0o755""#),
    (#""syscalls": ["chmod"], "where": {"mode": "00"}"#, #"write "0o0""#),
    (#""syscalls": ["chmod"], "where": {"mode": "755"}"#, "stands without quotes"),
    (#""syscalls": ["open"], "where": {"filename": "/etc/passwd"}"#, "never the text"),
    (#""syscalls": ["clone3"], "where": {"flags": 0}"#, "put the condition on 'clone'"),
    (#""syscalls": ["openat2"], "where": {"flags": 0}"#, "put the condition on 'openat'"),
    (#""syscalls": ["openat2"], "where": {"resolve": 0}"#, "use 'openat', which has nothing of"),
    (#""syscalls": ["clone3"], "where": {"cgroup": 0}"#, "use 'clone', which has nothing of"),
  ])
  func `what cannot be said is answered with what can`(members: String, words: String) {
    let text = Self.mistake(in: Self.rule(members))
    #expect(text.contains(words), "\(text)")
    // Octal digits are never taken for a decimal number.
    #expect(!text.contains("write 755"))
  }

  @Test(arguments: [
    ("{\"default\": \"allow\" // all\n}", "key 'comment'"),
    (#"{"default": {"errno": "1"}}"#, #"write {"errno": 1}"#),
    (
      #"{"default": "allow", "architectures": ["x86_64", "aarch64"], "rules": [{"syscalls": ["read"], "where": {"arg0": 1}, "action": "trap"}]}"#,
      "use the argument's name, 'fd', or"
    ),
    (#"{"rules": []}"#, #"write "default": {"errno": "EPERM"}"#),
    (#"{"default": "allow", "extends": "builtin:offline"}"#, #"write ["builtin:offline"]"#),
  ])
  func `the beginning of a policy is led to`(text: String, words: String) {
    let mistake = Self.mistake(in: text)
    #expect(mistake.contains(words), "\(mistake)")
  }

  @Test(arguments: [
    #"{"default": {"errno": "EPERM"}, "deny": [{"syscalls": ["ptrace"]}]}"#,
    #"{"default": "allow", "rules": [{"syscalls": ["dup"], "where": {"fildes": {"between": [1, 5]}}, "action": "trap"}]}"#,
  ])
  func `what means something else is led nowhere`(text: String) {
    for wrong in ["'rules'?", "'in'?"] {
      #expect(!Self.mistake(in: text).contains(wrong))
    }
  }
}
