import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import SandboxLauncher

/// Filters that leave answers to a supervisor: what they decide, by proof and by trying.
@Suite struct SupervisedFilterTests {
  private static let kernel = KernelSupport(
    interface: .seccomp, flags: [.log, .waitKillable], actions: .all)

  /// The filters that were given as one subject.
  private func stack(_ filters: [InstalledFilter]) -> Subject {
    .stack(filters.map { .program($0.program) })
  }

  @Test(arguments: seeds(200))
  func `nothing but the exchange changes, whatever stack of policies it is`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let machine = filters.pick(RandomFilters.machines)
    let all = (0...filters.below(3)).map { _ in filters.filter(for: machine) }
    let original = try all.map { InstalledFilter(try NativeBackend().program(for: $0)) }
    for exchange in [ActionExchange.errorsByNotifications, .refusalsByNotifications] {
      let changed = try SupervisedFilters(original, exchanging: exchange, kernel: Self.kernel)
      let comparison = try FilterProver().compare(
        .exchanged(stack(original), exchange), stack(changed.installed), on: machine)
      #expect(comparison == .equal, "\(exchange), \(original.count) filters")
      #expect(changed.installed.count == original.count)
    }
  }

  @Test(arguments: seeds(400))
  func `programs that rely on empty registers find them so`(seed: UInt64) throws {
    var programs = RandomPrograms(seed: seed)
    let count = 1 + programs.below(3)
    let original = try (0..<count).map { _ in
      InstalledFilter(try BPFProgram(verifying: programs.program(longest: 20)))
    }
    for exchange in [ActionExchange.errorsByNotifications, .refusalsByNotifications] {
      guard
        let changed = try? SupervisedFilters(original, exchanging: exchange, kernel: Self.kernel)
      else {
        #expect(original.contains { $0.program.operations.contains(.returnAccumulator) })
        continue
      }
      for _ in 0..<50 {
        let call = SeccompData(
          number: programs.constant(), auditArchitecture: programs.constant(),
          arguments: InlineArray { _ in
            UInt64(programs.constant()) << 32 | UInt64(programs.constant())
          })
        let found = changed.installed.reduce(FilterAction.allow) {
          FilterAction.stacked($0, $1.program.action(on: call))
        }
        // A division by zero ends any program with kill-thread, and a supervisor cannot help it.
        if found == .killThread && exchange == .refusalsByNotifications { continue }
        #expect(found == exchange.action(for: changed.verdict(on: call)))
      }
    }
  }

  @Test func `only the last filter has a listener, and flags stay`() throws {
    let program = try BPFProgram(verifying: [BPFOperation.returnConstant(0x0005_0001).instruction])
    let changed = try SupervisedFilters(
      [InstalledFilter(program, flags: .log, name: "a"), InstalledFilter(program, name: "b")],
      exchanging: .errorsByNotifications, kernel: Self.kernel)
    #expect(changed.installed.map(\.flags) == [.log, [.newListener, .waitKillable]])
    #expect(changed.installed.map(\.name) == ["a", "b"])
    #expect(changed.original.map(\.flags) == [.log, []])
  }

  @Test func `too long together is an error, and computed answers are`() throws {
    var long = [BPFInstruction](
      repeating: BPFOperation.loadConstant(1).instruction, count: 4000)
    long.append(BPFOperation.returnConstant(0x0005_0001).instruction)
    let program = InstalledFilter(try BPFProgram(verifying: long))
    #expect(throws: LaunchError.self) {
      try SupervisedFilters([program, program], exchanging: .errorsByNotifications)
    }
    let computed = InstalledFilter(
      try BPFProgram(verifying: [BPFOperation.returnAccumulator.instruction]), name: "x.bpf")
    let error = #expect(throws: LaunchError.self) {
      try SupervisedFilters([computed], exchanging: .errorsByNotifications)
    }
    #expect(error?.sentence.contains("filter 'x.bpf' computes what it answers") == true)
  }
}
