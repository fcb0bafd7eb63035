import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import TraceReplay

/// What is followed while it comes, with an audit that says what the test wants.
@Suite struct AuditFollowingTests {
  /// Says one thing after the other, as much at a time as there is between two waits.
  private struct Source: AuditSource, ~Copyable {
    /// What there is to hear before each wait is over.
    var waits: [[AuditNews]]
    var atEnd: [AuditNews] = []
    var failure: ReplayError?
    var hasWaited = 0

    var descriptor: Int32 { 77 }

    mutating func next() throws(ReplayError) -> AuditNews? {
      if waits.isEmpty || waits[0].isEmpty {
        if waits.count == 1, let failure { throw failure }
        if !waits.isEmpty { waits.removeFirst() }
        return nil
      }
      return waits[0].removeFirst()
    }

    mutating func missing() -> [AuditNews] { atEnd }
  }

  private static func record(
    _ call: Int, process: Int = 7, comm: String = "\"cp\"", type: Int = 1326,
    rest: String = "code=0x50000"
  ) -> AuditNews {
    .record(
      Array(
        "type=\(type) audit(1.2:3): auid=1 pid=\(process) comm=\(comm) exe=\"/bin/x\" sig=0 arch=c000003e syscall=\(call) compat=0 \(rest)"
          .utf8))
  }

  /// What came of following.
  private struct Outcome {
    var report: ReplayReport
    var calls: [FollowedCall] = []
    var trouble: [String] = []
    var waits = 0
  }

  /// Follows a source under a filter that denies calls with an odd number whose first argument is 1 or,
  /// as it kills, 2.
  private static func follow(
    _ waits: [[AuditNews]], atEnd: [AuditNews] = [], failing failure: ReplayError? = nil,
    of choice: AuditChoice = AuditChoice()
  ) throws -> Outcome {
    let machine = try #require(Machine(.x86_64))
    let program = try BPFProgram(verifying: [
      BPFInstruction(code: 0x20, k: 0),
      BPFInstruction(code: 0x45, jumpTrue: 0, jumpFalse: 3, k: 1),
      BPFInstruction(code: 0x20, k: 16),
      BPFInstruction(code: 0x15, jumpTrue: 2, jumpFalse: 0, k: 1),
      BPFInstruction(code: 0x15, jumpTrue: 2, jumpFalse: 0, k: 2),
      BPFInstruction(code: 0x06, k: FilterAction.allow.returnValue),
      BPFInstruction(code: 0x06, k: FilterAction.errno(1).returnValue),
      BPFInstruction(code: 0x06, k: FilterAction.killProcess.returnValue),
    ])
    let verdicts = ClassVerdicts(
      VerdictEngine([ReplayFilter(name: "f", program: program, policy: nil)], for: machine))
    var following = CallFollowing(verdicts)
    var outcome = Outcome(report: ReplayReport())
    var calls: [FollowedCall] = []
    var logs = AuditLogs(
      judge: CallJudge(verdicts), abis: LogABIs(of: machine, all: nil), options: ReplayOptions(),
      observer: { calls.append(following.call($0)) })
    var source = Source(waits: waits, atEnd: atEnd, failure: failure)
    var left = waits.count
    let totals = try logs.follow(
      &source, of: choice, on: LogTotals(number: 0, set: nil, book: verdicts.book)
    ) {
      outcome.trouble.append($0)
    } wait: { descriptor in
      #expect(descriptor == 77)
      left -= 1
      outcome.waits += 1
      return left > 0
    }
    outcome.calls = calls
    outcome.report = ReplayReport(
      logs: [LogFile.kernelAudit], engine: verdicts.engine, book: verdicts.book,
      counts: totals.classes, counters: totals.counters)
    return outcome
  }

