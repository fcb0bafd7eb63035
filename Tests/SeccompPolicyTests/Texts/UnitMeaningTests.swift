import LinuxABI
import SourceDiagnostics
import TestSupport
import Testing

@testable import SeccompPolicy

/// What units of systemd mean.
@Suite struct UnitMeaningTests {
  /// The lines of the section, a call, and what happens to it.
  @Test(arguments: [
    ("SystemCallFilter=read", "read", "allow"), ("SystemCallFilter=read", "write", "kill-process"),
    ("SystemCallFilter = read\twrite ", "write", "allow"),
    ("SystemCallFilter=read", "execve", "allow"), ("SystemCallFilter=read", "nanosleep", "allow"),
    ("SystemCallFilter=@basic-io", "preadv2", "allow"), ("SystemCallFilter=@known", "bpf", "allow"),
    ("SystemCallFilter=read\nSystemCallFilter=write", "write", "allow"),
    ("SystemCallFilter=read\nSystemCallFilter=\nSystemCallFilter=write", "read", "kill-process"),
    ("SystemCallFilter=@system-service\nSystemCallFilter=~@privileged", "chown", "kill-process"),
    ("SystemCallFilter=@system-service\nSystemCallFilter=~@privileged", "openat", "allow"),
    ("SystemCallFilter=read write\nSystemCallFilter=~write:EPERM", "write", "errno(EPERM)"),
    ("SystemCallFilter=read write\nSystemCallFilter=~write:EPERM", "openat", "kill-process"),
    ("SystemCallFilter=read\nSystemCallFilter=~ptrace:ENOSYS", "ptrace", "errno(ENOSYS)"),
    (
      "SystemCallFilter=~ptrace",
      "ptrace",
      "kill-process"
    ),
    (
      "SystemCallFilter=~ptrace",
      "read",
      "allow"
    ),
    (
      "SystemCallFilter=~ptrace:13",
      "ptrace",
      "errno(EACCES)"
    ),
    (
      "SystemCallFilter=~@debug:kill",
      "ptrace",
      "kill-process"
    ),
    ("SystemCallFilter=~ptrace bpf\nSystemCallFilter=bpf", "bpf", "allow"),
    ("SystemCallFilter=~ptrace bpf\nSystemCallFilter=bpf", "ptrace", "kill-process"),
    (
      "SystemCallFilter=~ptrace:EPERM\nSystemCallErrorNumber=EACCES\nSystemCallFilter=~bpf",
      "ptrace",
      "errno(EPERM)"
    ),
    (
      "SystemCallFilter=~ptrace:EPERM\nSystemCallErrorNumber=EACCES\nSystemCallFilter=~bpf",
      "bpf",
      "errno(EACCES)"
    ),
    (
      "SystemCallFilter=~ptrace\nSystemCallErrorNumber=EPERM\nSystemCallErrorNumber=",
      "ptrace",
      "kill-process"
    ),
    ("SystemCallFilter=~ptrace\nSystemCallErrorNumber=1", "ptrace", "errno(EPERM)"),
    ("SystemCallErrorNumber=kill\nSystemCallFilter=read", "write", "kill-process"),
    ("SystemCallErrorNumber=EPERM\nSystemCallFilter=read", "write", "errno(EPERM)"),
    ("SystemCallFilter=read \\\n  # a comment\n  write", "write", "allow"),
    ("SystemCallFilter=read\\\nwrite", "write", "allow"), ("SystemCallFilter=~", "read", "allow"),
    ("SystemCallLog=read", "read", "log"), ("SystemCallLog=read", "write", "allow"),
    ("SystemCallLog=~read", "read", "allow"), ("SystemCallLog=~read", "write", "log"),
    ("SystemCallFilter=read write\nSystemCallLog=read bpf", "read", "log"),
    ("SystemCallFilter=read write\nSystemCallLog=read bpf", "bpf", "kill-process"),
    ("SystemCallFilter=read write\nSystemCallLog=~read", "write", "log"),
    ("SystemCallFilter=~bpf\nSystemCallLog=~", "read", "log"),
    ("SystemCallFilter=~bpf\nSystemCallLog=~", "bpf", "kill-process"),
    ("SystemCallLog=read\nSystemCallLog=\nSystemCallLog=write", "read", "allow"),
    ("SystemCallArchitectures=native", "read", "allow"),
  ])
  func `lines decide a call together`(lines: String, call: String, verdict: String) throws {
    let fixture = PolicyFixture("[Service]\nExecStart=/bin/true\n\(lines)\n")
    #expect(try fixture.verdict(call) == verdict)
  }

