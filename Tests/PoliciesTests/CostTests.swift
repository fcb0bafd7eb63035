import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Sekat
import TestSupport
import Testing
import Toolbox

/// What the filters of shipped policies cost, in numbers that are the same on every machine.
///
/// The table is a threshold in both directions: what makes a filter longer or its proof dearer shows
/// here and must be meant, and what makes it better is written down at once.
@Suite struct CostTests {
  private static func row(
    _ name: String, on machine: Machine, abis: [ABI]
  ) throws -> [String] {
    let folder = try TemporaryFolder()
    let list = abis.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let path = try folder.write(
      "policy.json", #"{ "extends": ["builtin:\#(name)"], "architectures": [\#(list)] }"#)
    let policy = try PolicyInput.resolve(try PolicyInput.load(path), for: machine)
    var proof = ProofCost()
    let program = try NativeBackend().program(for: policy.filter, cost: &proof)
    let cost = FilterCost(of: program, for: policy.filter)
    return [
      name, abis.map(\.name).joined(separator: "+"), "\(cost.instructions)",
      "\(cost.longestPath)", "\(cost.cached)/\(cost.allowedOutright)", "\(proof.nodes)",
      "\(proof.steps)",
    ]
  }

  @Test func `no filter gets longer, and no proof dearer, unseen`() throws {
    var rows = [
      ["policy", "ABIs", "instructions", "longest path", "cached/allowed", "nodes", "steps"]
    ]
    for name in ShippedPolicies.profiles {
      for machine in ShippedPolicies.machines {
        rows.append(try Self.row(name, on: machine, abis: [machine.abi]))
        // mmap has its arguments in memory on some, and no condition can see them.
        if name == "pure-compute" { continue }
        rows.append(try Self.row(name, on: machine, abis: machine.abis))
      }
    }
    expectGolden(TextTable(rows: rows).text, "costs.txt")
  }
}
