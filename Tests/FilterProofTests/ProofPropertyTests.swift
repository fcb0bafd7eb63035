import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import FilterProof

/// Random filters and programs: what the prover says, held against running them.
@Suite struct ProofPropertyTests {
  @Test(arguments: seeds(1_000))
  func `what the native compiler makes is proved, rules united or not`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    for unitesRules in [true, false] {
      let program = try NativeBackend(unitesRules: unitesRules).program(for: filter)
      let comparison = try FilterProver().compare(
        .filter(filter), .program(program), on: filter.machine)
      #expect(comparison == .equal)
    }
  }

  @Test(arguments: seeds(300))
  func `a filter's diagram decides as the evaluator does`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    var store = DiagramStore(limits: .standard)
    let scopes = CallScope.all(on: filter.machine)
    let diagrams = try store.diagrams(of: .filter(filter), on: filter.machine, in: scopes)
    let evaluator = FilterEvaluator(filter)
    var random = RandomCalls(for: filter, seed: seed)
    let calls =
      InterestingValues(of: filter, callsPerNumber: 40).calls.prefix(500)
      + (0..<150).map { _ in random.next() }
    for call in calls {
      let found = store.answer(of: diagrams, in: scopes, to: call)
      #expect(found == evaluator.decide(call).action.returnValue, "\(call)")
    }
  }

  @Test(arguments: seeds(1_000))
  func `a program's diagram answers as the program does`(seed: UInt64) throws {
    var programs = RandomPrograms(seed: seed)
    let program = try BPFProgram(verifying: programs.program(longest: 30))
    let machine = programs.pick(RandomFilters.machines)
    let scopes = CallScope.all(on: machine)
    var store = DiagramStore(limits: ProofLimits(nodes: 20_000, steps: 200_000))
    let diagrams: [Diagram]
    do throws(ProofError) {
      diagrams = try store.diagrams(of: .program(program), on: machine, in: scopes)
    } catch {
      return
    }
    for _ in 0..<100 {
      var call = SeccompData(
        number: programs.constant(),
        auditArchitecture: programs.pick(
          scopes.map { $0.architecture ?? programs.constant() }),
        instructionPointer: UInt64(programs.constant()) << 32 | UInt64(programs.constant()))
      let has32Bits = scopes.contains {
        $0.architecture == call.auditArchitecture && $0.upperHalvesAreZero
      }
      for index in 0..<6 {
        call.arguments[index] = UInt64(programs.constant())
        if !has32Bits { call.arguments[index] |= UInt64(programs.constant()) << 32 }
      }
      let found = store.answer(of: diagrams, in: scopes, to: call)
      let action = program.action(on: call, byteOrder: machine.byteOrder)
      #expect(found == action.returnValue, "\(call)")
    }
  }
}

extension DiagramStore {
  /// What a subject's diagrams answer to a call.
  func answer(of diagrams: [Diagram], in scopes: [CallScope], to call: SeccompData) -> UInt32 {
    let place =
      scopes.firstIndex { $0.architecture == call.auditArchitecture } ?? scopes.count - 1
    var diagram = diagrams[place]
    while !isTerminal(diagram) {
      let (low, high) = branches(of: diagram)
      diagram = call.bit(at: level(of: diagram)) ? high : low
    }
    return value(of: diagram)
  }
}

extension SeccompData {
  /// Whether the bit at a level of ``CallBit`` is set.
  fileprivate func bit(at level: UInt32) -> Bool {
    var other = self
    other.setBit(at: level)
    return other == self
  }
}
