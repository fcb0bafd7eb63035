import ClassicBPF
import LinuxABI

/// The entry for fuzzers: bytes that are no log must not do more than be counted.
public enum ReaderFuzzing {
  /// Reads bytes as a log, in pieces of several sizes and by several workers; that must make no
  /// difference, and every line must be accounted for.
  ///
  /// - Parameter bytes: Anything.
  public static func read(_ bytes: [UInt8]) {
    guard let machine = Machine(.x86_64),
      let program = try? BPFProgram(verifying: Self.program)
    else { preconditionFailure("the program is valid") }
    let filter = ReplayFilter(name: "fuzzed", program: program, policy: nil)
    var reports: [ReplayReport] = []
    for (size, workers) in [(ReplayLimits.batchSize, 1), (64, 1), (512, 2)] {
      var options = ReplayOptions(workers: workers)
      options.batchSize = size
      var replayer = LogReplayer(against: [filter], for: machine, options: options)
      replayer.replay(bytes, named: "fuzzed")
      reports.append(replayer.report)
    }
    precondition(reports.allSatisfy { $0 == reports[0] }, "pieces and workers do not matter")
    var lines = 0
    var replayer = LogReplayer(against: [filter], for: machine, line: { _ in lines += 1 })
    replayer.replay(bytes, named: "fuzzed")
    precondition(replayer.report.lines.all == reports[0].lines.all, "lines are lines")
  }

  /// Asks of calls with an odd number whether their first argument is 1, and kills for 2.
  private static let program: [BPFInstruction] = [
    BPFInstruction(code: 0x20, k: 0),
    BPFInstruction(code: 0x45, jumpTrue: 0, jumpFalse: 3, k: 1),
    BPFInstruction(code: 0x20, k: 16),
    BPFInstruction(code: 0x15, jumpTrue: 2, jumpFalse: 0, k: 1),
    BPFInstruction(code: 0x15, jumpTrue: 2, jumpFalse: 0, k: 2),
    BPFInstruction(code: 0x06, k: FilterAction.allow.returnValue),
    BPFInstruction(code: 0x06, k: FilterAction.errno(1).returnValue),
    BPFInstruction(code: 0x06, k: FilterAction.killProcess.returnValue),
  ]
}
