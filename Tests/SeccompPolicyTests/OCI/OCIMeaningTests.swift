import ClassicBPF
import LinuxABI
import SeccompFilter
import Testing

@testable import SeccompPolicy

/// What profiles of container engines mean: what runc and libseccomp make of them.
///
/// The same is asked of libseccomp itself, for every call, by the tests of its backend. Here it is
/// said in words.
@Suite struct OCIMeaningTests {
  private static let archMap =
    #""defaultAction": "SCMP_ACT_ERRNO", "archMap": [{"architecture": "SCMP_ARCH_X86_64", "#
    + #""subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]}, "#
    + #"{"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"]}]"#

  // MARK: Forms

  @Test(arguments: [
    #"{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}"#,
    #"{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"name": "read", "action": "SCMP_ACT_ALLOW", "args": null}]}"#,
    #"{"ociVersion": "1.2.0", "process": {}, "linux": {"seccomp": {"defaultAction": "SCMP_ACT_ERRNO", "architectures": [], "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": []}]}}}"#,
    #"{"defaultAction": "SCMP_ACT_ERRNO", "defaultErrno": "EPERM", "defaultErrnoRet": 38, "archMap": null, "syscalls": [{"names": ["read"], "name": "", "action": "SCMP_ACT_ALLOW", "comment": "", "includes": {}, "excludes": {}}]}"#,
    #"{"DefaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"Names": ["read"], "ACTION": "SCMP_ACT_ALLOW"}]}"#,
  ])
  func `a profile is read in all its forms`(text: String) throws {
    let fixture = PolicyFixture(text)
    #expect(try fixture.verdict("read") == "allow")
    #expect(try fixture.verdict("write") == "errno(EPERM)")
  }

