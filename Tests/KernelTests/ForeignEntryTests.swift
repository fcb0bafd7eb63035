import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

/// Calls that 64-bit code makes through the 32-bit entry: a filter sees whole registers, and the
/// kernel then takes their low halves.
@Suite struct ForeignEntryTests {
  private static let hasEntry = KernelProbe.entries.contains(.i386)
  private static let absence: Comment = "this machine has no 32-bit entry"

  /// A filter that denies dup2 to descriptor 9 on i386, of which some bits are compared.
  private static func filter(comparing mask: UInt64) throws -> Filter {
    let test = ArgumentTest(index: 1, mask: mask, values: IntervalSet(9...9))
    let number = try #require(Syscall.named("dup2")?.number(on: .i386))
    return Filter(
      machine: try #require(Machine(.x86_64)),
      abis: [
        ABIFilter(abi: .x86_64, rules: [], defaultAction: .allow),
        ABIFilter(
          abi: .i386,
          rules: [
            Rule(
              numbers: IntervalSet(number...number), condition: Condition(anyOf: [[test]]),
              action: .errno(1), origin: RuleOrigin(0))
          ], defaultAction: .allow),
      ], foreign: .killProcess, skipped: .errno(38))
  }

  /// The first call on which a filter and a program differ.
  private static func witness(_ filter: Filter, _ program: BPFProgram) throws -> Witness? {
    switch try FilterProver().compare(.filter(filter), .program(program), on: filter.machine) {
    case .equal: nil
    case .different(let witness): witness
    }
  }

  @Test func `a program that wants zero above is not the filter that looks at the low half`()
    throws
  {
    let filter = try Self.filter(comparing: 0xffff_ffff)
    let own = try NativeBackend().program(for: filter)
    #expect(try Self.witness(filter, own) == nil)
    let foreign = try NativeBackend().program(for: Self.filter(comparing: .max))
    let witness = try #require(try Self.witness(filter, foreign))
    #expect(witness.left == .errno(1) && witness.right == .allow)
    #expect(witness.call.auditArchitecture == ABI.i386.auditArchitecture)
    #expect(witness.call.arguments[1] == 0x1_0000_0009)

    // Live the witness passes by the foreign program, and the kernel takes it for descriptor 9.
    guard Self.hasEntry else { return }
    var plain = witness.call
    plain.arguments[1] = 9
    let calls = try [plain, witness.call].map { try #require(KernelProbe.Call($0)) }
    let outcomes = try KernelProbe.decide(
      [foreign, own].map { KernelProbe.Job([$0.instructions], calls: calls) })
    #expect(outcomes[0].results == [-1, 9])
    #expect(outcomes[1].results == [-1, -1])
  }

  @Test(.enabled(if: hasEntry, absence))
  func `every register reaches the filter whole`() throws {
    let contents: [UInt64] = [0x1_0000_0000, 0x8000_0000_0000_0000, .max, 0x1234_5678_9abc_def0]
    for index in 0..<6 {
      for content in contents {
        let offset = UInt32(SeccompData.offset(ofArgument: index, .high, byteOrder: .little))
        let high = UInt32(content >> 32)
        let program = [
          BPFOperation.loadWord(offset: offset),
          .branch(.equal, .constant(high), 0, 1),
          .returnConstant(FilterAction.errno(7).returnValue),
          .returnConstant(FilterAction.errno(8).returnValue),
        ].map(\.instruction)
        var data = SeccompData(number: 20, auditArchitecture: ABI.i386.auditArchitecture)
        data.arguments[index] = content
        let call = try #require(KernelProbe.Call(data))
        #expect(try KernelProbe.decide([.init([program], calls: [call])])[0].results == [-7])
      }
    }
  }

  /// Some tests of each kind: of the low half, of the whole register, and strict ones.
  private static func filter(_ random: inout RandomFilters) throws -> Filter {
    let rules = (0..<12).map { place in
      let tests = (0..<1 + random.below(3)).map { _ in
        let value = random.pick([UInt64(random.below(8)), random.word()])
        let index = random.below(6)
        switch random.below(3) {
        case 0:
          let low = value & 0xffff_ffff
          return ArgumentTest(
            index: index, mask: 0xffff_ffff, values: IntervalSet(low...(low | 0xff)))
        case 1: return ArgumentTest(index: index, mask: .max, values: IntervalSet(0...value))
        default:
          let negative: UInt64 = 0xffff_ffff_8000_0000
          return ArgumentTest(
            index: index, mask: .max,
            values: IntervalSet([Interval(0...0xffff_ffff), Interval(negative...UInt64.max)]))
        }
      }
      return Rule(
        numbers: IntervalSet(elements: [UInt32(random.below(8))]),
        condition: Condition(anyOf: [tests]), action: .errno(UInt16(place + 1)),
        origin: RuleOrigin(place))
    }
    return Filter(
      machine: try #require(Machine(.x86_64)),
      abis: [
        ABIFilter(abi: .x86_64, rules: [], defaultAction: .errno(20)),
        ABIFilter(abi: .i386, rules: rules, defaultAction: .errno(21)),
      ], foreign: .errno(22), skipped: .errno(38))
  }

  @Test(.enabled(if: hasEntry, absence))
  func `the kernel decides calls with dirty upper halves as the filter does`() throws {
    var random = RandomFilters(seed: 80)
    var count = 0
    for _ in 0..<25 {
      let filter = try Self.filter(&random)
      let program = LabelledProgram(try NativeBackend().program(for: filter))
      var calls = RandomCalls(for: filter, seed: UInt64(count))
      let made = (0..<4_200).map { _ in
        var data = calls.next()
        data.auditArchitecture = ABI.i386.auditArchitecture
        data.arguments[random.below(6)] |= random.word() << 32
        return data
      }
      let outcome = try KernelProbe.decide([
        .init([program.instructions], calls: made.compactMap { KernelProbe.Call($0) })
      ])[0]
      try #require(outcome.refusal == 0 && outcome.results.count == made.count)
      let evaluator = FilterEvaluator(filter)
      for (call, result) in zip(made, outcome.results) {
        let expected = evaluator.decide(call).action
        let taken = program.returnValues[-result]
        if taken == expected.returnValue { continue }
        Issue.record("the kernel returns \(result), and the filter says \(expected) to \(call)")
        return
      }
      count += made.count { call in (0..<6).contains { call.arguments[$0] >> 32 != 0 } }
    }
    print("the kernel decided \(count) calls by int $0x80 with dirty upper halves")
    #expect(count > 100_000)
  }
}
