import TestSupport
import Testing

/// A process whose filters are read goes on as if nothing had been, whatever it waits in.
///
/// The filter kills at `restart_syscall`, which is how the kernel goes on with a sleep.
@Suite(
  .enabled(
    if: ProcessFiltersTests.mayRead,
    "only a process with CAP_SYS_ADMIN and without a filter may read"))
struct UndisturbedTests {
  private let fixture: LaunchFixture
  private let policy: String

  init() throws {
    fixture = try LaunchFixture()
    policy = try fixture.policy(
      default: #""allow""#,
      rules: #"{ "syscalls": ["restart_syscall"], "action": "kill-process" }"#)
  }

  /// A call, what it returns and with which error number.
  typealias Call = (name: String, result: Int, errno: Int)

  /// What became of a call, and of the attempts to read the filters while it lasted.
  private struct Outcome {
    /// How the process ended; 128 and the signal's number where it was killed.
    var status = -1
    var result = -2
    var errno = -1
    var milliseconds = -1
    /// The statuses of `sekat disassemble --pid`.
    var readings: [Int32] = []
    var text = ""

    var cameTooLate: Bool { text.contains("just ended") || text.contains("no such process") }
  }

  /// Reads the filters of processes that wait, all at the same time, each in another call.
  ///
  /// - Parameters:
  ///   - names: The calls.
  ///   - milliseconds: How long each call lasts; the first second passes before the readings.
  ///   - readings: How often the filters of each process are read.
  ///   - thread: The thread whose filters they are, where `$P` is the process.
  /// - Returns: What became of each.
  /// - Throws: What the system says where a process cannot be started.
  private func outcomes(
    of names: [String], for milliseconds: Int, readings: Int = 1, thread: String = "$P"
  ) throws -> [String: Outcome] {
    let script = """
      sekat=$1 policy=$2 probe=$3; shift 3
      one() {
        rm -f $1.*
        "$sekat" run -p "$policy" -- "$probe" $1 \(milliseconds) >$1.out & P=$!
        until [ "$(cat /proc/$P/comm)" = waiting-probe ]; do sleep 0.01; done
        sleep 1
        for n in $(seq \(readings)); do
          "$sekat" disassemble --pid \(thread) >/dev/null 2>>$1.errors
          echo $? >>$1.readings
        done
        wait $P; echo $1 $? $(cut -d ' ' -f 2- $1.out) / $(cat $1.readings) / $(cat $1.errors)
      }
      for call; do one $call & done 2>/dev/null
      wait
      """
    let ran = try run(
      Tool.shell,
      ["-c", script, "sh", builtProduct("sekat"), policy, builtProduct("waiting-probe")] + names,
      directory: fixture.folder.path)
    var outcomes: [String: Outcome] = [:]
    for line in ran.output.split(separator: "\n") {
      let parts = line.split(separator: " / ", maxSplits: 2, omittingEmptySubsequences: false)
      let words = parts[0].split(separator: " ")
      var outcome = Outcome(text: String(line))
      outcome.status = Int(words[1]) ?? -1
      if words.count == 5 {
        outcome.result = Int(words[2]) ?? -2
        outcome.errno = Int(words[3]) ?? -1
        outcome.milliseconds = Int(words[4]) ?? -1
      }
      outcome.readings =
        parts.count > 1 ? parts[1].split(separator: " ").compactMap { Int32($0) } : []
      outcomes[String(words[0])] = outcome
    }
    return outcomes
  }

  /// Expects that calls end as they should and when they should, and what became of the readings.
  private func expect(
    _ calls: [Call], statuses: [Int32], thread: String = "$P"
  ) throws {
    var milliseconds = 0
    var outcomes: [String: Outcome] = [:]
    // On a busy machine, the filters may not be read before the call has ended.
    for attempt in [3_000, 10_000] {
      milliseconds = attempt
      outcomes = try self.outcomes(
        of: calls.map(\.name), for: milliseconds, readings: statuses.count, thread: thread)
      if !outcomes.values.contains(where: \.cameTooLate) { break }
    }
    for call in calls {
      let outcome = outcomes[call.name] ?? Outcome()
      #expect(outcome.status == 0, "\(call.name): \(outcome.text)")
      #expect(
        outcome.result == call.result && outcome.errno == call.errno,
        "\(call.name): \(outcome.text)")
      // Where a timeout begins anew, that is a second late.
      #expect(
        (milliseconds - 1..<milliseconds + 900).contains(outcome.milliseconds),
        "\(call.name): \(outcome.text)")
      #expect(outcome.readings == statuses, "\(call.name): \(outcome.text)")
      if statuses == [2] {
        #expect(outcome.text.contains("is not stopped: it waits in a call"), "\(outcome.text)")
        #expect(outcome.text.hasSuffix("(it is in '\(call.name)')"), "\(outcome.text)")
      }
    }
  }

  @Test func `a call goes on, and lasts as long as it should`() throws {
    let calls: [Call] = [
      ("nanosleep", 0, 0), ("clock_nanosleep", 0, 0), ("clock_nanosleep-absolute", 0, 0),
      ("poll", 0, 0), ("ppoll", 0, 0), ("pselect6", 0, 0), ("futex", -1, 110), ("read", 1, 0),
      ("wait4", 1, 0), ("futex-forever", 0, 0), ("ppoll-forever", 1, 0), ("rt_sigsuspend", -1, 4),
      ("join", 0, 0),
    ]
    try expect(calls, statuses: [0, 0])
  }

  @Test func `of several threads, the one that is named is looked at`() throws {
    try expect(
      [("join", 0, 0)], statuses: [0, 0], thread: "$(ls /proc/$P/task | grep -v ^$P'$')")
  }

  @Test func `a call that a stop would end is left alone`() throws {
    try expect([("epoll_pwait", 0, 0), ("recvfrom", -1, 11)], statuses: [2])
  }

  #if arch(x86_64)
    @Test func `a call without a timeout that a stop ends is made again`() throws {
      let calls: [Call] = [
        ("epoll_pwait-forever", 1, 0), ("semtimedop-forever", 0, 0), ("rt_sigtimedwait", 14, 0),
        ("spin", 0, 0),
      ]
      try expect(calls, statuses: [0, 0])
    }

    @Test func `a loop of short waits is caught, and none of them fails`() throws {
      let names = ["ticks", "ticking-nanosleep", "bustle"]
      for (name, outcome) in try outcomes(of: names, for: 5_000, readings: 3) {
        #expect(outcome.status == 0, "\(name): \(outcome.text)")
        // A negative result is a wait that failed, or was too short.
        #expect(outcome.result >= 0, "\(name): \(outcome.text)")
        #expect(outcome.readings == [0, 0, 0], "\(name): \(outcome.text)")
      }
    }
  #endif
}
