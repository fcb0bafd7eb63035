import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import TraceReplay

/// Reports do not tell by whom, and in which order, calls were judged.
@Suite struct WorkerTests {
  /// One call under two names, as strace prints those that it does not know.
  private static let lines = (
    unnamed: "7 [ 257] syscall_0x101(x, 0x1) = 0\n", named: "7 [ 257] openat(x, \"a\", 0) = 3\n"
  )

  private static func report(
    _ log: String, against filter: ReplayFilter, workers: Int = 1
  ) throws -> ReplayReport {
    let machine = try #require(Machine(.x86_64))
    var options = ReplayOptions(workers: workers)
    options.batchSize = 64
    var replayer = LogReplayer(against: [filter], for: machine, options: options)
    replayer.replay(Array(log.utf8), named: "log")
    return replayer.report
  }

  /// A program that fails every call, or only those whose first argument is 1.
  private static func filter(isConditional: Bool) throws -> ReplayFilter {
    let program: [BPFOperation] = [
      .loadWord(offset: UInt32(SeccompData.argumentsOffset)),
      .branch(.equal, .constant(1), 1, isConditional ? 0 : 1),
      .returnConstant(FilterAction.allow.returnValue),
      .returnConstant(FilterAction.errno(1).returnValue),
    ]
    return ReplayFilter(
      name: "filter", program: try BPFProgram(verifying: program.map(\.instruction)), policy: nil)
  }

  @Test func `kinds of calls have one order`() throws {
    let filter = try Self.filter(isConditional: true)
    let one = try Self.report(Self.lines.unnamed + Self.lines.named, against: filter)
    let other = try Self.report(Self.lines.named + Self.lines.unnamed, against: filter)
    #expect(one.calls.count == 2)
    #expect(one.calls.map(\.dependsOn) == other.calls.map(\.dependsOn))
  }

  @Test func `the first places of a kind are shown, whatever the log calls it`() throws {
    let (unnamed, named) = Self.lines
    let log = unnamed + named + unnamed + unnamed
    let report = try Self.report(log, against: Self.filter(isConditional: false))
    #expect(report.calls.map { $0.locations.map(\.line) } == [[1, 2, 3]])
  }

  @Test func `workers that end at the same time leave each other alone`() throws {
    let filter = try Self.filter(isConditional: true)
    let log = String(repeating: Self.lines.named + Self.lines.unnamed, count: 3)
    let report = try Self.report(log, against: filter)
    for _ in 0..<100 {
      #expect(try Self.report(log, against: filter, workers: 8) == report)
    }
  }
}
