import LinuxABI
import TestSupport
import Testing

@testable import TraceReplay

/// Logs of machines other than x86_64.
@Suite struct MachineTests {
  /// The ABIs of the calls of a log, or why it cannot be read.
  private static func abis(_ log: String, on machine: ABI, all abi: ABI? = nil) throws -> [String] {
    final class Box { var calls: [String] = [] }
    let box = Box()
    var replayer = LogReplayer(
      [try TestFilters.allowAll], try #require(Machine(machine)), ReplayOptions(abi: abi),
      observer: { call in
        let name =
          call.name == SyscallNames.unknown ? "#" : SyscallNames.all.names[Int(call.name)]
        box.calls.append("\(call.abi.name) \(name) \(call.number ?? 0)")
      })
    replayer.replay(Array(log.utf8), named: "log")
    return box.calls + replayer.report.unreadable.first.map { "\($0.line): \($0.reason)" }
  }

  @Test(arguments: [
    (
      ABI.aarch64, "7 brk(NULL) = 0x1f05000\n7 set_tls(0xb6f60c00) = 0\n",
      ["arm brk 45", "arm set_tls 983045"]
    ),
    (
      .aarch64, "7 close(3) = 0\n7 newfstatat(3, \"\", 0x7f, 0) = 0\n",
      ["aarch64 close 57", "aarch64 newfstatat 79"]
    ),
    (
      .aarch64, "7 [  57] close(3) = 0\n7 [   6] close(3) = 0\n",
      ["aarch64 close 57", "arm close 6"]
    ),
    (.aarch64, "7 mprotect(0x73136fb000, 1, 0) = 0\n", ["aarch64 mprotect 226"]),
    (.aarch64, "[ Process PID=7 runs in 32 bit mode. ]\n7 close(3) = 0\n", ["arm close 6"]),
    (
      .riscv64, "7 [  57] close(3) = 0\n7 riscv_flush_icache(0x1, 0x2, 0) = 0\n",
      ["riscv64 close 57", "riscv64 riscv_flush_icache 259"]
    ),
    (.mips64el, "7 [5003] close(3) = 0\n", ["mips64el close 5003"]),
    (.aarch64, "7 syscall_0x71(0, 0x1) = 0\n", ["aarch64 # 113"]),
    (.s390x, "7 close(3) = 0\n", ["s390x close 6"]),
    (
      .x86_64, "7 close(3) = 0\n7 mmap2(NULL, 1, 1, 2, 3, 0) = 0xf7\n",
      ["i386 close 6", "i386 mmap2 192"]
    ),
  ])
  func `calls are of the machine that was asked for`(
    machine: ABI, log: String, expected: [String]
  ) throws {
    #expect(try Self.abis(log, on: machine) == expected, "\(log)")
  }

  @Test func `a log of another machine is refused and not judged wrong`() throws {
    func reason(_ log: String, on machine: ABI) throws -> String {
      try #require(try Self.abis(log, on: machine).last)
    }
    #expect(
      try reason("7 close(3) = 0\n7 set_tls(0xb6f60c00) = 0\n", on: .x86_64)
        == "1: line 2 has the call 'set_tls', which none of x86_64, i386, x32 has, but arm; "
        + "say with '--abi' or '--target' where the log is from")
    #expect(
      try reason("7 [ 214] brk(NULL) = 0x55\n", on: .x86_64).contains(
        "'brk' with number 214, which none of x86_64, i386, x32 has, but aarch64, riscv64, "
          + "loongarch64;"))
    #expect(try reason("7 arch_prctl(0x1002, 0x7f) = 0\n", on: .aarch64).contains("but x86_64"))
    #expect(try reason("7 [  12] brk(NULL) = 0x55\n", on: .riscv64).contains("but x86_64"))
    // Whoever names the ABI of all calls is told of each that it has not.
    #expect(
      try Self.abis("7 set_tls(0xb6f60c00) = 0\n", on: .x86_64, all: .x86_64)
        == ["1: unknown system call 'set_tls'"])
  }

  @Test func `numbers alone do not tell the ABI, and that is said`() throws {
    var replayer = LogReplayer(
      against: [try TestFilters.allowAll], for: try #require(Machine(.x86_64)))
    replayer.replay(Array("7 syscall_0x104(0x1) = 0\n".utf8), named: "log")
    #expect(replayer.report.assumedABIs == ["x86_64": 1])
  }

  @Test(
    arguments: [
      ("fadvise64_64(3, 4294967298, 5, POSIX_FADV_NORMAL) = 0", 270, [3, 0, 2, 1, 5, 0]),
      ("sync_file_range2(3, 1, 4294967298, 5) = 0", 341, [3, 1, 2, 1, 5, 0]),
      ("pread64(3, \"\", 7, 4294967298) = 0", 180, [3, 0, 7, 0, 2, 1]),
      ("ftruncate64(3, 4294967298) = 0", 194, [3, 0, 2, 1, 0, 0]),
      ("readahead(3, 4294967298, 7) = 0", 225, [3, 0, 2, 1, 7, 0]),
      ("fallocate(3, 1, 4294967298, 5) = 0", 352, [3, 1, 2, 1, 5, 0]),
      ("_llseek(3, 4294967298, [5], SEEK_SET) = 0", 140, [3, 1, 2, 0, 0, 0]),
    ] as [(String, UInt32, [UInt64])])
  func `arm puts the halves of a value into a pair of registers`(
    call: String, number: UInt32, expected: [UInt64]
  ) throws {
    final class Box { var calls: [ObservedCall] = [] }
    let box = Box()
    var replayer = LogReplayer(
      [try TestFilters.allowAll], try #require(Machine(.arm)), ReplayOptions(),
      observer: { box.calls.append($0) })
    replayer.replay(Array("7 \(call)\n".utf8), named: "log")
    #expect(box.calls.map(\.number) == [number])
    let registers = box.calls.map { call in
      (0..<6).map { call.registers.value[$0] & call.registers.known[$0] }
    }
    #expect(registers == [expected], "\(call)")
  }

  @Test func `commands take the machine that has the ABI`() throws {
    let sekat = builtProduct("sekat")
    let log = Array("7 close(3) = 0\n7 fadvise64_64(3, 0, 0, POSIX_FADV_NORMAL) = 0\n".utf8)
    let learnt = try run(
      sekat, ["learn", "--abi", "aarch64", "-"], input: Array("7 close(3) = 0\n".utf8))
    #expect(learnt.output.contains("\"architectures\": [\"aarch64\"]"))
    #expect(learnt.ending == .exit(0))
    let arm = try run(sekat, ["learn", "--abi", "arm", "-"], input: log)
    #expect(arm.output.contains("\"architectures\": [\"arm\"]"))
    #expect(arm.output.contains("arm_fadvise64_64"))
    #expect(arm.ending == .exit(0), "\(arm.errors)")
    let other = try run(
      sekat, ["simulate", "--target", "riscv64", "--abi", "arm", "-"], input: log)
    #expect(other.ending == .exit(2))
    #expect(other.errors.contains("no program of arm runs on riscv64"))
  }
}
