import ClassicBPF
import LinuxABI
import SeccompFilter
import Testing

@testable import TraceReplay

/// The replay with a format that has no text: what it is told of calls and threads is all that it
/// needs.
@Suite struct DockedFormatTests {
  /// What such a format records of a call.
  private struct Record {
    var thread: Int32
    var call: String
    var registers: [UInt64] = []
    var result: Int32 = 0
  }

  /// Tells of records, and counts how often it is asked for registers.
  private struct Reader: TraceReader {
    struct Kept: KeptOfThread {}

    var asked = 0

    mutating func registers(
      of call: TracedCall, at position: Record, wanted: UInt8
    ) -> RegisterReading {
      asked += 1
      var registers = Registers(width: 64)
      for (index, value) in position.registers.enumerated() {
        registers.set(value, register: index, width: 64, isNarrow: false)
      }
      return RegisterReading(registers: registers, unknownPart: nil, isComplete: true)
    }

    mutating func older(
      than name: SyscallNames.Index, _ call: TracedCall, at position: Record
    ) -> OlderCall? { nil }

    func text(at position: Record) -> String { "\(position.call) \(position.registers)" }

    func text(of part: Range<Int>, at position: Record) -> String { "" }

    func error(at position: Record, on abi: ABI) -> UInt16? {
      position.result < 0 ? UInt16(-position.result) : nil
    }
  }

  /// Replays records against a program that kills for a `close` of 9, and lets all else through.
  private static func replay(_ records: [Record]) throws -> LogReplay<Reader> {
    let machine = try #require(Machine(.x86_64))
    let close = try #require(Syscall.named("close")?.number(on: .x86_64))
    let program: [BPFOperation] = [
      .loadWord(offset: UInt32(SeccompData.numberOffset)),
      .branch(.equal, .constant(close), 0, 2),
      .loadWord(offset: UInt32(SeccompData.argumentsOffset)),
      .branch(.equal, .constant(9), 1, 0),
      .returnConstant(FilterAction.allow.returnValue),
      .returnConstant(FilterAction.killProcess.returnValue),
    ]
    let filter = ReplayFilter(
      name: "filter", program: try BPFProgram(verifying: program.map(\.instruction)), policy: nil)
    let verdicts = ClassVerdicts(VerdictEngine([filter], for: machine))
    var replay = LogReplay(
      file: LogFile(name: "records"), totals: LogTotals(number: 0, set: nil, book: verdicts.book),
      options: ReplayOptions(), abis: LogABIs(of: machine, all: .x86_64),
      judge: CallJudge(verdicts), reader: Reader(), observer: nil)
    for (offset, record) in records.enumerated() {
      follow(record, line: offset + 1, in: &replay)
    }
    replay.finish(afterLines: records.count)
    return replay
  }

  /// What a format of such records does with one.
  private static func follow(_ record: Record, line: Int, in replay: inout LogReplay<Reader>) {
    let names = SyscallNames.all
    let index = replay.index(of: record.thread)
    let call = TracedCall(
      name: names.index(of: record.call), abi: .x86_64, hasNarrowRegisters: false)
    let judged = LogReplay<Reader>.Judged(
      call: call, position: record, line: line, thread: index,
      callClass: replay.judge.judge(call, at: record, &replay.reader).callClass)
    replay.threads[index].last = LastCall(
      callClass: judged.callClass, line: line, answer: .number(record.result),
      text: replay.reader.text(at: record))
    replay.count(judged)
    switch names.role(of: call.name) {
    case .plain: break
    case .exec: replay.execute(index)
    case .clone:
      replay.adopt(
        replay.birth(
          of: record.result, by: index, isThread: record.registers.first == 0x10000,
          isAfterDeath: false, line: line))
    case .install: replay.install(judged, result: record.result)
    }
  }

  @Test func `registers are asked for where a verdict depends on them`() throws {
    let replay = try Self.replay([
      Record(thread: 1, call: "getpid"), Record(thread: 1, call: "read", registers: [3]),
      Record(thread: 1, call: "close", registers: [3]), Record(thread: 1, call: "getpid"),
    ])
    #expect(replay.reader.asked == 1)
    #expect(replay.totals.classes.calls.map(\.count) == [2, 1, 1])
  }

  @Test func `a verdict kills the threads of a process, and none of another`() throws {
    let replay = try Self.replay([
      Record(thread: 1, call: "clone", registers: [0x10000], result: 2),
      Record(thread: 1, call: "clone", registers: [0], result: 3),
      Record(thread: 2, call: "close", registers: [9]),
      Record(thread: 1, call: "getpid"), Record(thread: 3, call: "getpid"),
    ])
    let counts = replay.totals.classes.calls
    #expect(counts.reduce(0) { $0 + $1.afterDeath } == 1)
    #expect(counts.reduce(0) { $0 + $1.count } == 4)
    let places = counts.flatMap(\.locations).map(\.location)
    #expect(
      places == [CallLocation(file: "records", line: 3, thread: 2, text: "close [9]")])
  }

  @Test func `judging begins where a launcher has installed a filter`() throws {
    let replay = try Self.replay([
      Record(thread: 1, call: "read"),
      Record(thread: 1, call: "seccomp", registers: [1, 0, 0x1000]),
      Record(thread: 1, call: "execve"), Record(thread: 1, call: "getpid"),
    ])
    #expect(replay.totals.counters.leftOut == 2)
    #expect(replay.totals.counters.installations.first?.line == 2)
    #expect(replay.totals.classes.calls.reduce(0) { $0 + $1.count } == 1)
  }

  @Test func `children of which nothing is recorded are missed`() throws {
    let replay = try Self.replay(
      [Record(thread: 1, call: "fork", result: 7)]
        + (0..<9).map { _ in Record(thread: 1, call: "getpid") })
    #expect(replay.totals.counters.missingChildren.first.map(\.thread) == [7])
  }
}

/// Formats by the first bytes of logs.
@Suite struct LogFormatTests {
  @Test(arguments: ["", "7 close(3) = 0\n", "\u{7f}ELF", "{\"default\": \"allow\"}"])
  func `what no other format claims is read as lines of strace`(head: String) {
    #expect(LogFormat.recognize(Array(head.utf8)[...]) == .strace)
  }

  @Test(arguments: [1, 5, 4096]) func `what is recognised is read all the same`(
    length: Int
  ) throws {
    var source = ByteSource(Array("7 close(3) = 0\n".utf8))
    let head = try source.head(length, log: "log")
    #expect(Array(head) == Array("7 close(3) = 0\n".utf8.prefix(length)))
    var lines = LineSource(source, log: "log")
    let batch = LineBuffer(size: 64)
    #expect(try lines.next(batch))
    #expect(batch.text.bytes(from: 0, to: batch.count) == Array("7 close(3) = 0\n".utf8))
    #expect(try !lines.next(batch))
  }
}