  @Test(arguments: [
    ("KILL", "kill-thread"), ("KILL_THREAD", "kill-thread"), ("KILL_PROCESS", "kill-process"),
    ("TRAP", "trap"), ("LOG", "log"), ("ALLOW", "allow"), ("NOTIFY", "notify"),
    ("ERRNO", "errno(EACCES)"), ("TRACE", "trace(1)"),
  ])
  func `each action`(name: String, verdict: String) throws {
    let fixture = profile(
      rule("read", name, name == "ERRNO" ? #", "errnoRet": 13"# : ""))
    #expect(try fixture.verdict("read") == verdict)
  }

  @Test func `an error is a number or a name, and EPERM where none is said`() throws {
    let fixture = profile(
      [
        rule("read", "ERRNO", #", "errnoRet": 38"#),
        rule("write", "ERRNO", #", "errno": "EACCES""#),
        rule("close", "ERRNO", #", "errno": "EINVAL", "errnoRet": 38"#), rule("open", "ERRNO"),
        rule("stat", "TRACE", #", "errno": "7""#),
      ].joined(separator: ", "), settings: #""defaultAction": "SCMP_ACT_KILL""#)
    #expect(try fixture.verdict("read") == "errno(ENOSYS)")
    #expect(try fixture.verdict("write") == "errno(EACCES)")
    #expect(try fixture.verdict("close") == "errno(EINVAL)")
    #expect(try fixture.verdict("open") == "errno(EPERM)")
    #expect(try fixture.verdict("stat") == "trace(7)")
  }

  @Test func `flags`() throws {
    func flags(_ text: String) throws -> [PolicyFlag] {
      let fixture = profile(
        rule("read"), settings: #""defaultAction": "SCMP_ACT_ERRNO"\#(text)"#)
      return try #require(fixture.resolve().policy).flags
    }
    #expect(try flags("") == [.specAllow])
    #expect(try flags(#", "flags": []"#) == [])
    #expect(
      try flags(
        #", "flags": ["SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG", "#
          + #""SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"]"#) == [.log, .waitKillable])
  }

  // MARK: Rules together

  private static let together: [(rules: String, verdict: String)] = [
    // The first rule without conditions is the only one.
    (list(rule("read"), rule("read", "KILL", args((0, "EQ", 3, 0)))), "allow"),
    (list(rule("read", "KILL", args((0, "EQ", 3, 0))), rule("read")), "allow"),
    (list(rule("read", "TRAP"), rule("read")), "trap"),
    // What the default does is no rule at all.
    (list(rule("read", "ERRNO", args((0, "EQ", 3, 0))), rule("read")), "allow"),
    (list(rule("read", "ERRNO", #", "errnoRet": 1"#), rule("read")), "allow"),
    (list(rule("read", "ERRNO"), rule("read", "LOG", args((0, "EQ", 3, 0)))), "log"),
    // Conditions on one argument twice are rules by themselves.
    (rule("read", "ALLOW", args((0, "EQ", 9, 0), (0, "EQ", 8, 0), (2, "EQ", 7, 0))), "allow"),
    (rule("read", "ALLOW", args((0, "EQ", 9, 0), (2, "EQ", 7, 0))), "errno(EPERM)"),
    // A mask of nothing is no condition, and bits outside of a mask are left out.
    (rule("read", "ALLOW", args((0, "MASKED_EQ", 0, 9))), "allow"),
    (
      list(
        rule("read", "KILL", args((0, "EQ", 3, 0))),
        rule("read", "ALLOW", args((0, "MASKED_EQ", 0, 9)))), "allow"
    ),
    (rule("read", "ALLOW", args((0, "MASKED_EQ", 3, 7))), "allow"),
  ]

  @Test(arguments: together)
  func `a call that several rules are about`(rules: String, verdict: String) throws {
    #expect(try profile(rules).verdict("read args[0]=3 args[1]=0 args[2]=7") == verdict)
  }

  @Test func `whole registers are compared, without a sign`() throws {
    let fixture = profile(rule("read", "ALLOW", args((2, "GE", 5, 0))))
    #expect(try fixture.verdict("read args[2]=0x8000000000000000") == "allow")
    #expect(try fixture.verdict("read args[2]=4") == "errno(EPERM)")
    let descriptor = profile(rule("close", "ALLOW", args((0, "EQ", 3, 0))))
    #expect(try descriptor.verdict("close args[0]=3") == "allow")
    #expect(try descriptor.verdict("close args[0]=0x100000003") == "errno(EPERM)")
  }

  @Test func `a 32-bit ABI compares the lower half`() throws {
    let fixture = profile(
      rule("lseek", "ALLOW", args((1, "EQ", 1 << 32, 0))), settings: Self.archMap)
    #expect(try fixture.verdict("lseek args[1]=0x100000000") == "allow")
    for abi in [ABI.i386, .x32] {
      #expect(try fixture.verdict("lseek args[1]=0", on: abi, machine: .x86_64) == "allow")
      #expect(
        try fixture.verdict("lseek args[1]=1", on: abi, machine: .x86_64) == "errno(EPERM)")
    }
  }

  @Test func `a condition on the first argument is not looked at in socketcall`() throws {
    let fixture = profile(
      list(rule("socket", "ALLOW", args((0, "EQ", 1, 0))), rule("statx")), settings: Self.archMap)
    #expect(try fixture.verdict("socket args[0]=2", on: .i386, machine: .x86_64) == "errno(EPERM)")
    #expect(try fixture.verdict("socketcall args[0]=1", on: .i386, machine: .x86_64) == "allow")
    #expect(
      try fixture.verdict("socketcall args[0]=2", on: .i386, machine: .x86_64) == "errno(EPERM)")
  }

  // MARK: Architectures

  @Test func `a machine's own ABI is served, and others where they are named`() throws {
    func abis(_ settings: String, on abi: ABI) throws -> [ABI] {
      let fixture = profile(
        rule("read"), settings: #""defaultAction": "SCMP_ACT_ERRNO", \#(settings)"#)
      return try #require(fixture.resolve(on: abi).policy).filter.abis.map(\.abi)
    }
    #expect(try abis(#""architectures": null"#, on: .x86_64) == [.x86_64])
    #expect(try abis(#""architectures": ["SCMP_ARCH_X86"]"#, on: .x86_64) == [.x86_64, .i386])
    #expect(try abis(#""architectures": ["SCMP_ARCH_X86"]"#, on: .aarch64) == [.aarch64])
    #expect(try abis(#""architectures": ["SCMP_ARCH_NATIVE"]"#, on: .s390x) == [.s390x])
    let map =
      #""archMap": [{"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"]}, {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X32"]}]"#
    #expect(try abis(map, on: .x86_64) == [.x86_64, .x32])
    #expect(try abis(map, on: .aarch64) == [.aarch64, .arm])
    #expect(try abis(map, on: .riscv64) == [.riscv64])
  }

  @Test func `other ABIs end the thread`() throws {
    let filter = try #require(profile(rule("read")).resolve().policy).filter
    #expect(filter.foreign == .killThread)
  }

  @Test func `calls above the newest that is named do not exist`() throws {
    let rules = list(rule("read statx"), rule("rseq", "ERRNO"))
    let fixture = profile(rules, settings: Self.archMap)
    for abi in [ABI.x86_64, .x32, .i386] {
      // rseq counts, although its rule comes to nothing.
      #expect(try fixture.verdict("rseq", on: abi, machine: .x86_64) == "errno(EPERM)")
      #expect(try fixture.verdict("openat2", on: abi, machine: .x86_64) == "errno(ENOSYS)")
      #expect(try fixture.verdict("write", on: abi, machine: .x86_64) == "errno(EPERM)")
    }
    // It is for architectures that are named, and for defaults that refuse.
    #expect(try profile(rules).verdict("openat2") == "errno(EPERM)")
    for (action, verdict) in [
      ("KILL_PROCESS", "errno(ENOSYS)"), ("LOG", "log"), ("TRACE", "trace(1)"),
    ] {
      let fixture = profile(
        rules,
        settings: #""defaultAction": "SCMP_ACT_\#(action)", "architectures": ["SCMP_ARCH_X86_64"]"#)
      #expect(try fixture.verdict("openat2") == verdict)
    }
  }

  @Test func `an own rule for a newer call goes before`() throws {
    var fixture = PolicyFixture([
      "test": #"{"extends": ["base.json"], "rules": [{"syscalls": ["openat2", "write"]}]}"#,
      "base": profile(rule("read"), settings: Self.archMap).files["base/test.json"] ?? "",
    ])
    #expect(try fixture.verdict("openat2") == "allow")
    #expect(try fixture.verdict("write") == "allow")
    #expect(try fixture.verdict("faccessat2") == "errno(EPERM)")
    fixture.files["base/base.json"] =
      profile(
        rule("write"), settings: Self.archMap
      ).files["base/test.json"]
    #expect(try fixture.verdict("faccessat2") == "errno(ENOSYS)")
    #expect(try fixture.verdict("openat2") == "allow")
  }

  // MARK: Circumstances

  private static let conditional = list(
    rule("read", "ALLOW", #", "includes": {"caps": ["CAP_KILL", "CAP_SYS_ADMIN"]}"#),
    rule("write", "ALLOW", #", "excludes": {"caps": ["CAP_SYS_ADMIN", "CAP_BPF"]}"#),
    rule("close", "ALLOW", #", "includes": {"minKernel": "4.8"}"#),
    rule("open", "ALLOW", #", "excludes": {"minKernel": "4.8"}"#),
    rule("stat", "ALLOW", #", "includes": {"arches": ["amd64", "x32"]}"#),
    rule("fstat", "ALLOW", #", "excludes": {"arches": ["amd64"]}"#),
    rule("lstat", "ALLOW", #", "includes": {"minKernel": ""}"#),
    rule("poll", "ALLOW", #", "includes": {"arches": ["x86_64"], "caps": ["SYS_ADMIN"]}"#))

  private static func allowed(_ circumstances: Circumstances) throws -> [String] {
    var fixture = profile(conditional)
    fixture.circumstances = circumstances
    let names = ["read", "write", "close", "open", "stat", "fstat", "lstat", "poll"]
    return try names.filter { try fixture.verdict($0) == "allow" }
  }

  @Test func `a rule is in force where its conditions on the system hold`() throws {
    func circumstances(_ caps: Set<Capability>, _ kernel: String) -> Circumstances {
      Circumstances(capabilities: caps, kernel: KernelVersion(kernel))
    }
    let usual = try Self.allowed(circumstances(Capability.ofContainers, "6.12"))
    #expect(usual == ["write", "close", "stat", "lstat"])
    #expect(try Self.allowed(.standard) == usual)
    #expect(
      try Self.allowed(circumstances(Capability.all, "4.7")) == ["read", "open", "stat", "lstat"])
    #expect(try Self.allowed(circumstances([], "4.8")) == ["write", "close", "stat", "lstat"])
  }

  @Test func `what a container has by default is what Docker leaves it`() {
    let names = Capability.ofContainers.map { $0.name.dropFirst("CAP_".count) }
    #expect(
      Set(names) == [
        "CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID", "SETUID",
        "SETFCAP", "SETPCAP", "NET_BIND_SERVICE", "SYS_CHROOT", "KILL", "AUDIT_WRITE",
      ])
    #expect(Capability.all.count == 41 && Capability(spelt: "sys_admin")?.name == "CAP_SYS_ADMIN")
    #expect(Circumstances.standard.kernel >= KernelVersion(3, 17))
  }
}
