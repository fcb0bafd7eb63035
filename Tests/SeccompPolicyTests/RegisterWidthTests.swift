import ClassicBPF
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Testing

/// How much of a register a condition compares where the kernel uses the low half only: a filter
/// sees 64 bits of it all the same.
@Suite struct RegisterWidthTests {
  private static let abis: [(abi: ABI, machine: ABI)] = [
    (.i386, .x86_64), (.i386, .i386), (.arm, .aarch64), (.arm, .arm),
  ]

  /// A policy for a 32-bit ABI with one rule, which allows a call.
  private static func policy(_ call: String, _ condition: String, on abi: ABI, _ machine: ABI)
    -> PolicyFixture
  {
    let abis = Set([abi.name, machine.name]).sorted().map { "\"\($0)\"" }.joined(separator: ", ")
    return PolicyFixture(
      """
      {"architectures": [\(abis)], "default": {"errno": "EPERM"}, "rules": [
        {"syscalls": ["\(call)"], "architectures": ["\(abi.name)"], "where": \(condition)}]}
      """)
  }

  /// What the policy says to a call with a content of one register, on all four machines.
  private func expect(
    _ verdict: String, _ call: String, _ condition: String, _ arguments: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for (abi, machine) in Self.abis {
      let policy = Self.policy(call, condition, on: abi, machine)
      #expect(
        try policy.verdict("\(call) \(arguments)", on: abi, machine: machine) == verdict,
        "\(abi.name) on \(machine.name): \(arguments)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [#"{"newfd": 9}"#, #"{"arg1": 9}"#, #"{"newfd": {"eq": 9, "width": 32}}"#])
  func `a condition looks at the low half`(condition: String) throws {
    try expect("allow", "dup2", condition, "newfd=9")
    try expect("allow", "dup2", condition, "arg1=0x100000009")
    try expect("allow", "dup2", condition, "arg1=0xffffffff00000009")
    try expect("errno(EPERM)", "dup2", condition, "arg1=0x100000008")
  }

  @Test func `an address and a size have 32 bits`() throws {
    for condition in [#"{"buf": 5}"#, #"{"count": {"le": 5}}"#] {
      try expect("allow", "read", condition, "arg1=0x700000005 arg2=0x700000005")
      try expect("errno(EPERM)", "read", condition, "arg1=0x6 arg2=0x6")
    }
  }

  @Test(arguments: [
    #"{"newfd": {"eq": 9, "width": 64}}"#, #"{"arg1": {"in": [9, "0x200000009"], "width": 64}}"#,
    #"{"newfd": {"le": 9, "ge": 9, "width": 64}}"#,
  ])
  func `a width of 64 looks at the whole register`(condition: String) throws {
    try expect("allow", "dup2", condition, "arg1=9")
    try expect("errno(EPERM)", "dup2", condition, "arg1=0x100000009")
    try expect("allow, errno(EPERM)", "dup2", condition, "newfd=9")
  }

  @Test func `strict wants zero or the sign above`() throws {
    let positive = #"{"pid": {"eq": 5, "strict": true}}"#
    try expect("allow", "getpgid", positive, "arg0=5")
    try expect("errno(EPERM)", "getpgid", positive, "arg0=0x100000005")
    try expect("errno(EPERM)", "getpgid", positive, "arg0=0xffffffff00000005")
    try expect("allow, errno(EPERM)", "getpgid", positive, "pid=5")
    let negative = #"{"pid": {"eq": -5, "strict": true}}"#
    try expect("allow", "getpgid", negative, "arg0=0xfffffffb")
    try expect("allow", "getpgid", negative, "arg0=0xfffffffffffffffb")
    try expect("errno(EPERM)", "getpgid", negative, "arg0=0x1fffffffb")
    // A size too, whose bits are all that a 32-bit program has.
    let size = #"{"count": {"eq": 5, "strict": true}}"#
    try expect("allow", "read", size, "arg2=5")
    try expect("errno(EPERM)", "read", size, "arg2=0x500000005")
  }

  @Test func `the number of a multiplexed call is the low half`() throws {
    let policy = PolicyFixture(
      """
      {"architectures": ["x86_64", "i386"], "default": "allow", "rules": [
        {"syscalls": ["connect"], "action": {"errno": "EPERM"}}]}
      """)
    for register in ["3", "0x100000003", "0xffffffff00000003"] {
      #expect(
        try policy.verdict("socketcall arg0=\(register)", on: .i386, machine: .x86_64)
          == "errno(EPERM)")
    }
    #expect(try policy.verdict("socketcall arg0=2", on: .i386, machine: .x86_64) == "allow")
  }

  @Test(arguments: abis.map(\.abi))
  func `a register of a pattern has 64 bits`(abi: ABI) throws {
    let pattern = try CallPattern(["dup2", "arg1=0x100000009"], on: abi)
    #expect(
      pattern.tests
        == [ArgumentTest(index: 1, mask: .max, values: IntervalSet(0x1_0000_0009...0x1_0000_0009))])
    let named = try CallPattern(["dup2", "newfd=9"], on: abi)
    #expect(
      named.tests == [ArgumentTest(index: 1, mask: 0xffff_ffff, values: IntervalSet(9...9))])
    #expect(throws: CallPatternError.self) {
      try CallPattern(["dup2", "newfd=0x100000009"], on: abi)
    }
  }
}
