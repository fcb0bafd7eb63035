import Benchmark
import SekatModules

/// All benchmarks: proofs, the way from a policy's bytes to a program, running programs, and
/// linting.
let benchmarks: @Sendable () -> Void = {
  for policy in BenchmarkedPolicy.all {
    addProofs(of: policy)
    addPhases(of: policy)
  }
  addEvaluation(of: .oneABI)
  addLinting()
}

extension Benchmark.Configuration {
  /// Measures time, instructions where the machine counts them, memory, and what else is asked for.
  static func measuring(
    _ more: [BenchmarkMetric] = [], scaledBy factor: BenchmarkScalingFactor = .one
  ) -> Self {
    .init(
      metrics: [.wallClock, .instructions, .peakMemoryResident] + more, warmupIterations: 3,
      scalingFactor: factor, maxDuration: .seconds(3), maxIterations: 2_000)
  }
}