  @Test func `a unit is read with its drop-ins, as systemctl prints them`() throws {
    let fixture = PolicyFixture(
      """
      # /usr/lib/systemd/system/a.service
      [Unit]
      Description=a = b

      [Service]
      ExecStart=/bin/a \\
        --b
      SystemCallFilter=@system-service

      # /etc/systemd/system/a.service.d/10-calls.conf
      [Service]
      SystemCallFilter=~@resources
      SystemCallErrorNumber=EPERM

      """)
    #expect(try fixture.verdict("openat") == "allow")
    #expect(try fixture.verdict("setrlimit") == "errno(EPERM)")
    #expect(fixture.remarks() == [])
    let rules = try #require(fixture.resolve().policy).rules
    #expect(Set(rules.map(\.place)) == ["builtin:test:8"])
  }

  @Test func `architectures are those of the machine, or those that are named`() throws {
    func verdict(_ lines: String, on abi: ABI) throws -> String {
      try PolicyFixture("[Service]\nType=exec\n\(lines)\n")
        .verdict("read", on: abi, machine: .x86_64)
    }
    let all = "SystemCallFilter=~read\nSystemCallErrorNumber=EPERM"
    #expect(try verdict(all, on: .i386) == "errno(EPERM)")
    #expect(try verdict(all, on: .x32) == "errno(EPERM)")
    let native = all + "\nSystemCallArchitectures=native"
    #expect(try verdict(native, on: .x86_64) == "errno(EPERM)")
    #expect(try verdict(native, on: .i386) == "kill-thread")
    #expect(try verdict(native, on: .x32) == "kill-thread")
    #expect(try verdict(all + "\nSystemCallArchitectures=x86 arm64", on: .i386) == "errno(EPERM)")
    #expect(try verdict(native + "\nSystemCallArchitectures=", on: .i386) == "errno(EPERM)")
    // The list is looked up by name on each of them.
    #expect(
      try PolicyFixture("[Service]\nType=exec\nSystemCallFilter=socket\n")
        .verdict("socketcall args[0]=1", on: .i386, machine: .x86_64) == "allow")
  }

  @Test(arguments: [
    ("Type=exec\nSystemCallFilter=reed", ["2:18: unknownName"]),
    ("Type=exec\nSystemCallFilter=@sistem-service", ["2:18: unknownName"]),
    ("Type=exec\nSystemCallFilter=@pledge/stdio", ["2:18: unknownName"]),
    ("Type=exec\nSystemCallFilter=read:EPERM", ["2:18: pointlessErrno"]),
    ("Type=exec\nSystemCallFilter=~read:EPREM", ["2:19: pointlessErrno"]),
    ("Type=exec\nSystemCallFilter=read\nSystemCallErrorNumber=0", ["3:23: pointlessErrno"]),
    ("Type=exec\nSystemCallArchitectures=amd64", ["2:25: unknownRequirement"]),
    ("Type=exec\nSystemCallFilters=read\nSystemCallLog=read", ["2:1: ignoredKey"]),
    ("Type=exec\nSystemCallLog=read\nread", ["3:1: ignoredKey"]),
    ("Type=exec\nSystemCallLog=read\nRestrictRealtime=yes", ["3:1: unreadSetting"]),
    ("Type=exec\nSystemCallLog=read\nRestrictRealtime=no", []),
    ("SystemCallLog=read", ["0:1: unreadSetting"]),
  ])
  func `what an author may not expect is remarked`(lines: String, remarks: [String]) {
    let fixture = PolicyFixture("[Service]\n\(lines)\n")
    let places = remarks.map { remark -> String in
      let parts = remark.split(separator: ":", maxSplits: 1)
      return "\((Int(parts[0]) ?? 0) + 1):\(parts[1])"
    }
    #expect(fixture.remarks() == places)
  }

  @Test func `a setting in another section is remarked`() {
    let fixture = PolicyFixture(
      "[Unit]\nSystemCallFilter=read\n[Service]\nType=exec\nSystemCallFilter=write\n")
    #expect(fixture.remarks() == ["2:1: ignoredKey"])
  }

  @Test func `a unit that filters nothing is no policy`() {
    #expect(
      PolicyFixture("[Unit]\nDescription=a\n[Service]\nExecStart=/bin/a\n").resolve().mistakes == [
        "3:1: the unit filters no system calls: it has neither 'SystemCallFilter=' nor "
          + "'SystemCallLog=' nor 'SystemCallArchitectures='"
      ])
  }

  /// Random lines against a set that is kept by hand.
  @Test(arguments: seeds(200))
  func `lines add and take away`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let names = ["read", "write", "bpf", "ptrace", "socket"]
    var (allows, set): (Bool?, [String: String]) = (nil, [:])
    var text = "[Service]\nType=exec\n"
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      if Int.random(in: 0..<8, using: &random) == 0 {
        text += "SystemCallFilter=\n"
        (allows, set) = (nil, [:])
        continue
      }
      let inverts = Bool.random(using: &random)
      allows = allows ?? !inverts
      var words: [String] = []
      for name in names.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)) {
        let error = inverts && Bool.random(using: &random) ? "EPERM" : nil
        words.append(error.map { "\(name):\($0)" } ?? name)
        if allows == !inverts || error != nil {
          set[name] = error ?? ""
        } else {
          set[name] = nil
        }
      }
      text += "SystemCallFilter=\(inverts ? "~" : "")\(words.joined(separator: " "))\n"
    }
    if allows == nil { text += "SystemCallFilter=~bpf\n"; (allows, set) = (false, ["bpf": ""]) }
    for name in names {
      let usual = allows == true ? "allow" : "kill-process"
      let other = allows == true ? "kill-process" : "allow"
      let expected = set[name].map { $0.isEmpty ? usual : "errno(\($0))" } ?? other
      #expect(try PolicyFixture(text).verdict(name) == expected, "\(name)\n\(text)")
    }
  }

  @Test(arguments: seeds(200))
  func `no unit is too strange`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var bytes = Array(
      """
      [Service]
      ExecStart=/a \\
      # b
        c
      SystemCallFilter=@system-service ~read:EPERM \\
        write
      SystemCallFilter=~@clock:5 bpf:kill
      SystemCallLog=~read
      SystemCallErrorNumber=EPERM
      SystemCallArchitectures=native x86

      """.utf8)
    for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes.remove(at: place)
      case 1: bytes[place] = UInt8.random(in: 1...255, using: &random)
      default: bytes.insert(bytes[bytes.count - 1 - place], at: place)
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let (policy, mistakes) = PolicyFixture(text).resolve()
    #expect((policy == nil) != mistakes.isEmpty, "\(text)")
  }

  @Test func `very long units end soon`() {
    let many = "[Service]\nSystemCallFilter=" + String(repeating: "@known ", count: 200)
    #expect(PolicyFixture(many).resolve().mistakes.isEmpty)
    let words = "[Service]\nSystemCallFilter=" + String(repeating: "a ", count: 10_001)
    #expect(
      PolicyFixture(words).resolve().mistakes.map { $0.drop { $0 != " " } } == [
        " the files of the policy have more than 10000 rules in all"
      ])
  }
}
