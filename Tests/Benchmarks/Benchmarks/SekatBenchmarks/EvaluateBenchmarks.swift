import Benchmark
import SekatModules

/// Adds what one call costs in the interpreter and in the evaluator, for each number in turn.
func addEvaluation(of policy: BenchmarkedPolicy) {
  let filter = policy.filter
  guard let program = try? NativeBackend().unprovedProgram(for: filter) else {
    preconditionFailure("there is no program")
  }
  let architecture = policy.machine.abi.auditArchitecture
  let calls = (0..<500 as Range<UInt32>).map {
    SeccompData(number: $0, auditArchitecture: architecture, arguments: [0, 1, 2, 3, 4, 5])
  }
  let configuration = Benchmark.Configuration.measuring(scaledBy: .kilo)
  Benchmark("interpret a call, \(policy.name)", configuration: configuration) { benchmark in
    for round in benchmark.scaledIterations { blackHole(program.run(on: calls[round % 500])) }
  }
  let evaluator = FilterEvaluator(filter)
  Benchmark("evaluate a call, \(policy.name)", configuration: configuration) { benchmark in
    for round in benchmark.scaledIterations { blackHole(evaluator.decide(calls[round % 500])) }
  }
}
