import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import FilterProof

/// Programs on calls of which some bits are known, held against their runs on calls that fit.
@Suite struct AnswerTableTests {
  /// What a table of a random program may cost: beyond it are few, and they take most of the time.
  private static let limits = ProofLimits(nodes: 20_000, steps: 200_000, states: 5_000)

  /// A random program with its table; `nil` for one that no table can follow.
  private static func sample(_ seed: UInt64) throws -> (BPFProgram, AnswerTable)? {
    var programs = RandomPrograms(seed: seed)
    guard let program = try? BPFProgram(verifying: programs.program()),
      let machine = Machine(.x86_64),
      let table = try? AnswerTable(of: program, meaning: nil, on: machine, limits: limits)
    else { return nil }
    return (program, table)
  }

  @Test func `most programs have a table`() throws {
    let tables = try (0..<60).filter { try Self.sample(UInt64($0)) != nil }
    #expect(tables.count > 30)
  }

  @Test(arguments: seeds(400))
  func `what a program does is among what it may do`(seed: UInt64) throws {
    guard let (program, table) = try Self.sample(seed) else { return }
    var random = SeededGenerator(seed: seed)
    for _ in 0..<8 {
      var call = PartialCall(number: UInt32(random.next() % 4), on: .x86_64)
      call.arguments = (0..<6).map { _ in random.nextRegister().0 }
      let actions = Set(table.answers(to: call).map(\.action))
      for _ in 0..<24 {
        var data = SeccompData(
          number: call.number, auditArchitecture: ABI.x86_64.auditArchitecture,
          instructionPointer: random.next())
        for (index, register) in call.arguments.enumerated() {
          data.arguments[index] = register.value | random.nextRegister().value & ~register.known
        }
        let action = program.action(on: data, byteOrder: .little)
        #expect(actions.contains(action), "seed \(seed): \(action) for \(data)")
      }
    }
  }

  @Test(arguments: seeds(200))
  func `nothing is named that no call gets`(seed: UInt64) throws {
    guard let (program, table) = try Self.sample(seed) else { return }
    // The instruction pointer is never known.
    if program.operations.contains(where: { $0.loadsInstructionPointer }) { return }
    var random = SeededGenerator(seed: seed)
    // All but six bits are known, so that every call that fits can be tried.
    var call = PartialCall(number: 7, on: .i386)
    var open: [(index: Int, bit: UInt64)] = []
    for index in 0..<6 {
      let bit = UInt64(1) << (random.next() % 40)
      call.arguments[index] = PartialRegister(random.nextRegister().value, known: ~bit)
      open.append((index, bit))
    }
    var tried: [FilterAction] = []
    for choice in 0..<UInt64(64) {
      var data = SeccompData(number: 7, auditArchitecture: ABI.i386.auditArchitecture)
      for (index, bit) in open {
        let value = call.arguments[index].value
        data.arguments[index] = choice >> UInt64(index) & 1 == 0 ? value : value | bit
      }
      tried.append(program.action(on: data, byteOrder: .little))
    }
    #expect(Set(table.answers(to: call).map(\.action)) == Set(tried), "seed \(seed)")
    // A register is unsettled where its bit makes a difference beside some choice of the others.
    let unsettled = table.unsettledRegisters(of: call)
    for index in 0..<6 {
      let matters = tried.indices.contains { tried[$0] != tried[$0 ^ 1 << index] }
      #expect((unsettled >> UInt8(index) & 1 != 0) == matters, "seed \(seed), register \(index)")
    }
  }

  @Test(arguments: seeds(100))
  func `bits that are not relevant change nothing`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    var filter = filters.filter()
    filter.exceptions = []
    let program = try NativeBackend().program(for: filter)
    let table = try AnswerTable(of: program, meaning: filter, on: filter.machine)
    var random = SeededGenerator(seed: seed)
    var calls = RandomCalls(for: filter, seed: seed)
    for _ in 0..<60 {
      var call = calls.next()
      guard
        let abi = filter.machine.abis.first(where: {
          $0.auditArchitecture == call.auditArchitecture && $0.numbers.contains(call.number)
        })
      else { continue }
      let relevant = table.relevantBits(of: call.number, on: abi)
      let decision = FilterEvaluator(filter).decide(call)
      for index in 0..<6 { call.arguments[index] ^= random.next() & ~relevant[index] }
      #expect(FilterEvaluator(filter).decide(call) == decision, "seed \(seed): \(call)")
    }
  }

  @Test func `what two questions about one register settle together is settled`() throws {
    // Bit 0 is allowed, then whatever has it not: the default is out of reach.
    func rule(_ value: UInt64, _ origin: Int) -> Rule {
      Rule(
        numbers: IntervalSet(1...1),
        condition: Condition(anyOf: [
          [ArgumentTest(index: 0, mask: 1, values: IntervalSet(elements: [value]))]
        ]), action: .allow, origin: RuleOrigin(origin))
    }
    let machine = try #require(Machine(.x86_64))
    let filter = Filter(
      machine: machine,
      abis: [
        ABIFilter(abi: .x86_64, rules: [rule(1, 0), rule(0, 1)], defaultAction: .killProcess)
      ], foreign: .killProcess, skipped: .errno(38))
    let program = try NativeBackend().program(for: filter)
    let table = try AnswerTable(of: program, meaning: filter, on: machine)
    let call = PartialCall(number: 1, on: .x86_64)
    let answers = table.answers(to: call)
    #expect(answers.map(\.action) == [.allow, .allow])
    #expect(answers.map { $0.decision?.reason } == [.rule(RuleOrigin(0)), .rule(RuleOrigin(1))])
    #expect(table.unsettledRegisters(of: call) == 0)
    #expect(table.relevantBits(of: 1, on: .x86_64)[0] == 1)
  }
}

extension BPFOperation {
  fileprivate var loadsInstructionPointer: Bool {
    self == .loadWord(offset: 8) || self == .loadWord(offset: 12)
  }
}
