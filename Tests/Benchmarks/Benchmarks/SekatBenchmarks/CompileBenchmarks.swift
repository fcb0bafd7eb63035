import Benchmark
import SekatModules

/// The instructions of a program, the same in every run.
private let length = BenchmarkMetric.custom("Program length", useScalingFactor: false)

/// Adds each phase from the bytes of a policy to its program; the last one is the proof.
func addPhases(of policy: BenchmarkedPolicy) {
  let loaded = policy.load()
  let filter = policy.filter
  Benchmark("load \(policy.name)", configuration: .measuring()) { _ in blackHole(policy.load()) }
  Benchmark("resolve \(policy.name)", configuration: .measuring()) { _ in
    blackHole(policy.resolve(loaded))
  }
  Benchmark("compile \(policy.name)", configuration: .measuring([length])) { benchmark in
    let program = try NativeBackend().unprovedProgram(for: filter)
    benchmark.stopMeasurement()
    benchmark.measurement(length, program.instructions.count)
  }
  Benchmark("everything for \(policy.name)", configuration: .measuring()) { _ in
    blackHole(try NativeBackend().program(for: policy.launchedFilter))
  }
}
