import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import TraceReplay

/// What a log may be of which more is to be remembered than there is room for.
@Suite struct ReplayLimitTests {
  private static func replay(_ log: String, mostClasses: Int) throws -> ReplayReport {
    let machine = try #require(Machine(.x86_64))
    var options = ReplayOptions(abi: .x86_64)
    options.batchSize = 256
    options.mostClasses = mostClasses
    var replayer = LogReplayer(against: [try TestFilters.allowAll], for: machine, options: options)
    replayer.replay(Array(log.utf8), named: "log")
    return replayer.report
  }

  @Test func `a log whose calls are all different is refused`() throws {
    let log = (0..<300).map { "7 syscall_0x\(String(1000 + $0, radix: 16))(1) = 0\n" }.joined()
    #expect(try Self.replay(log, mostClasses: 300).callCount == 300)
    let refused = try Self.replay(log, mostClasses: 200)
    let reason = try #require(refused.unreadable.first.first?.reason)
    #expect(
      reason.hasPrefix(
        "calls differ in more than 200 ways (numbers, verdicts and reasons) up to line 2"),
      "\(reason)")
  }

  /// Kills processes, each of which has two threads.
  @Test func `a death reaches all threads of its process, and no other`() throws {
    let program: [BPFOperation] = [
      .loadWord(offset: 0), .branch(.equal, .constant(39), 1, 0),
      .returnConstant(FilterAction.allow.returnValue),
      .returnConstant(FilterAction.killProcess.returnValue),
    ]
    let filter = ReplayFilter(
      name: "filter", program: try BPFProgram(verifying: program.map(\.instruction)), policy: nil)
    var replayer = LogReplayer(
      against: [filter], for: try #require(Machine(.x86_64)), options: ReplayOptions(abi: .x86_64))
    var log = ""
    for process in 0..<200 {
      let (one, other, third) = (3 * process + 10, 3 * process + 11, 3 * process + 12)
      log += "\(one) clone(child_stack=0x7f0000000000, flags=CLONE_VM|CLONE_THREAD) = \(other)\n"
      log += "\(one) clone(child_stack=NULL, flags=SIGCHLD) = \(third)\n"
      log += "\(one) getpid() = \(one)\n"
      for thread in [one, other, third] { log += "\(thread) close(3) = 0\n" }
    }
    replayer.replay(Array(log.utf8), named: "log")
    #expect(replayer.report.afterDeath == 400)
    #expect(replayer.report.callCount == 800)
  }
}
