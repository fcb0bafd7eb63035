import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Testing

@testable import TraceReplay

/// What a log of 32-bit calls tells of registers, of which a filter sees 64 bits: the upper halves
/// are never printed.
@Suite struct NarrowRegisterTests {
  /// A filter that answers EPERM to calls of i386 with some contents, and allows all else.
  private static func filter(_ tests: (call: String, test: ArgumentTest)...) throws -> ReplayFilter
  {
    let rules = try tests.enumerated().map { place, item in
      let number = try #require(Syscall.named(item.call)?.number(on: .i386))
      return Rule(
        numbers: IntervalSet(number...number), condition: Condition(anyOf: [[item.test]]),
        action: .errno(1), origin: RuleOrigin(place))
    }
    let filter = Filter(
      machine: try #require(Machine(.x86_64)),
      abis: [
        ABIFilter(abi: .x86_64, rules: [], defaultAction: .allow),
        ABIFilter(abi: .i386, rules: rules, defaultAction: .allow),
      ], foreign: .killProcess, skipped: .errno(38))
    return ReplayFilter(
      name: "test", program: try NativeBackend().program(for: filter), meaning: filter)
  }

  private static func test(_ index: Int, _ value: UInt64, mask: UInt64 = .max) -> ArgumentTest {
    ArgumentTest(index: index, mask: mask, values: IntervalSet(value...value))
  }

  /// For each call of i386 its verdict, `?` where it is not decided; and how many of them take upper
  /// halves to be zero.
  private static func verdicts(
    _ lines: String, _ filter: ReplayFilter
  ) throws -> (verdicts: [String], assumed: Int) {
    let replayed = try Replayed(text: lines, against: [filter], keepsGoing: true)
    var verdicts: [String: [String]] = [:]
    for call in replayed.report.calls where call.abi == ABI.i386.name {
      verdicts[call.syscall, default: []].append(
        call.verdicts.count == 1 ? call.verdicts[0] : "?")
    }
    return (
      verdicts.sorted { $0.key < $1.key }.flatMap(\.value), replayed.report.assumedUpperHalves
    )
  }

  private static let program32 = """
    7 execve("/a", ["a"], 0x7ffc4faa56e8 /* 2 vars */) = 0
    [ Process PID=7 runs in 32 bit mode. ]

    """
  private static let program64 = """
    7 execve("/a", ["a"], 0x7ffc4faa56e8 /* 2 vars */) = 0
    7 brk(NULL) = 0x55f34abd9000

    """

  @Test func `upper halves of a 32-bit program are taken to be zero, and that is counted`() throws {
    let whole = try Self.filter(("dup2", Self.test(1, 9)))
    let (verdicts, assumed) = try Self.verdicts(Self.program32 + "7 dup2(3, 9) = 9\n", whole)
    #expect(verdicts == ["errno(EPERM)"] && assumed == 1)
    let garbage = try Self.filter(("dup2", Self.test(1, 0x1_0000_0009)))
    let other = try Self.verdicts(Self.program32 + "7 dup2(3, 9) = 9\n", garbage)
    #expect(other.verdicts == ["allow"] && other.assumed == 1)
    // Negative numbers too: 32-bit code extends no sign beyond.
    let negative = try Self.filter(("getpgid", Self.test(0, 0xffff_ffff)))
    let third = try Self.verdicts(Self.program32 + "7 getpgid(-1) = -1 ESRCH\n", negative)
    #expect(third.verdicts == ["errno(EPERM)"] && third.assumed == 1)
  }

  @Test func `nothing is taken where low halves decide`() throws {
    let low = try Self.filter(("dup2", Self.test(1, 9, mask: 0xffff_ffff)))
    let (verdicts, assumed) = try Self.verdicts(Self.program32 + "7 dup2(3, 9) = 9\n", low)
    #expect(verdicts == ["errno(EPERM)"] && assumed == 0)
    // A filter that looks at the whole cannot decide otherwise here, whatever is above.
    let whole = try Self.filter(("dup2", Self.test(1, 9)))
    let other = try Self.verdicts(Self.program32 + "7 dup2(3, 8) = 8\n", whole)
    #expect(other.verdicts == ["allow"] && other.assumed == 0)
  }

  @Test func `a register that is not printed is taken to have no upper half either`() throws {
    let filter = try Self.filter(("mmap2", Self.test(5, 5 << 32, mask: .max << 32)))
    let call = "7 mmap2(NULL, 4096, PROT_READ, MAP_PRIVATE) = 0xf7\n"
    let (verdicts, assumed) = try Self.verdicts(Self.program32 + call, filter)
    #expect(verdicts == ["allow"] && assumed == 1)
  }

  @Test func `what comes through a multiplexed call is counted as well`() throws {
    let filter = try Self.filter(("socketcall", Self.test(0, 3)))
    // Without numbers both ways are possible.
    let call = "7 connect(3, {sa_family=AF_UNIX, sun_path=\"/a\"}, 110) = 0\n"
    let (verdicts, assumed) = try Self.verdicts(Self.program32 + call, filter)
    #expect(verdicts == ["?"] && assumed == 1)
    let numbered = "7 [  102] connect(3, {sa_family=AF_UNIX, sun_path=\"/a\"}, 110) = 0\n"
    let other = try Self.verdicts(Self.program32 + numbered, filter)
    #expect(other.verdicts == ["errno(EPERM)"] && other.assumed == 1)
  }

  @Test func `64-bit code fills registers as it does for its own calls`() throws {
    // The name tells that the call comes by the 32-bit way, while the thread is a 64-bit program's.
    let call = "7 mmap2(NULL, 4096, PROT_READ, MAP_PRIVATE, -1, 0) = 0xf7\n"
    let positive = try Self.filter(("mmap2", Self.test(1, 4096)))
    let first = try Self.verdicts(Self.program64 + call, positive)
    #expect(first.verdicts == ["errno(EPERM)"] && first.assumed == 1)
    // A negative number may have been extended or not.
    let negative = try Self.filter(("mmap2", Self.test(4, .max)))
    let second = try Self.verdicts(Self.program64 + call, negative)
    #expect(second.verdicts == ["?"] && second.assumed == 0)
  }
}
