import Benchmark
import SekatModules

/// The nodes of all diagrams of a proof, the same in every run.
private let nodes = BenchmarkMetric.custom("Nodes", useScalingFactor: false)
/// The steps of a proof, the same in every run.
private let steps = BenchmarkMetric.custom("Steps", useScalingFactor: false)

/// Adds the proofs that programs are the policy, and nothing else: what was compiled is at hand.
func addProofs(of policy: BenchmarkedPolicy) {
  let native = NativeBackend()
  addProof(of: policy.name, policy.filter, by: native)
  addProof(of: "\(policy.name), launched", policy.launchedFilter, by: native)
  addProof(of: "\(policy.name), libseccomp", policy.filter, by: LibseccompBackend())
}

private func addProof(of name: String, _ filter: Filter, by backend: some FilterBackend) {
  guard let program = try? backend.unprovedProgram(for: filter) else {
    preconditionFailure("there is no program of \(name)")
  }
  Benchmark("prove \(name)", configuration: .measuring([nodes, steps])) { benchmark in
    var cost = ProofCost()
    let comparison = try FilterProver().compare(
      .filter(filter), .program(program), on: filter.machine, cost: &cost)
    benchmark.stopMeasurement()
    precondition(comparison == .equal, "\(name) is proved")
    benchmark.measurement(nodes, cost.nodes)
    benchmark.measurement(steps, cost.steps)
  }
}
