import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

#if Libseccomp
  import LibseccompBackend
#endif

/// The kernel decides every call as the filter does from which a program was made.
@Suite(.enabled(if: KernelProbe.entries.contains(.native), "this machine's probe makes no calls"))
struct KernelFilterTests {
  /// Lets the kernel decide calls under a labelled program, and compares.
  ///
  /// - Returns: How many calls there were on each ABI.
  private func compare(
    _ cases: [(filter: Filter, program: BPFProgram, calls: [SeccompData])],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [ABI: Int] {
    let labelled = cases.map { LabelledProgram($0.program) }
    let jobs = zip(cases, labelled).map { item, labelled in
      KernelProbe.Job(
        [labelled.instructions], calls: item.calls.compactMap(KernelProbe.Call.init))
    }
    var counts: [ABI: Int] = [:]
    for (place, outcome) in try KernelProbe.decide(jobs).enumerated() {
      let (filter, program, calls) = cases[place]
      #expect(outcome.refusal == 0, sourceLocation: sourceLocation)
      #expect(outcome.death == nil, sourceLocation: sourceLocation)
      try #require(
        outcome.results.count == calls.count, "no answer to \(calls[outcome.results.count])",
        sourceLocation: sourceLocation)
      let evaluator = FilterEvaluator(filter)
      for (call, result) in zip(calls, outcome.results) {
        let taken = labelled[place].returnValues[-result]
        let decision = evaluator.decide(call)
        guard taken == decision.action.returnValue, program.run(on: call) == taken else {
          Issue.record(
            """
            the kernel returns \(result), which is \(taken.map { "\($0)" } ?? "no end"); \
            the interpreter says \(program.run(on: call)), the filter \(decision), for \(call)
            """, sourceLocation: sourceLocation)
          return counts
        }
        let isX32 = call.number & ABI.x32Bit != 0 && call.number != .max
        switch call.auditArchitecture {
        case ABI.i386.auditArchitecture: counts[.i386, default: 0] += 1
        case ABI.x86_64.auditArchitecture: counts[isX32 ? .x32 : .x86_64, default: 0] += 1
        default: counts[.aarch64, default: 0] += 1
        }
      }
    }
    return counts
  }

  /// Calls for a filter, those only that can be made here.
  private func calls(for filter: Filter, seed: UInt64, count: Int) -> [SeccompData] {
    var random = RandomCalls(for: filter, seed: seed)
    let interesting = InterestingValues(of: filter, callsPerNumber: 30).calls.prefix(count / 2)
    return (interesting + (0..<count).map { _ in random.next() }).filter { call in
      guard let entry = KernelProbe.Call(call)?.entry else { return false }
      return KernelProbe.entries.contains(entry)
    }
  }

  /// How many calls the native programs decided, over all seeds.
  private static let seedCount: UInt64 = 20
  private static let filtersPerSeed = 15

  @Test func `native programs of random filters`() throws {
    let machine = try #require(Machine.native)
    var counts: [ABI: Int] = [:]
    for seed in seeds(Self.seedCount) {
      var filters = RandomFilters(seed: seed)
      let cases = try (0..<Self.filtersPerSeed).map { place in
        let filter = filters.filter(for: machine, servesAll: place % 3 != 0)
        return (
          filter, try NativeBackend(unitesRules: place % 2 == 0).unprovedProgram(for: filter),
          calls(for: filter, seed: seed, count: 400)
        )
      }
      counts.merge(try compare(cases), uniquingKeysWith: +)
    }
    let total = counts.values.reduce(0, +)
    print("the kernel decided \(total) calls under native programs: \(counts)")
    // One seed alone, given to look into a failure, need not reach the number.
    #expect(total >= 100_000 || seeds(Self.seedCount).count == 1)
    if machine.abi == .x86_64 {
      #expect(counts[.x32, default: 0] > 0)
      #expect(counts[.i386, default: 0] > 0 || !KernelProbe.entries.contains(.i386))
    }
  }

  #if Libseccomp
    @Test func `programs that libseccomp made`() throws {
      let machine = try #require(Machine.native)
      var counts: [ABI: Int] = [:]
      for seed in seeds(40) {
        var filters = RandomFilters(seed: seed)
        let filter = filters.filter(for: machine)
        // What cannot be expressed exactly is refused.
        guard let program = try? LibseccompBackend().unprovedProgram(for: filter) else { continue }
        let cases = [(filter, program, calls(for: filter, seed: seed, count: 400))]
        counts.merge(try compare(cases), uniquingKeysWith: +)
      }
      print("the kernel decided \(counts.values.reduce(0, +)) calls under libseccomp's programs")
      #expect(counts.values.reduce(0, +) > 1_000 || seeds(40).count == 1)
    }
  #endif
}
