import LinuxABI
import Testing

@testable import TraceReplay

/// Lines that hold more than one line of strace, or a part of one.
@Suite struct FurtherTextTests {
  /// The calls of a log, each with its line, thread and first register, and what cannot be read.
  private static func read(_ log: String) throws -> [String] {
    let replayed = try Replayed(
      text: log, against: [try TestFilters.allowAll], keepsGoing: false)
    let calls = replayed.calls.map { call in
      let name = SyscallNames.all.names[Int(call.name)]
      return "\(call.location.line): \(call.location.thread) \(name) \(call.registers.value[0])"
    }
    return calls + replayed.report.unreadable.first.map { "\($0.line): ? \($0.text)" }
  }

  @Test(arguments: [
    // The end of a line was lost.
    ("7 close(3) = 0 7 close(4) = 0\n", ["1: 7 close 3", "1: 7 close 4"]),
    (
      "7 close(3) = -1 EBADF (Bad file descriptor) [pid 8] dup(4</a b>) = 5</a b> 7 dup(6) = 9\n",
      ["1: 7 close 3", "1: 7 dup 6", "1: 8 dup 4"]
    ),
    (
      "7 close(3) = 0 7 dup(4 <unfinished ...>\n7 <... dup resumed>) = 5\n",
      ["1: 7 close 3", "1: 7 dup 4"]
    ),
    ("7 close(3) = 0 7 --- SIGCHLD {si_signo=SIGCHLD} ---\n", ["1: 7 close 3"]),
    ("7 close(3) = 0 <0.000041> 7 close(4) = 0 <0.000042>\n", ["1: 7 close 3", "1: 7 close 4"]),
    // What is no line is said.
    ("7 close(3) = 0 good morning\n", ["1: 7 close 3", "1: ? good morning"]),
    // Results of one call.
    ("7 close(3) = 0 (INJECTED) (DELAYED)\n", ["1: 7 close 3"]),
    ("7 dup(3</a>) = 4<TCP:[127.0.0.1:1->127.0.0.1:2]> <0.1>\n", ["1: 7 dup 3"]),
    ("7 dup(3) = 4</a (deleted)>\n", ["1: 7 dup 3"]),
    ("7 dup(3) = 4</a>(deleted)\n", ["1: 7 dup 3"]),
    ("7 close(3) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n", ["1: 7 close 3"]),
    ("7 dup(3) = 2<a> /* 10 in strace's PID NS */ <0.1>\n", ["1: 7 dup 3"]),
    // The line was broken before or in the result.
    ("7 close(3) = \n0\n7 close(4) = 0\n", ["1: 7 close 3", "3: 7 close 4"]),
    ("7 close(3) =\n 0\n7 close(4) = 0\n", ["1: 7 close 3", "3: 7 close 4"]),
    (
      "7 close(3) = -1 EBADF (Bad file\n descriptor)\n7 close(4) = 0\n",
      ["1: 7 close 3", "3: 7 close 4"]
    ),
  ])
  func `nothing that follows a result is passed over`(log: String, expected: [String]) throws {
    #expect(try Self.read(log) == expected, "\(log)")
  }

  @Test(arguments: ["./strace: ", "/opt/bin/strace: ", "../strace: ", "strace: ", ""])
  func `what a tracer says within a call is taken out`(tracer: String) throws {
    let log =
      "7 clone(child_stack=NULL, flags=CLONE_VM|SIGCHLD\(tracer)Process 9 attached\n"
      + ", child_tidptr=0x7f0) = 9\n9 close(3) = 0\n"
    #expect(try Self.read(log) == ["1: 7 clone \(0x111)", "3: 9 close 3"])
  }
}
