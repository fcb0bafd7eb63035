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
    let evaluator = FilterEvaluator(filter)
    var random = RandomCalls(for: filter, seed: seed)
    let calls =
      InterestingValues(of: filter, callsPerNumber: 40).calls.prefix(500)
      + (0..<150).map { _ in random.next() }
    let found = try FilterProver().verdicts(
      of: .filter(filter), on: Array(calls), machine: filter.machine)
    for (call, action) in zip(calls, found) {
      #expect(action == evaluator.decide(call).action, "\(call)")
    }
  }

  @Test(arguments: seeds(1_000))
  func `a program's diagram answers as the program does`(seed: UInt64) throws {
    var programs = RandomPrograms(seed: seed)
    let program = try BPFProgram(verifying: programs.program(longest: 30))
    let machine = programs.pick(RandomFilters.machines)
    let scopes = CallScope.all(on: machine)
    let calls = (0..<100).map { _ in
      var call = SeccompData(
        number: programs.constant(),
        auditArchitecture: programs.pick(
          scopes.map { $0.architecture ?? programs.constant() }),
        instructionPointer: UInt64(programs.constant()) << 32 | UInt64(programs.constant()))
      for index in 0..<6 {
        call.arguments[index] = UInt64(programs.constant()) << 32 | UInt64(programs.constant())
      }
      return call
    }
    let prover = FilterProver(limits: ProofLimits(nodes: 20_000, steps: 200_000))
    guard let found = try? prover.verdicts(of: .program(program), on: calls, machine: machine)
    else { return }
    for (call, action) in zip(calls, found) {
      #expect(action == program.action(on: call, byteOrder: machine.byteOrder), "\(call)")
    }
  }
}
