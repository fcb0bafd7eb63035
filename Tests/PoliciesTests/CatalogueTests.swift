import Foundation
import SeccompPolicy
import Sekat
import SourceDiagnostics
import TestSupport
import Testing

/// Every file in `Policies` is used, and what is said of it is there.
@Suite struct CatalogueTests {
  @Test func `the program carries every policy, as it is on disk`() throws {
    let onDisk = try ShippedPolicies.files(withExtension: "json").subtracting(["policy.schema"])
    let carried = Set(BuiltinPolicies.shipped.paths.map { String($0.dropLast(".json".count)) })
    #expect(carried == onDisk)
    #expect(
      Set(ShippedPolicies.profiles.map { "profiles/\($0)" })
        == onDisk.filter {
          $0.hasPrefix("profiles/")
        })
  }

  @Test(arguments: ShippedPolicies.profiles)
  func `a profile says what it is for, and passes its grid on its machines`(name: String) throws {
    let policy = try ShippedPolicies.policy(name)
    #expect(policy.name == name)
    #expect(policy.description != nil)
    #expect(policy.machines == ShippedPolicies.machines)
    let source = SourceText(
      name: "\(name).expect",
      bytes: Array(try ShippedPolicies.text("profiles/\(name).expect").utf8))
    var diagnostics: [Diagnostic] = []
    let grid = ExpectationGrid(source, diagnostics: &diagnostics)
    #expect(grid.lines.count > 50)
    for machine in ShippedPolicies.machines {
      let outcome = try grid.run(
        against: try ShippedPolicies.resolved(name, for: machine), diagnostics: &diagnostics)
      for failure in outcome.failures {
        Issue.record("\(failure.line.location): \(failure.decision) on \(failure.abi)")
      }
      #expect(outcome.passed > 40)
    }
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
  }

  @Test func `the list of policies names each of them`() throws {
    let list = try ShippedPolicies.text("README.md")
    for path in BuiltinPolicies.shipped.paths {
      #expect(list.contains("](\(path))"), "\(path) is not in Policies/README.md")
    }
  }

  @Test func `each policy names the schema beside it`() throws {
    for path in BuiltinPolicies.shipped.paths {
      #expect(try ShippedPolicies.text(path).contains(#""$schema": "../policy.schema.json""#))
    }
  }
}
