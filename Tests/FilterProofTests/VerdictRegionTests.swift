import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import FilterProof

/// The complete difference of two subjects: every call that it should have, and no other.
@Suite struct VerdictRegionTests {
  @Test(arguments: seeds(150))
  func `a call is in a part just when its verdicts are wanted`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let machine = filters.pick(RandomFilters.machines)
    let filter = filters.filter(for: machine)
    // Often nearly the same filter, so that differences are small.
    var other = filters.chance(1, in: 2) ? filters.filter(for: machine) : filter
    if let first = other.abis.indices.first, !other.abis[first].rules.isEmpty {
      other.abis[first].rules.removeLast()
    }
    let subjects: [Subject] = [
      .filter(filter), .program(try NativeBackend().unprovedProgram(for: other)),
    ]
    let regions: [VerdictRegion]
    do throws(ProofError) {
      regions = try FilterProver().regions(of: subjects, on: machine) { $0[0] != $0[1] }
    } catch .tooManyParts {
      return
    }
    for region in regions {
      for part in region.parts {
        #expect(subjects.map { $0.verdict(on: part.call, on: machine) } == part.verdicts)
        #expect(region.numbers.contains(part.call.number))
        #expect(part.conditions.allSatisfy { $0.holds(for: part.call) })
      }
    }
    var random = RandomCalls(for: filter, seed: seed)
    let calls =
      InterestingValues(of: filter, callsPerNumber: 40).calls.prefix(300)
      + (0..<150).map { _ in random.next() }
    for call in calls {
      let verdicts = subjects.map { $0.verdict(on: call, on: machine) }
      let parts = regions.filter { $0.has(call, on: machine) }.flatMap(\.parts)
        .filter { part in part.conditions.allSatisfy { $0.holds(for: call) } }
      #expect(parts.map(\.verdicts) == (verdicts[0] == verdicts[1] ? [] : [verdicts]), "\(call)")
    }
  }

  // MARK: Sets

  private static func set(_ test: ArgumentTest) throws -> FieldSet {
    let machine = try #require(Machine(.aarch64))
    let rule = Rule(
      numbers: IntervalSet(7...7), condition: Condition(anyOf: [[test]]), action: .allow,
      origin: RuleOrigin(0))
    let filter = Filter(
      machine: machine,
      abis: [ABIFilter(abi: .aarch64, rules: [rule], defaultAction: .errno(1))],
      foreign: .killProcess, skipped: .errno(38))
    let regions = try FilterProver().regions(of: [.filter(filter)], on: machine) {
      $0[0] == .allow
    }
    #expect(regions.map(\.numbers) == [IntervalSet(7...7)])
    #expect(regions.first?.parts.count == 1)
    return try #require(regions.first?.parts.first?.conditions.first?.values)
  }

  private static func test(_ mask: UInt64, _ ranges: ClosedRange<UInt64>...) -> ArgumentTest {
    ArgumentTest(index: 2, mask: mask, values: IntervalSet(ranges))
  }

  static let sets: [(ArgumentTest, FieldSet)] = [
    (test(.max, 5...5), FieldSet(mask: .max, form: .values([5]))),
    (test(0xffff_ffff, 5...6), FieldSet(mask: 0xffff_ffff, form: .values([5, 6]))),
    (
      test(0xffff_ffff, 0...4, 6...0xffff_ffff),
      FieldSet(mask: 0xffff_ffff, form: .allBut([5]))
    ),
    (test(0x41, 0...0), FieldSet(mask: 0x41, form: .values([0]))),
    (test(0x41, 1...0x41), FieldSet(mask: 0x41, form: .allBut([0]))),
    (
      test(0xffff_ffff, 3...100), FieldSet(mask: 0xffff_ffff, form: .ranges([3...100]))
    ),
    // Two flags, and not all numbers from the lower one on.
    (test(0xc00, 0x400...0xc00), FieldSet(mask: 0xc00, form: .allBut([0]))),
    // The lowest three bits do not matter, and the set is one range all the same.
    (
      test(0xffff_ffff, 8...0x7fff_ffff),
      FieldSet(mask: 0xffff_ffff, form: .ranges([8...0x7fff_ffff]))
    ),
    (
      test(.max, 0x1_0000_0000...UInt64.max),
      FieldSet(mask: .max, form: .ranges([0x1_0000_0000...UInt64.max]))
    ),
  ]

  @Test(arguments: sets)
  func `a set is written in few words`(_ test: ArgumentTest, _ expected: FieldSet) throws {
    #expect(try Self.set(test) == expected)
  }

  @Test func `bits here and there are patterns`() throws {
    let set = try Self.set(Self.test(0xf0f0_f0f0, 0x1010_1010...0x8080_8080))
    guard case .patterns(let patterns) = set.form else {
      Issue.record("\(set)")
      return
    }
    #expect(patterns.count > 1)
    var random = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      let value = random.next()
      #expect(
        set.contains(value) == (0x1010_1010...0x8080_8080).contains(value & 0xf0f0_f0f0))
    }
  }

  // MARK: Whole answers

  @Test func `other values of arch are a region of their own`() throws {
    let machine = try #require(Machine(.x86_64))
    func filter(_ foreign: FilterAction) -> Filter {
      Filter(
        machine: machine, abis: [ABIFilter(abi: .x86_64, rules: [], defaultAction: .allow)],
        foreign: foreign, skipped: .errno(38))
    }
    let regions = try FilterProver().regions(
      of: [.filter(filter(.killProcess)), .filter(filter(.errno(1)))], on: machine
    ) { $0[0] != $0[1] }
    let numbers = regions.map { ($0.abi, $0.numbers) }
    #expect(numbers.map(\.0) == [.x32, .i386, nil])
    #expect(numbers[0].1 == IntervalSet(ABI.x32Bit...0xffff_fffe))
    #expect(numbers[1].1 == IntervalSet(0...0xffff_fffe))
    #expect(regions.allSatisfy { $0.parts.map(\.verdicts) == [[.killProcess, .errno(1)]] })
  }

  @Test func `too many parts are not listed`() throws {
    let machine = try #require(Machine(.x86_64))
    // Allows odd numbers.
    let program = try BPFProgram(
      verifying: [
        BPFOperation.loadWord(offset: 0), .branch(.anyBit, .constant(1), 0, 1),
        .returnConstant(FilterAction.allow.returnValue), .returnConstant(0),
      ].map(\.instruction))
    #expect(throws: ProofError.tooManyParts(limit: 10_000)) {
      try FilterProver().regions(of: [.program(program)], on: machine) { $0[0] == .allow }
    }
  }
}

extension VerdictRegion {
  /// Whether a call is made through the ABI, with one of the numbers.
  fileprivate func has(_ call: SeccompData, on machine: Machine) -> Bool {
    let own = machine.abis.filter { $0.auditArchitecture == call.auditArchitecture }
    let isOwn =
      call.number == .max ? own.last == abi : own.first { $0.numbers.contains(call.number) } == abi
    return isOwn && numbers.contains(call.number)
  }
}

extension VerdictRegion.Condition {
  /// Whether a call meets the condition.
  fileprivate func holds(for call: SeccompData) -> Bool {
    switch field {
    case .architecture: values.contains(UInt64(call.auditArchitecture))
    case .instructionPointer: values.contains(call.instructionPointer)
    case .argument(let index): values.contains(call.arguments[index])
    }
  }
}
