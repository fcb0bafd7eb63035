import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

/// What must hold of every program that the native backend makes, whatever the filter.
@Suite struct NativeBackendPropertyTests {
  @Test(arguments: seeds(2_000))
  func `a program decides every call as the evaluator does`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    var random = RandomCalls(for: filter, seed: seed)
    let calls =
      InterestingValues(of: filter, callsPerNumber: 40).calls.prefix(500)
      + (0..<150).map { _ in random.next() }
    expectProgram(try NativeBackend().unprovedProgram(for: filter), decides: filter, on: calls)
  }

  @Test(arguments: seeds(300))
  func `asking rules one by one or at once makes no difference`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    let oneByOne = try NativeBackend(unitesRules: false).unprovedProgram(for: filter)
    let atOnce = try NativeBackend(unitesRules: true).unprovedProgram(for: filter)
    var random = RandomCalls(for: filter, seed: seed)
    let calls =
      InterestingValues(of: filter, callsPerNumber: 100).calls.prefix(1_500)
      + (0..<300).map { _ in random.next() }
    expectProgram(oneByOne, decides: filter, on: calls)
    expectProgram(atOnce, decides: filter, on: calls)
  }

  @Test(arguments: RandomFilters.machines)
  func `filters for every machine are right on all their boundaries`(machine: Machine) throws {
    var filters = RandomFilters(seed: UInt64(machine.abi.rawValue))
    for _ in 0..<12 {
      let filter = filters.filter(for: machine, servesAll: true)
      let calls = InterestingValues(of: filter, callsPerNumber: 300).calls.prefix(4_000)
      expectProgram(try NativeBackend().unprovedProgram(for: filter), decides: filter, on: calls)
    }
  }

  @Test(arguments: seeds(100))
  func `no word is loaded twice in a row`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    let program = try NativeBackend().unprovedProgram(for: filter)
    var random = RandomCalls(for: filter, seed: seed)
    for _ in 0..<100 {
      var trace = InstructionTrace()
      _ = program.run(on: random.next(), byteOrder: filter.byteOrder, visitor: &trace)
      var held: UInt32?
      for operation in trace.indices.map({ program.operations[$0] }) {
        switch operation {
        case .loadWord(let offset):
          #expect(held != offset, "reloads offset \(offset)")
          held = offset
        // After a mask or a comparison of keys the word is no longer there as it was.
        case .arithmetic, .moveToIndex: held = nil
        case .loadLength, .loadConstant, .loadScratch, .loadIndexLength, .loadIndexConstant,
          .loadIndexScratch, .store, .storeIndex, .jump, .branch, .moveToAccumulator,
          .returnConstant, .returnAccumulator:
          break
        }
      }
    }
  }

  @Test(arguments: seeds(50))
  func `the same filter always makes the same program`(seed: UInt64) throws {
    var (one, other) = (RandomFilters(seed: seed), RandomFilters(seed: seed))
    #expect(
      try NativeBackend().instructions(for: one.filter())
        == NativeBackend().instructions(for: other.filter()))
  }

  @Test func `programs are the same in every process`() throws {
    // Dictionaries are in a different order in each process; these lines must not change.
    let lines = try (0..<60).map { seed in
      var filters = RandomFilters(seed: UInt64(seed))
      let instructions = try NativeBackend().instructions(for: filters.filter())
      let digest = BPFInstruction.bytes(of: instructions, byteOrder: .little)
        .reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      return "\(seed): \(instructions.count) instructions, \(String(digest, radix: 16))"
    }
    expectGolden(lines.joined(separator: "\n") + "\n", "random-programs.txt")
  }
}
