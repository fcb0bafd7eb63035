import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

/// Verdicts on sets of calls: of programs as of the filters that they were made from, and of stacks.
@Suite struct VerdictMapTests {
  /// What registers must pass: mostly what the call at hand passes.
  private func tests(around call: SeccompData, _ random: inout RandomFilters) -> [ArgumentTest] {
    var tests: [ArgumentTest] = []
    for index in 0..<6 where random.chance(1, in: 2) {
      let mask: UInt64 = random.pick([.max, 0xffff_ffff, 0xffff_0000, random.word()])
      let value = call.arguments[index] & mask
      let end = random.chance(1, in: 3) ? value | random.word() >> 40 & mask : value
      tests.append(ArgumentTest(index: index, mask: mask, values: IntervalSet(value...end)))
    }
    return tests
  }

  private func passes(_ call: SeccompData, _ tests: [ArgumentTest]) -> Bool {
    tests.allSatisfy { $0.holds(for: call.arguments[$0.index]) }
  }

  @Test(arguments: seeds(200))
  func `a program has the verdicts of its filter`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    let program = try NativeBackend().program(for: filter)
    var decisions = DecisionMap(of: filter)
    var verdicts = VerdictMap(of: .program(program), on: filter.machine)
    var random = RandomCalls(for: filter, seed: seed)
    for _ in 0..<30 {
      let call = random.next()
      guard
        let abi = filter.machine.abis.first(where: {
          $0.auditArchitecture == call.auditArchitecture
        })
      else { continue }
      let tests = tests(around: call, &filters)
      let found = try verdicts.verdicts(on: call.number, of: abi, where: tests)
      let expected = try decisions.decisions(on: call.number, of: abi, where: tests)
      #expect(Set(found.map(\.action)) == Set(expected.map(\.decision.action)))
      #expect(Set(found.map(\.action)).count == found.count)
      for found in found {
        #expect(passes(found.call, tests))
        #expect(program.action(on: found.call, byteOrder: filter.byteOrder) == found.action)
      }
    }
  }

  @Test(arguments: seeds(100))
  func `a stack has the strictest verdict, of every call that there is`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let first = filters.filter()
    let second = filters.filter(for: first.machine)
    let third = try NativeBackend().program(for: filters.filter(for: first.machine))
    let stack = Subject.stack([.filter(first), .filter(second), .program(third)])
    var verdicts = VerdictMap(of: stack, on: first.machine)
    var random = RandomCalls(for: second, seed: seed)
    for _ in 0..<30 {
      let call = random.next()
      guard
        let abi = first.machine.abis.first(where: {
          $0.auditArchitecture == call.auditArchitecture
        })
      else { continue }
      let tests = tests(around: call, &filters)
      let found = try verdicts.verdicts(on: call.number, of: abi, where: tests)
      #expect(found.contains { $0.action == stack.verdict(on: call, on: first.machine) })
      #expect(
        try verdicts.verdict(on: call, of: abi) == stack.verdict(on: call, on: first.machine))
      for found in found {
        #expect(passes(found.call, tests))
        #expect(stack.verdict(on: found.call, on: first.machine) == found.action)
      }
    }
  }

  @Test(arguments: seeds(100))
  func `two numbers are compared with the same arguments`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    var verdicts = VerdictMap(of: .filter(filter), on: filter.machine)
    var random = RandomCalls(for: filter, seed: seed)
    func differ(_ own: FilterAction, _ other: FilterAction) -> Bool { own != other }
    for _ in 0..<30 {
      var (call, other) = (random.next(), random.next())
      guard
        let abi = filter.machine.abis.first(where: {
          $0.auditArchitecture == call.auditArchitecture
        })
      else { continue }
      other.auditArchitecture = call.auditArchitecture
      let tests = tests(around: call, &filters)
      let found = try verdicts.firstCall(
        on: call.number, beside: other.number, of: abi, where: tests, isWanted: differ)
      other.arguments = call.arguments
      other.instructionPointer = call.instructionPointer
      let evaluator = FilterEvaluator(filter)
      let isDifferent = evaluator.decide(call).action != evaluator.decide(other).action
      // One call that differs is enough for there to be a first one.
      #expect(found != nil || !isDifferent || !passes(call, tests))
      guard let found else { continue }
      #expect(passes(found.call, tests) && found.call.number == call.number)
      var same = found.call
      same.number = other.number
      #expect(evaluator.decide(found.call).action == found.action)
      #expect(evaluator.decide(same).action != found.action)
    }
  }

  @Test func `where no call passes the tests there is no verdict`() throws {
    let program = try BPFProgram(verifying: [BPFInstruction(code: 0x06, k: 0x7fff_0000)])
    let machine = try #require(Machine(.x86_64))
    var verdicts = VerdictMap(of: .program(program), on: machine)
    let never = ArgumentTest(index: 0, mask: 1, values: IntervalSet(2...2))
    #expect(try verdicts.verdicts(on: 0, of: .x86_64, where: [never]) == [])
    #expect(try verdicts.verdicts(on: 0, of: .x86_64, where: []).map(\.action) == [.allow])
  }
}
