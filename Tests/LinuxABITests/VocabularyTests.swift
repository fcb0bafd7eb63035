import LinuxABI
import Testing

/// Constants that an argument takes beside certain values of another one.
@Suite struct VocabularyTests {
  /// The vocabulary of an argument of a call whose registers are these.
  private static func vocabulary(
    _ call: String, _ name: String, _ registers: InlineArray<6, UInt64>, on abi: ABI = .x86_64
  ) throws -> ArgumentVocabulary? {
    let call = try #require(Syscall.named(call))
    let argument = try #require(call.arguments(on: abi)?.first { $0.isNamed(name) })
    return argument.vocabulary(beside: registers, on: abi)
  }

  @Test func `another argument chooses the constants`() throws {
    #expect(
      try Self.vocabulary("socket", "protocol", [2, 1, 0, 0, 0, 0])?.sets == ["inet_protocols"])
    #expect(
      try Self.vocabulary("socket", "protocol", [16, 1, 0, 0, 0, 0])?.sets
        == ["netlink_protocols"])
    // The kernel looks at 32 bits of the family.
    #expect(
      try Self.vocabulary("socket", "protocol", [0xf_0000_0010, 1, 0, 0, 0, 0])?.sets
        == ["netlink_protocols"])
    #expect(try Self.vocabulary("socket", "protocol", [1, 1, 0, 0, 0, 0]) == nil)
    let flags = try #require(try Self.vocabulary("fcntl", "arg", [0, 4, 0, 0, 0, 0]))
    #expect(flags.form == .valueAndFlags && flags.valueField == 3)
    #expect(flags.text(of: 0x4000_0401, width: 64, on: .x86_64) == "O_WRONLY|O_APPEND|0x40000000")
    #expect(try Self.vocabulary("fcntl", "arg", [0, 0, 0, 0, 0, 0]) == nil)
  }

  @Test func `the values that choose are those of the ABI`() throws {
    for (abi, level) in [(ABI.x86_64, 1), (.mips64el, 0xffff)] as [(ABI, UInt64)] {
      let sets = try Self.vocabulary("getsockopt", "optname", [0, level, 0, 0, 0, 0], on: abi)?.sets
      #expect(sets == ["sock_options", "getsock_options"])
    }
  }

  @Test func `other vocabularies do not depend on registers`() throws {
    let call = try #require(Syscall.named("openat"))
    for argument in call.arguments(on: .x86_64) ?? [] {
      #expect(argument.vocabulary(beside: [1, 2, 3, 4, 5, 6], on: .x86_64) == argument.vocabulary)
    }
  }

  @Test func `a text has every bit`() {
    let openHow = ArgumentVocabulary(.flags, of: "resolve_flags")
    #expect(openHow.text(of: 0, width: 64, on: .x86_64) == "0")
    #expect(openHow.text(of: 0x108, width: 64, on: .x86_64) == "RESOLVE_BENEATH|0x100")
    let access = ArgumentVocabulary(.flags, of: "access_modes")
    #expect(access.text(of: 0, width: 32, on: .x86_64) == "F_OK")
    #expect(access.text(of: 0xf_0000_0004, width: 32, on: .x86_64) == "R_OK")
    let signals = ArgumentVocabulary(.value, of: "signals")
    #expect(signals.text(of: 18, width: 32, on: .mips64el) == "SIGCHLD")
    #expect(signals.text(of: 99, width: 32, on: .x86_64) == nil)
  }
}