  @Test func `calls are told when they come, and counted`() throws {
    let outcome = try Self.follow([
      [Self.record(83), .other], [],
      [
        Self.record(257, type: 1300, rest: "success=yes exit=3 a0=1 a1=7f a2=0 a3=0"),
        Self.record(257, type: 1300, rest: "success=yes exit=3 a0=2 a1=7f a2=0 a3=0"),
        Self.record(0, comm: "6120620A", rest: "code=0x80000000"),
      ],
    ])
    #expect(outcome.waits == 3)
    #expect(outcome.calls.map(\.tally.syscall) == ["mkdir", "openat", "openat", "read"])
    #expect(
      outcome.calls.map(\.tally.verdicts) == [
        ["kill-process", "errno(EPERM)", "allow"], ["errno(EPERM)"], ["kill-process"], ["allow"],
      ])
    #expect(outcome.calls.map(\.knownRegisters) == [0, 0b1111, 0b1111, 0])
    #expect(outcome.calls[1].data.arguments[1] == 0x7f)
    #expect(outcome.calls.map(\.command) == ["cp", "cp", "cp", "a b\n"])
    #expect(outcome.calls.map(\.recorded) == [[.errno(0)], [], [], [.killProcess]])
    #expect(outcome.calls.map(\.isAfterDeath) == [false, false, false, true])
    #expect(outcome.calls.map { $0.tally.locations[0].thread } == [7, 7, 7, 7])
    let report = outcome.report
    #expect(report.isFollowed && report.lines.all == 5 && report.lines.remarks == 1)
    #expect((report.callCount, report.deniedCount, report.undecidedCount) == (3, 2, 1))
    #expect(report.afterDeath == 1 && outcome.trouble.isEmpty)
  }

  @Test func `what was missed is said at once, and in the report`() throws {
    let outcome = try Self.follow(
      [[.missing(12), Self.record(2), .unreadable("odd")]], atEnd: [.missing(3)])
    #expect(outcome.trouble.count == 3)
    #expect(outcome.trouble[0].hasPrefix("12 records are missing"))
    #expect(outcome.trouble[2].hasPrefix("3 records are missing"))
    #expect(outcome.report.unreadable.count == 3 && outcome.report.callCount == 1)
  }

  @Test func `only those are heard that matter`() throws {
    let records = [
      Self.record(83), Self.record(83, process: 8), Self.record(83, comm: "\"mv\""),
      Self.record(83, comm: "\"a-long-name-of-\""),
    ]
    func count(_ choice: AuditChoice) throws -> Int {
      let outcome = try Self.follow([records], of: choice)
      #expect(outcome.report.lines.all == 4)
      #expect(outcome.report.lines.remarks == 4 - outcome.calls.count)
      return outcome.calls.count
    }
    #expect(try count(AuditChoice(process: 7)) == 3)
    #expect(try count(AuditChoice(command: "cp")) == 2)
    #expect(try count(AuditChoice(process: 8, command: "cp")) == 1)
    #expect(try count(AuditChoice(process: 8, command: "mv")) == 0)
    // The kernel cuts names.
    #expect(try count(AuditChoice(command: "a-long-name-of-15-bytes")) == 1)
    #expect(try count(AuditChoice(command: "a")) == 0)
  }

  @Test func `who makes records all the time does not keep it from waiting`() throws {
    let flood = [[AuditNews]](repeating: Array(repeating: Self.record(2), count: 300), count: 1)
    let outcome = try Self.follow(flood + [[], []])
    #expect(outcome.waits == 3)
    // What was there before the end is read all the same.
    #expect(outcome.report.callCount == 300)
  }

  @Test func `an audit that fails ends it, and so does a call of another machine`() throws {
    let failure = ReplayError("<audit>", "gone")
    #expect(throws: failure) { try Self.follow([[Self.record(2)]], failing: failure) }
    let foreign = AuditNews.record(
      Array("type=1326 audit(1.2:3): pid=7 arch=c00000b7 syscall=83 code=0x0".utf8))
    #expect(throws: ReplayError.self) { try Self.follow([[foreign]]) }
    let odd = try Self.follow([[.record(Array("type=1326 audit(1.2:3): pid=7".utf8))]])
    #expect(odd.report.unreadable.count == 1)
  }

  @Test(arguments: seeds(100)) func `a record cannot look like two`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    guard case .record(var line) = Self.record(83) else { return }
    for _ in 0..<Int.random(in: 1...20, using: &random) {
      let offset = Int.random(in: 10...line.count, using: &random)
      let piece = ["\n", "\ntype=1326 ", "\0", "\" ", "=", " "].randomElement(using: &random) ?? ""
      line.insert(contentsOf: piece.utf8, at: offset)
    }
    let outcome = try Self.follow([[.record(line)]])
    #expect(outcome.report.lines.all == 1)
    #expect(outcome.calls.count + outcome.report.unreadable.count <= 1)
  }
}
