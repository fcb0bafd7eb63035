import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import TraceReplay

/// Stacks of filters on calls of which some bits are known.
@Suite struct VerdictEngineTests {
  @Test(arguments: seeds(200))
  func `program and policy agree on calls that are partly known`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    var filter = filters.filter()
    filter.exceptions = []
    let program = try NativeBackend().program(for: filter)
    let engine = VerdictEngine(
      [ReplayFilter(name: "random", program: program, meaning: filter)], for: filter.machine)
    var random = SeededGenerator(seed: seed)
    var calls = RandomCalls(for: filter, seed: seed)
    for _ in 0..<40 {
      let call = calls.next()
      guard
        let abi = filter.machine.abis.first(where: {
          $0.auditArchitecture == call.auditArchitecture && $0.numbers.contains(call.number)
        })
      else { continue }
      let registers = (0..<6).map { index in
        let known = random.nextRegister().0.known
        return PartialRegister(call.arguments[index], known: known)
      }
      let outcome = try engine.outcome(number: call.number, on: abi, [registers])
      let decision = FilterEvaluator(filter).decide(call)
      #expect(outcome.actions.contains(decision.action), "seed \(seed)")
      #expect(outcome.decisions[0].contains(decision), "seed \(seed)")
      if registers.allSatisfy({ $0.known == .max }) {
        #expect(outcome.verdict == decision.action, "seed \(seed)")
      }
    }
  }

  @Test func `conditions on several unknown registers do not multiply`() throws {
    // Forty rules, each of which asks for six registers: 2^40 ways if each were followed.
    let rules = (0..<40).map { place in
      Rule(
        numbers: IntervalSet(1...1),
        condition: Condition(anyOf: [
          (0..<6).map {
            ArgumentTest(
              index: $0, mask: .max, values: IntervalSet(elements: [UInt64(place * 7 + $0)]))
          }
        ]), action: .errno(UInt16(place)), origin: RuleOrigin(place))
    }
    let machine = try #require(Machine(.x86_64))
    let filter = Filter(
      machine: machine,
      abis: [ABIFilter(abi: .x86_64, rules: rules, defaultAction: .allow)],
      foreign: .killProcess, skipped: .errno(38))
    let program = try NativeBackend().program(for: filter)
    let engine = VerdictEngine(
      [ReplayFilter(name: "wide", program: program, meaning: filter)], for: machine)
    let outcome = try engine.outcome(
      number: 1, on: .x86_64, [Array(repeating: .unknown, count: 6)])
    #expect(outcome.actions.count == 41)
    #expect(outcome.unsettled == 0x3f)
  }

  @Test func `of several filters the strictest verdict counts`() throws {
    func filter(_ action: FilterAction, _ name: String) throws -> ReplayFilter {
      ReplayFilter(
        name: name,
        program: try BPFProgram(verifying: [BPFInstruction(code: 6, k: action.returnValue)]),
        policy: nil)
    }
    let machine = try #require(Machine(.x86_64))
    let cases: [([FilterAction], FilterAction)] = [
      ([.allow, .errno(1)], .errno(1)), ([.errno(1), .errno(2)], .errno(2)),
      ([.killProcess, .errno(2)], .killProcess), ([.errno(1), .allow], .errno(1)),
      ([.log, .allow], .log), ([.killThread, .trap(1), .killProcess], .killProcess),
    ]
    for (actions, expected) in cases {
      let engine = VerdictEngine(try actions.map { try filter($0, "\($0)") }, for: machine)
      let outcome = try engine.outcome(
        number: 0, on: .x86_64, [Array(repeating: .unknown, count: 6)])
      #expect(outcome.verdict == expected, "\(actions)")
    }
  }

  @Test(arguments: seeds(300))
  func `nothing is left out where there is no diagram`(seed: UInt64) throws {
    var programs = RandomPrograms(seed: seed)
    // Constants alone can be told without a diagram.
    let end = BPFInstruction(code: 6, k: FilterAction.allow.returnValue)
    let instructions = programs.program().dropLast() + [end]
    guard let program = try? BPFProgram(verifying: Array(instructions)) else { return }
    let answers = CoarseAnswers(program, byteOrder: .little)
    let readsPointer = program.operations.contains {
      $0 == .loadWord(offset: 8) || $0 == .loadWord(offset: 12)
    }
    var random = SeededGenerator(seed: seed)
    for _ in 0..<12 {
      var call = PartialCall(number: UInt32(random.next() % 4), on: .x86_64)
      call.arguments = (0..<6).map { _ in random.nextRegister().0 }
      let found = answers.answer(to: call)
      let actions = try #require(found.actions, "seed \(seed)")
      if found.unsettled == 0 && !readsPointer { #expect(actions.count == 1, "seed \(seed)") }
      for _ in 0..<12 {
        var data = SeccompData(
          number: call.number, auditArchitecture: ABI.x86_64.auditArchitecture,
          instructionPointer: random.next())
        for (index, register) in call.arguments.enumerated() {
          data.arguments[index] = register.value | random.next() & ~register.known
        }
        let action = program.action(on: data, byteOrder: .little)
        #expect(actions.contains(action), "seed \(seed): \(action)")
      }
    }
  }

  @Test func `a program that says another thing than its policy is found out`() throws {
    // Both say allow and kill, but not of the same calls.
    func filter(_ value: UInt64) throws -> Filter {
      let machine = try #require(Machine(.x86_64))
      let test = ArgumentTest(index: 0, mask: 1, values: IntervalSet(elements: [value]))
      let rule = Rule(
        numbers: IntervalSet(1...1), condition: Condition(anyOf: [[test]]), action: .killProcess,
        origin: RuleOrigin(0))
      return Filter(
        machine: machine,
        abis: [ABIFilter(abi: .x86_64, rules: [rule], defaultAction: .allow)],
        foreign: .killProcess, skipped: .errno(38))
    }
    let meaning = try filter(1)
    let engine = VerdictEngine(
      [
        ReplayFilter(
          name: "odd", program: try NativeBackend().program(for: try filter(0)), meaning: meaning)
      ], for: meaning.machine)
    #expect(throws: VerdictDisagreement.self) {
      try engine.outcome(number: 1, on: .x86_64, [Array(repeating: .unknown, count: 6)])
    }
  }
}
